import type { Endpoint } from "./endpoint.ts";

/**
 * What stands behind an endpoint, as far as its address tells. `login` = takes a name and a password; `remote-call` = takes them with
 * every call and answers 200 to right and wrong (XML-RPC); `reset` = mails a new password; `comments` = takes what visitors write
 * under a page or into a guestbook; `administration` = for those who are logged in; `other` = anything else.
 */
export type SiteProgram = "login" | "remote-call" | "reset" | "comments" | "administration" | "other";

/** Sources: WordPress core and WooCommerce, Joomla, Drupal, Moodle, Laravel, Django, OpenCart, phpBB, phpMyAdmin, and what their kin call it. */
const resets =
  /(^|[/_-])(lost|forgot(ten)?|reset|recover|remind)[-_]?(my[-_]?)?(password|passwd|pwd|pw|credentials?)([/_.-]|$)|\/passwords?\/(reset|email|forgot|lost|recover|request|remind)|\/password[-_](reset|recovery|lost|forgot|reminder)|\/user\/password\/?$|\/reminder\/?$|\/forgot(ten)?(\.php)?\/?$|\/login\/forgot|passwordreminder/i;
const resetQueries =
  /^(action=(lostpassword|retrievepassword|lost-?password|forgot.*)|task=(reset|remind)\..*|route=(account|common)\/forgotten.*|mode=sendpassword)$/i;

const comments =
  /\/(wp-comments-post|wp-trackback)\.php$|\/comment\/reply\/|\/trackback\/?$|\/wp-json\/wp\/v2\/comments\/?$|(^|[/_-])(guest-?book|gbook|gaestebuch|livre-?dor)([/_.-]|\d|$)|(^|[/_-])(bbs|aska|joyful|patio|comment|mt-comments|mt-tb)\d*\.(cgi|pl|php)(\/|$)|\/(bbs|guestbook)\//i;
const commentQueries = /^rest_route=\/wp\/v2\/comments\/?$/;

const remoteCalls = /\/xmlrpc\.php$/i;

const logins =
  /\/wp-login\.php$|\/administrator\/(index\.php)?$|\/user\/login\/?$|\/login\/index\.php$|\/(phpmyadmin|pma|mysqladmin)[^/]*\/(index\.php)?$|\/((ad|back)min[^/]*)\/(login(\.php)?|signin)?\/?$|\/admin[^/]*\/index\.php$|(^|\/)(user|member|customer|account|admin|auth)?[-_]?(log-?in|sign-?in|logon)(\.(php|aspx?|jsp|cgi|html?|do|action))?\/?$|\/(api|auth|oauth)\/([^/]+\/)*(login|signin|token|authenticate)\/?$|\/my-account\/?$|\/sessions?\/new\/?$/i;
const loginQueries =
  /^(action=(log-?in|.*[-_]?login|ajax_?login|lla_.*login)|option=com_login|task=(user\.)?login|mode=login|route=(account|common)\/login|rest_route=\/jwt-auth\/v1\/token)$/i;

const administrations = /\/wp-admin\/|\/administrator\/|\/admin\/|\/wp-json\/wp\/v2\/(plugins|themes|users|settings|media)(\/|$)/i;

const told = new WeakMap<object, SiteProgram>();

/** Tells it from path and selecting query; remembered as long as the endpoint itself is, since every request asks. */
export const siteProgram = (endpoint: Pick<Endpoint, "path" | "query">): SiteProgram => {
  const known = told.get(endpoint);
  if (known !== undefined) return known;
  const program = tellProgram(endpoint);
  told.set(endpoint, program);
  return program;
};

const tellProgram = ({ path, query }: Pick<Endpoint, "path" | "query">): SiteProgram => {
  if (resets.test(path) || (query !== null && resetQueries.test(query))) return "reset";
  if (comments.test(path) || (query !== null && commentQueries.test(query))) return "comments";
  if (remoteCalls.test(path)) return "remote-call";
  if (query !== null && loginQueries.test(query)) return "login";
  const isChosen = query !== null && /^(action|task|option)=/.test(query);
  if (logins.test(path) && !isChosen) return "login";
  return administrations.test(path) || (isChosen && /\/wp-login\.php$/.test(path)) ? "administration" : "other";
};

/** What became of a log-in. `unknown`: the program answers right and wrong alike, or its ways are not known. */
export type LoginOutcome = "failed" | "succeeded" | "unknown" | "absent";

/** Programs that show the form again (200) after a wrong password and redirect after a right one. */
const tellsByRedirect = /\/wp-login\.php$|\/user\/login\/?$|\/(phpmyadmin|pma|mysqladmin)[^/]*\/|\/my-account\/?$/i;

/**
 * The outcome of a POST to a `login` or `remote-call` program by its status. WordPress, Drupal and phpMyAdmin: 200 with the form again =
 * failed, 302 or 303 = succeeded. Joomla, Moodle and Laravel redirect either way. Where nothing answers (404, 410) nothing was tried.
 */
export const loginOutcome = (path: string, status: number): LoginOutcome => {
  if (status === 404 || status === 410 || status === 301 || status === 307 || status === 308) return "absent";
  if (status >= 400) return "failed";
  if (!tellsByRedirect.test(path)) return "unknown";
  return status === 302 || status === 303 ? "succeeded" : "failed";
};

/** Where customers log in; what they may do there is no administration, unless they are seen in it. */
export const isMembersLogin = (path: string): boolean => /\/my-account\/?$/i.test(path);

/** What an administrator's request does to the site. `code` = puts or changes programs; `people` = makes users; `media` = uploads files. */
export type AdminAction = "code" | "people" | "media";

const codePaths =
  /\/wp-admin\/(network\/)?(update|plugin-install|theme-install|plugin-editor|theme-editor)\.php$|\/wp-json\/wp\/v2\/(plugins|themes)(\/|$)|\/admin\/(modules|appearance)\/(install|update)|\/(tool\/)?installaddon\/|\/(elfinder|file-?manager|kcfinder|filemanager)[^?]*\.php$|\/(extension\/installer|marketplace)/i;
const codeQueries =
  /^(action=(upload-plugin|upload-theme|install-plugin|install-theme|edit-theme-plugin-file|mk_file_folder_manager.*|fm_.*|connector|elfinder.*)|option=com_(installer|templates|extplorer|jce)|task=(install|template|file)\..*|task=source\..*)$/i;
const mediaPaths = /\/wp-admin\/(network\/)?(async-upload|media-new)\.php$|\/wp-json\/wp\/v2\/media(\/|$)/i;
const peoplePaths = /\/wp-admin\/(network\/)?user-new\.php$|\/wp-json\/wp\/v2\/users(\/|$)|\/admin\/people\/create/i;
/** Requests of `update.php` that only bring what is installed up to date. */
const upkeep = /^action=(upgrade|update)-/;

/** Null for what changes neither programs, users nor files. */
export const adminAction = ({ path, query }: Pick<Endpoint, "path" | "query">): AdminAction | null => {
  if (query !== null && upkeep.test(query)) return null;
  if (codePaths.test(path) || (query !== null && codeQueries.test(query) && /admin/i.test(path))) return "code";
  if (peoplePaths.test(path) || query === "task=user.apply" || query === "task=user.save") return "people";
  return mediaPaths.test(path) ? "media" : null;
};
