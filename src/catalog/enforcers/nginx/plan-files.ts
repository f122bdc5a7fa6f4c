import { createHash } from "node:crypto";
import type { PlannedFile } from "../../../ports/enforcer.ts";
import { type DeniedTarget, nginxMeasures } from "./denied-target.ts";
import type { NginxConfig } from "./nginx-config.ts";
import { refusedPage } from "./refused-page.ts";
import { siteKey } from "./site-key.ts";

/** What a running worker says it has loaded, when it has loaded this text. */
const versionOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)].toSorted();

const networkEntries = (denied: readonly DeniedTarget[]): string => {
  const sites = unique(denied.filter(({ measure }) => measure === "deny-network").map(({ site }) => site));
  const blocks = sites.map((site, at) => {
    const cidrs = unique(denied.filter((one) => one.site === site).flatMap((one) => one.cidrs));
    return `geo $sekisho_network_${at} {\n  default 0;\n${cidrs.map((cidr) => `  ${cidr} 1;\n`).join("")}}\n`;
  });
  const names = sites.map((site, at) => `  ${siteKey(site)} $sekisho_network_${at};\n`);
  return `${blocks.join("")}map $sekisho_site $sekisho_network {\n  default 0;\n${names.join("")}}\n`;
};

/** A file of lists of which a running worker can say which it has loaded. */
export const versioned = (about: string, text: string, variable: string): string =>
  `# Sekisho: ${about}. A change needs a reload.\n${text}map "" ${variable} { default "${versionOf(text)}"; }\n`;

export const networksFile = (dir: string, denied: readonly DeniedTarget[]): PlannedFile => ({
  path: `${dir}/networks.conf`,
  text: versioned("networks that a site is closed to", networkEntries(denied), "$sekisho_networks_version"),
});

/** Every byte that means anything to a pattern or to nginx's own grammar is written as a number. Slashes may be doubled. */
const patternOf = (path: string): string =>
  [...Buffer.from(path)]
    .map((byte) => {
      const sign = String.fromCharCode(byte);
      if (sign === "/") return "/+";
      return /[A-Za-z0-9_-]/.test(sign) ? sign : `\\x${byte.toString(16).padStart(2, "0")}`;
    })
    .join("");

/** PHP takes a path that goes on after a script's name for that script, with the rest as path-info. */
const entry = (pattern: string): string => `  "~^${pattern}(?:/|\\z)" 1;\n`;

const pathEntries = ({ sites }: NginxConfig, denied: readonly DeniedTarget[]): string => {
  const paths = denied.flatMap(({ site, path }) => (path === null ? [] : [{ site, path }]));
  // nginx resolves dots in an address; where some are left, a rewrite of the site's own brought them in, and the disk would resolve them.
  const byName = unique([
    ...paths.map(({ site, path }) => entry(`${patternOf(site)}:${patternOf(path)}`)),
    ...paths.map(({ site }) => `  "~^${patternOf(site)}:.*?/\\.\\.?/" 1;\n`),
  ]).join("");
  const files = paths.flatMap(({ site, path }) => {
    const root = sites.find(({ domain }) => domain === site)?.root?.replace(/\/+$/, "") ?? null;
    return root === null ? [] : [entry(patternOf(`${root}${path}`))];
  });
  const map = (key: string, variable: string, lines: string): string =>
    `map "${key}" ${variable} {\n  volatile;\n  default 0;\n${lines}}\n`;
  return [
    map("$sekisho_site:$uri", "$sekisho_path", byName),
    map("$sekisho_site:$fastcgi_script_name", "$sekisho_path_run", byName),
    map("$request_filename", "$sekisho_file", unique(files).join("")),
  ].join("");
};

export const pathsFile = (config: NginxConfig, denied: readonly DeniedTarget[]): PlannedFile => ({
  path: `${config.dir}/paths.conf`,
  text: versioned("scripts that are closed to everyone", pathEntries(config, denied), "$sekisho_paths_version"),
});

const pagesOf = ({ dir, operator }: NginxConfig, denied: readonly DeniedTarget[]): readonly PlannedFile[] =>
  nginxMeasures.flatMap((measure) => {
    const ours = denied.filter((one) => one.measure === measure);
    return unique(ours.map(({ site }) => site)).map((site) => {
      const cases = unique(ours.filter((one) => one.site === site).map(({ caseId }) => caseId));
      return { path: `${dir}/on/${site}.${measure}`, text: refusedPage(operator, measure, cases) };
    });
  });

/**
 * Every file that depends on what is in force. `on/SITE.MEASURE` is the switch of a measure and the page of whom it refuses: nginx looks for
 * it at each request. Networks and scripts stand in its configuration.
 */
export const planFiles = (config: NginxConfig, denied: readonly DeniedTarget[]): readonly PlannedFile[] => [
  ...pagesOf(config, denied),
  networksFile(config.dir, denied),
  pathsFile(config, denied),
];
