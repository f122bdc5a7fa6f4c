import { createHash } from "node:crypto";
import type { PlannedFile } from "../../../ports/enforcer.ts";
import { decisionMap } from "./decision-map.ts";
import { emptyGeoFile } from "./geo-file.ts";
import { checkNginxConfig, type NginxConfig } from "./nginx-config.ts";
import { passesFile } from "./passes-file.ts";
import { networksFile, pathsFile } from "./plan-files.ts";
import { refusalLogFormat } from "./refusal-log.ts";
import { refusedPage } from "./refused-page.ts";
import { siteKey } from "./site-key.ts";

/** What lies on the disk before anything is in force, and what an operator's own configuration must include. */
export interface NginxSetUp {
  /** Made with mode 0755, root's. */
  readonly folders: readonly string[];
  readonly files: readonly PlannedFile[];
  /** One line each, and where it goes. */
  readonly includes: readonly { readonly line: string; readonly where: string }[];
}

const percent = (letter: string): string => {
  const codes = [letter.toLowerCase(), letter.toUpperCase()].map((one) => `%${one.charCodeAt(0).toString(16)}`);
  return `(?:${[letter, ...codes].join("|")})`;
};

/** `method` in a query, each letter plain or percent-encoded: whatever PHP makes of the signs around it, the name holds these. */
const overridePattern = [..."method"].map(percent).join("");

const httpConf = (dir: string): string => `# Sekisho: included once, in http { }. Made by \`sekisho setup nginx\`.
map "" $sekisho_refused { default "-"; }
${refusalLogFormat}include ${dir}/sites.conf;
include ${dir}/geo.conf;
include ${dir}/passes.conf;
include ${dir}/networks.conf;
include ${dir}/paths.conf;

map $sekisho_home $sekisho_abroad { default 1; 1 0; }
map $request_method $sekisho_write_method { default 1; GET 0; HEAD 0; OPTIONS 0; }
map $args $sekisho_override { default 0; "~*${overridePattern}" 1; }
map "$http_x_http_method_override$http_x_http_method$http_x_method_override" $sekisho_override_header { default 1; "" 0; }
map "$sekisho_write_method$sekisho_override$sekisho_override_header" $sekisho_write { default 1; 000 0; }
map "$sekisho_write$uri" $sekisho_acme { volatile; default 0; "~^0/\\.well-known/acme-challenge/[A-Za-z0-9_-]+\\z" 1; }
# Our own page must not be refused itself: after a refusal, and by its exact name. Whoever asks for it has not been refused yet; what the
# server makes of an address that is not found would run the site's program.
map "$sekisho_refused $uri" $sekisho_page { volatile; default 0; "~^deny-[a-z-]+ /\\.sekisho/page\\z" 1; }
map "$sekisho_path$sekisho_file" $sekisho_denied_path { volatile; default 1; 00 0; }

${decisionMap("$sekisho_denied_path:$sekisho_pass:$sekisho_network:$sekisho_modes:$sekisho_abroad$sekisho_write$sekisho_acme", "$sekisho_decision")}
map "$sekisho_page$sekisho_decision" $sekisho_refusal { volatile; default $sekisho_decision; "~^1" ""; }

# What would be decided for others, for the probe, which comes from loopback and is from nowhere.
${decisionMap("0:0:0:$sekisho_modes:110", "$sekisho_foreign_write")}
${decisionMap("0:0:0:$sekisho_modes:100", "$sekisho_foreign_read")}
${decisionMap("0:0:0:$sekisho_modes:010", "$sekisho_home_write")}
map "$uri $remote_addr $realip_remote_addr $http_x_forwarded_for$http_forwarded" $sekisho_probe {
  volatile;
  default 0;
  "~^/\\.sekisho/probe (?:127\\.[0-9.]+|::1|::ffff:127\\.[0-9.]+) (?:127\\.[0-9.]+|::1|::ffff:127\\.[0-9.]+) \\z" 1;
}

# For the location that runs PHP: what it would run, and what PHP is told instead.
map "$sekisho_path_run$sekisho_file" $sekisho_denied_run { volatile; default 1; 00 0; }
map $sekisho_denied_run $sekisho_run_instead { volatile; default ""; 1 ${dir}/nothing; }
`;

const letterLine = (dir: string, measure: string, letter: string): string =>
  `if (-f ${dir}/on/$sekisho_site.${measure}) { set $sekisho_modes "\${sekisho_modes}${letter}"; }`;

const serverConf = (
  dir: string,
  logs: readonly string[],
): string => `# Sekisho: the first line in each server { } that serves a site, before any rewrite, return or if.
set $sekisho_modes "";
${letterLine(dir, "deny-foreign", "F")}
${letterLine(dir, "deny-writes", "W")}
${letterLine(dir, "deny-foreign-writes", "w")}
if ($sekisho_probe) {
  return 200 "sekisho-probe pid=$pid site=$sekisho_site modes=$sekisho_modes geo=$sekisho_geo_version networks=$sekisho_networks_version paths=$sekisho_paths_version passes=$sekisho_passes_version foreign-write=$sekisho_foreign_write foreign-read=$sekisho_foreign_read write=$sekisho_home_write\\n";
}
if ($sekisho_refusal) {
  set $sekisho_refused $sekisho_refusal;
  rewrite ^ /.sekisho/refused last;
}
# A page of our own for our own refusals: a 403 of the site keeps the site's page.
location = /.sekisho/refused {
  internal;
  error_page 403 /.sekisho/page;
  return 403;
}
location = /.sekisho/page {
  internal;
  satisfy any;
  allow all;
  root ${dir};
  types { }
  default_type text/html;
  charset utf-8;
  etag off;
  add_header Cache-Control no-store always;
${logs.map((line) => `  ${line}\n`).join("")}  try_files /on/$sekisho_site.$sekisho_refused /page.html =403;
}
`;

const overrideHeader = (name: string): string => `fastcgi_param HTTP_${name.toUpperCase()} $http_${name} if_not_empty;`;

const phpConf = (dir: string): string => `# Sekisho: in each location that passes to PHP, after its fastcgi_param lines.
# Catches a script that is reached by a rewrite, an alias or a named location; server.conf has seen the address that was asked alone.
if ($sekisho_denied_run) {
  set $sekisho_refused deny-path;
  rewrite ^ /.sekisho/refused last;
}
# Of a name that is given twice PHP takes the last: where even the rewrite phase is over (try_files), it is told a file that is not there.
fastcgi_param SCRIPT_FILENAME $sekisho_run_instead if_not_empty;
# nginx before 1.23 looks at the first of several headers of one name, PHP at the last: PHP gets the one that was looked at.
${["x_http_method_override", "x_http_method", "x_method_override"].map(overrideHeader).join("\n")}
# ${dir}/nothing is never made.
`;

const sitesConf = ({ sites }: NginxConfig): string => {
  const names = sites.flatMap(({ domain, aliases }) => [...new Set([domain, ...aliases])].map((name) => `  ${siteKey(name)} ${domain};\n`));
  return `# Sekisho: which site a server block serves: by its own first name; where that is none of these, by the name that was asked for.
map $host $sekisho_site_asked {
  default "";
${names.join("")}}
map $server_name $sekisho_site {
  default $sekisho_site_asked;
${names.join("")}}
`;
};

/**
 * `server.conf` for server blocks whose refusals are counted: with the log lines that hold for the block, which a line of ours in a location would
 * else replace, and ours. Blocks with the same lines share a file. Nothing but what the guard refuses is ever logged by it.
 */
export const countingServerFile = ({ dir, refusedLog }: Pick<NginxConfig, "dir" | "refusedLog">, logs: readonly string[]): PlannedFile => {
  const lines = [...logs, `access_log ${refusedLog} sekisho_refused if=$sekisho_counted;`];
  const key = createHash("sha256").update(lines.join("\n")).digest("hex").slice(0, 12);
  return { path: `${dir}/server-${key}.conf`, text: serverConf(dir, lines) };
};

/**
 * What `sekisho setup` lays out for one nginx: pure text. Throws OperationError `config-wrong`. Staged with the same journal as the
 * enforcer's own changes, which else would take the files for somebody else's.
 */
export const nginxSetUp = (config: NginxConfig): NginxSetUp => {
  checkNginxConfig(config);
  const { dir, stateDir, operator } = config;
  const file = (name: string, text: string): PlannedFile => ({ path: `${dir}/${name}`, text });
  return {
    folders: [dir, `${dir}/on`, stateDir],
    files: [
      file("http.conf", httpConf(dir)),
      file("server.conf", serverConf(dir, [])),
      file("php.conf", phpConf(dir)),
      file("sites.conf", sitesConf(config)),
      passesFile(config),
      file("geo.conf", emptyGeoFile),
      file("page.html", refusedPage(operator, null, [])),
      networksFile(dir, []),
      pathsFile(config, []),
    ],
    includes: [
      { line: `include ${dir}/http.conf;`, where: "http { }, before the server blocks" },
      {
        line: `include ${dir}/server.conf;`,
        where:
          "first in each server { } that serves a site, before any rewrite, return or if; the block's first server_name must be one of the site's",
      },
      { line: `include ${dir}/php.conf;`, where: "each location that has fastcgi_pass, after its fastcgi_param lines" },
    ],
  };
};
