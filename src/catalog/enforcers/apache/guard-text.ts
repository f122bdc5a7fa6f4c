import { mostSteps } from "../../../kit/address-steps.ts";
import { methodInQuery, overrideHeaders } from "../../../kit/method-override.ts";
import { mostPaths, pathParts } from "./plan-maps.ts";

/** Lines of rewrite rules; built so that the numbers of rules to skip are counted, never written by hand. */
type Lines = readonly string[];

const countRules = (lines: Lines): number => lines.filter((line) => line.startsWith("RewriteRule ")).length;
const set = (...settings: readonly string[]): string => `RewriteRule ^ - [${settings.map((one) => `E=${one}`).join(",")}]`;
/** `body` is only gone through where the conditions (each with its own [OR]) do not hold. */
const unless = (conditions: Lines, body: Lines): Lines => [...conditions, `RewriteRule ^ - [S=${countRules(body)}]`, ...body];

const letters = (those: string): string => `%{ENV:SEKISHO_MODE} ![${those}]`;

const overrides = overrideHeaders.map((name) => `%{HTTP:${name}}`).join("");

const thisSite = "%{ENV:SEKISHO_SITE}";
/** A look into one of the maps, as mod_rewrite writes it. */
const lookUp = (map: string, key: string, otherwise = ""): string =>
  otherwise === "" ? `\${sekisho_${map}:${key}}` : `\${sekisho_${map}:${key}|${otherwise}}`;

const start = (): Lines => [
  set(
    `SEKISHO_MODE:${lookUp("mode", thisSite, "-")}`,
    "SEKISHO_ADDR:%{REMOTE_ADDR}",
    ...["PROBE", "WANT", "DENY", "IDS"].map((name) => `!SEKISHO_${name}`),
  ),
  "# Our own probe: asked by the server's own address, about another one. It is only ever answered by the guard, so that it opens nothing.",
  "RewriteCond %{HTTP:Sekisho-Probe} !^$",
  "RewriteCond %{CONN_REMOTE_ADDR}#%{SERVER_ADDR} ^([^#]+)#\\1$",
  "RewriteCond %{HTTP:Sekisho-Probe} ^([0-9a-f.:]{2,45})$",
  set("SEKISHO_PROBE:1", "SEKISHO_ADDR:%1"),
];

const group = "([0-9a-f]+)";

/** The address as up to seven keys from wide to narrow, the same that kit/address-steps.ts makes. */
const keys = (): Lines => [
  set(...Array.from({ length: mostSteps }, (_, step) => `!SEKISHO_K${step + 1}`), "!SEKISHO_GROUPS"),
  "RewriteCond %{ENV:SEKISHO_ADDR} ^(((\\d+\\.)\\d+\\.)\\d+\\.)\\d+$",
  set("SEKISHO_K1:%3", "SEKISHO_K2:%2", "SEKISHO_K3:%1", "SEKISHO_K4:%{ENV:SEKISHO_ADDR}"),
  ...unless(
    ["RewriteCond %{ENV:SEKISHO_ADDR} !:"],
    [
      `RewriteCond %{ENV:SEKISHO_ADDR} ^${group}:${group}:${group}:${group}:`,
      set("SEKISHO_GROUPS:%1:%2:%3:%4"),
      `RewriteCond %{ENV:SEKISHO_ADDR} ^${group}:${group}:${group}::`,
      set("SEKISHO_GROUPS:%1:%2:%3:0"),
      `RewriteCond %{ENV:SEKISHO_ADDR} ^${group}:${group}::`,
      set("SEKISHO_GROUPS:%1:%2:0:0"),
      `RewriteCond %{ENV:SEKISHO_ADDR} ^${group}::`,
      set("SEKISHO_GROUPS:%1:0:0:0"),
      `RewriteCond %{ENV:SEKISHO_ADDR} ^${group}::${group}(?::[0-9a-f]+){4}$`,
      set("SEKISHO_GROUPS:%1:0:0:%2"),
      "RewriteCond %{ENV:SEKISHO_GROUPS} ^([^:]+):(([^:]*?)[^:]{1,2}):(([^:]*?)[^:]{1,2}):(([^:]*?)[^:]{1,2})$",
      set(
        "SEKISHO_K1:%1:",
        "SEKISHO_K2:%1:%3/",
        "SEKISHO_K3:%1:%2:",
        "SEKISHO_K4:%1:%2:%5/",
        "SEKISHO_K5:%1:%2:%4:",
        "SEKISHO_K6:%1:%2:%4:%7/",
        "SEKISHO_K7:%1:%2:%4:%6:",
      ),
    ],
  ),
];

/**
 * Looks the keys up from wide to narrow as long as the map leads on: no key is ever asked for that is not on the way to another. A value ends in ">"
 * then; where the first word counts, it is nothing else.
 */
const walk = (variable: string, lookUp: (key: string) => string, leadsOn = "[>]$"): Lines =>
  Array.from({ length: mostSteps }, (_, step) => [
    ...(step === 0 ? [] : [`RewriteCond %{ENV:${variable}} ${leadsOn}`]),
    set(`${variable}:${lookUp(`%{ENV:SEKISHO_K${step + 1}}`)}`),
  ]).flat();

const wants = (): Lines => [
  "RewriteCond %{ENV:SEKISHO_MODE} f",
  set("SEKISHO_WANT:f"),
  ...unless(
    [
      `RewriteCond ${letters("aw")} [OR]`,
      "RewriteCond %{REQUEST_METHOD} ^(?:GET|HEAD|OPTIONS)$",
      `RewriteCond %{QUERY_STRING} "!${methodInQuery}" [NC]`,
      `RewriteCond ${overrides} ^$`,
    ],
    [
      "RewriteCond %{ENV:SEKISHO_MODE} w",
      set("SEKISHO_WANT:%{ENV:SEKISHO_WANT}w"),
      "RewriteCond %{ENV:SEKISHO_MODE} a",
      set("SEKISHO_WANT:%{ENV:SEKISHO_WANT}a"),
    ],
  ),
];

/** Where an address is from, and whether it passes, is only looked up for a request that would be refused. */
const visitors = (): Lines => [
  ...wants(),
  ...unless(
    ["RewriteCond %{ENV:SEKISHO_WANT} ^$"],
    [
      ...walk("SEKISHO_PASS", (key) => lookUp("pass", `*/${key}`, "!"), "^[>]$"),
      ...walk("SEKISHO_OWN", (key) => lookUp("pass", `${thisSite}/${key}`, "!"), "^[>]$"),
      "RewriteCond %{ENV:SEKISHO_PASS}#%{ENV:SEKISHO_OWN}#%{ENV:SEKISHO_ADDR} ^P|#P|=([^=~#]+)~P.*#\\1$",
      "RewriteRule ^ - [E=!SEKISHO_WANT]",
      "RewriteCond %{ENV:SEKISHO_WANT} a",
      set("SEKISHO_DENY:a"),
      ...unless(
        ["RewriteCond %{ENV:SEKISHO_WANT} !^[a-z]*[fw]"],
        [
          "RewriteRule ^ - [E=SEKISHO_GEO:H]",
          ...walk("SEKISHO_GEO", (key) => lookUp("geo", key, "%{ENV:SEKISHO_GEO}.")),
          "RewriteCond %{ENV:SEKISHO_GEO}#%{ENV:SEKISHO_WANT} ^F.*#[a-z]*f",
          set("SEKISHO_DENY:%{ENV:SEKISHO_DENY}f"),
          "RewriteCond %{ENV:SEKISHO_GEO}#%{ENV:SEKISHO_WANT} ^F.*#[a-z]*w",
          set("SEKISHO_DENY:%{ENV:SEKISHO_DENY}w"),
        ],
      ),
    ],
  ),
];

const networks = (): Lines =>
  unless(
    [`RewriteCond ${letters("n")}`],
    [
      "RewriteRule ^ - [E=!SEKISHO_NET]",
      ...walk("SEKISHO_NET", (key) => `%{ENV:SEKISHO_NET}${lookUp("net", `${thisSite}/${key}`, "!")}`),
      "RewriteCond %{ENV:SEKISHO_NET} ^[>!]*([^>!=][^=!]*)",
      set("SEKISHO_DENY:%{ENV:SEKISHO_DENY}n", "SEKISHO_IDS:n:%1"),
      "RewriteCond %{ENV:SEKISHO_NET}#%{ENV:SEKISHO_ADDR} [=]([^=~#]+)~([^=#]+)=[^#]*#\\1$",
      set("SEKISHO_DENY:%{ENV:SEKISHO_DENY}n", "SEKISHO_IDS:%{ENV:SEKISHO_IDS}n:%2"),
    ],
  );

const pathKey = (part: number): string => lookUp("path", `${thisSite}#${part}`, "-");
const anyPart = (subject: string, pattern: string): Lines =>
  Array.from(
    { length: pathParts },
    (_, part) => `RewriteCond "${pathKey(part)}#${subject}" "${pattern}"${part + 1 < pathParts ? " [OR]" : ""}`,
  );

/** The list stands first and is ours, so that what a visitor writes cannot make the search long: a search given up would be a way round. */
const paths = (): Lines =>
  unless(
    [`RewriteCond ${letters("p")}`],
    [
      "RewriteRule ^ - [E=!SEKISHO_PATH,E=!SEKISHO_FILE]",
      ...anyPart("%{REQUEST_URI}", "^[^#]*?\\|u(/[^|=]*)=(\\d)\\|[^#]*#\\1(?:/|$)"),
      set("SEKISHO_PATH:%2"),
      ...unless(
        ["RewriteCond %{ENV:SEKISHO_PATH} !^$ [OR]", "RewriteCond %{IS_SUBREQ} =true"],
        [
          set("SEKISHO_FILE:%{LA-U:REQUEST_FILENAME}"),
          ...anyPart("%{ENV:SEKISHO_FILE}", "^[^#]*?\\|f(/[^|=]*)=(\\d)\\|[^#]*#(?:proxy:[a-z]+://[^/]*)?\\1(?:/|$)"),
          set("SEKISHO_PATH:%2"),
          "# A look-ahead that came to nothing (a percent sign that is none of an encoding) cannot tell: refused, as where it leads may be the file.",
          "RewriteCond %{ENV:SEKISHO_FILE} ^$",
          set("SEKISHO_PATH:0"),
          ...anyPart("%{ENV:SEKISHO_FILE}", "^[^#]*?\\|u(/[^|=]*)=(\\d)\\|[^#]*#redirect:\\1(?:[/?]|$)"),
          set("SEKISHO_PATH:%2"),
          ...anyPart("%{ENV:SEKISHO_FILE}", "^[^#]*?\\|u[^|=]*(/[^|=/]+)=(\\d)\\|[^#]*#redirect:(?=[^?]*(?://|/\\.))[^?]*\\1(?:[/?]|$)"),
          set("SEKISHO_PATH:%2"),
          ...Array.from({ length: mostPaths }, (_, at) => sameFile(at)).flat(),
        ],
      ),
      "RewriteCond %{ENV:SEKISHO_PATH} !^$",
      set("SEKISHO_DENY:%{ENV:SEKISHO_DENY}p", `SEKISHO_IDS:%{ENV:SEKISHO_IDS}p:${lookUp("ids", `${thisSite}/p%{ENV:SEKISHO_PATH}`)}`),
    ],
  );

const target = "reqenv('SEKISHO_TARGET')";
const file = "reqenv('SEKISHO_FILE')";

/**
 * A link to the file, or to a folder above it, is the same file under another name, and so is a copy: what lies in it tells. Where Apache may not
 * read scripts, as with PHP under the customer's own user, its size and name must do.
 */
const sameFile = (at: number): Lines => [
  set(`SEKISHO_TARGET:${lookUp("ids", `${thisSite}/f${at}`, "-")}`),
  "RewriteCond %{ENV:SEKISHO_TARGET} ^/",
  `RewriteCond expr "filesize(${target}) -gt 0 && filesize(${target}) -eq filesize(${file}) && file(${target}) == file(${file})"`,
  `RewriteCond expr "file(${target}) != ''" [OR]`,
  "RewriteCond %{ENV:SEKISHO_TARGET}#%{ENV:SEKISHO_FILE} ^[^#]*(/[^/#]+)#.*\\1$",
  set(`SEKISHO_PATH:${at}`),
];

const end = (includeDir: string): Lines => [
  ...["f", "w", "a"].flatMap((letter) => [
    `RewriteCond %{ENV:SEKISHO_DENY} ${letter}`,
    set(`SEKISHO_IDS:%{ENV:SEKISHO_IDS}${letter}:${lookUp("ids", `${thisSite}/${letter}`)}`),
  ]),
  "# TRACE is answered before a folder's rules are come to.",
  "RewriteCond %{ENV:SEKISHO_DENY} !^$",
  "RewriteCond %{REQUEST_METHOD} =TRACE",
  "RewriteRule ^ - [F]",
  "RewriteCond %{ENV:SEKISHO_DENY} !^$",
  `RewriteRule ^ ${includeDir}/answers/denied [L,E=suppress-error-charset:1]`,
  "RewriteCond %{ENV:SEKISHO_PROBE}#%{IS_SUBREQ} =1#false",
  `RewriteRule ^ ${includeDir}/answers/passed [L,E=SEKISHO_SEEN:${lookUp("geo", "__ok", "0")},E=suppress-error-charset:1]`,
];

/**
 * A certificate's challenge as it is asked for: read, by a plain address. Where there is no such file the site's program answers, and a rule of the
 * site's that ends with [END] is the last that is seen of the request: what writes must not come so far.
 */
const challenge = `RewriteCond "%{REQUEST_METHOD}#${overrides}#%{QUERY_STRING}#%{REQUEST_URI}" "^(?:GET|HEAD)###/\\.well-known/acme-challenge/[A-Za-z0-9_-]+$"`;

/**
 * What stands at the top of every virtual host, the same for all: rewrite rules of the virtual host's own context, for these alone come
 * before any .htaccess is read. Which measures are in force it reads from the maps with each request.
 */
export const guardText = (includeDir: string): string => {
  const map = (name: string, source: string): string => `RewriteMap sekisho_${name} "${source}"`;
  const body: Lines = [
    ...unless([`RewriteCond ${letters("fwan")} [OR]`, challenge], [...keys(), ...networks(), ...visitors()]),
    ...paths(),
    ...end(includeDir),
  ];
  const lines: Lines = [
    "# Sekisho's guard. Written by `sekisho setup apache`; do not edit.",
    "RewriteEngine On",
    ...["mode", "ids", "net", "path", "pass"].map((name) => map(name, `txt:${includeDir}/maps/${name}.txt`)),
    map("geo", `dbm=db:${includeDir}/geo/geo.db`),
    ...start(),
    ...unless(["RewriteCond %{ENV:SEKISHO_MODE}#%{ENV:SEKISHO_PROBE} =-#"], body),
  ];
  return `${lines.join("\n")}\n`;
};
