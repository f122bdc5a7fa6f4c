import { createRecentMap } from "../kit/recent-map.ts";

/**
 * Where a script lies, from its path. `mailer`: a library that every program of the site mails through (PHPMailer), which says
 * nothing about who asked it. `program`: the front controller or core of a known program.
 */
export type ScriptPlace = "mailer" | "upload" | "temporary" | "hidden" | "program" | "plugin" | "theme" | "other" | "outside";

/** Mail libraries and the functions that wrap mail(): WordPress, PHPMailer, Swift, Symfony, Zend, PEAR, Joomla, Drupal, qmail-alikes of forms. */
const mailers =
  /\/(class-)?(wp-)?(php-?mailer|smtp)(\.class)?\.php$|\/PHPMailer\/|\/wp-includes\/pluggable\.php$|\/swift(mailer)?\/|\/(symfony|laminas|zendframework|pear)\/.*mail|\/Mail(er)?\.php$|\/vendor\/.*mail/i;
const uploads = /\/(uploads?|files|images?|img|media|assets|cache|upgrade|gallery|avatars?|attachments?|userfiles)\//i;
const temporary = /^\/(tmp|var\/tmp|dev\/shm)\/|\/(tmp|temp|sess(ion)?s?)\//i;
const hidden = /\/\.[^/]+(\/|$)/;
const plugin = /\/wp-content\/(mu-)?plugins\/|\/(plugins|modules|components|extensions|addons)\//i;
const theme = /\/wp-content\/themes\/|\/(themes|templates|skins)\//i;
const program = /\/wp-(admin|includes)\/|\/(index|wp-[a-z-]+|xmlrpc|admin-ajax|admin)\.php$/;

/** What was told lately: few paths come again and again. */
const told = createRecentMap<string, ScriptPlace>(2_048);

/** Tells it from a file path or a URL path; `/`, pages and REST routes are the program's. */
export const scriptPlace = (path: string): ScriptPlace => {
  const known = told.get(path);
  if (known !== undefined) return known;
  const place = tellPlace(path);
  told.set(path, place);
  return place;
};

const tellPlace = (path: string): ScriptPlace => {
  if (mailers.test(path)) return "mailer";
  if (/^\/(tmp|var\/tmp|dev\/shm)\//.test(path)) return "outside";
  if (hidden.test(path) && !path.includes("/.well-known/")) return "hidden";
  if (uploads.test(path)) return "upload";
  if (temporary.test(path)) return "temporary";
  if (plugin.test(path)) return "plugin";
  if (theme.test(path)) return "theme";
  return program.test(path) || !/\.(php\d?|phtml|pl|cgi|py)$/i.test(path) ? "program" : "other";
};

/** Files that a program loads itself and that no visitor's form is ever sent to. */
const loadedFiles = /\/wp-(blog-header|load|config|settings)\.php$|\/wp-includes\/.*\.php$/i;

/** Whether a URL path is that of a file which no page of the site sends a form to: a plugin's or theme's part, an upload, a core file. */
export const isNoForm = (path: string): boolean => {
  const place = scriptPlace(path);
  if (loadedFiles.test(path) || isOddPlace(place)) return /\.(php\d?|phtml|pl|cgi|py)$/i.test(path);
  return (place === "plugin" || place === "theme" || place === "mailer") && /\/wp-content\/.*\.php$/i.test(path);
};

/** The place of a script that was called by its own address: nobody calls a library, so that one by such a name is what lies there. */
export const calledPlace = (path: string): ScriptPlace => {
  const place = scriptPlace(path);
  if (place !== "mailer") return place;
  if (plugin.test(path)) return "plugin";
  return theme.test(path) ? "theme" : "other";
};

/** Places in which a site's own software is never kept: what runs there was put there. */
export const isOddPlace = (place: ScriptPlace): boolean =>
  place === "upload" || place === "temporary" || place === "hidden" || place === "outside";

/** Whether a URL path is a script's that is called by its own address; a mail library's name does not matter, since nobody calls one from outside. */
export const isCalledScript = (path: string): boolean => /\.(php\d?|phtml|pl|cgi|py)$/i.test(path) && scriptPlace(path) !== "program";

const plantPlaces = /\/(wp-content|uploads?|plugins|modules|components|themes|templates|files|images?|media|cache|te?mp|\.[^/]+)\//i;

/** Whether a path lies where intruders put programs; a new script elsewhere may be a page of the site's own. */
export const isPlantPlace = (path: string): boolean => plantPlaces.test(path);
