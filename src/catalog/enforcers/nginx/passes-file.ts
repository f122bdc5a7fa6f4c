import type { PlannedFile } from "../../../ports/enforcer.ts";
import type { NginxConfig } from "./nginx-config.ts";
import { versioned } from "./plan-files.ts";
import { siteKey } from "./site-key.ts";

const geoBlock = (variable: string, cidrs: readonly string[]): string =>
  `geo ${variable} {\n  default 0;\n${[...new Set(cidrs)].map((cidr) => `  ${cidr} 1;\n`).join("")}}\n`;

const passEntries = ({ sites, passes }: NginxConfig): string => {
  const own = sites
    .map(({ domain }) => ({ domain, cidrs: passes.filter((pass) => pass.sites.includes(domain)).map(({ cidr }) => cidr) }))
    .filter(({ cidrs }) => cidrs.length > 0);
  const all = passes.filter((pass) => pass.sites.includes("*")).map(({ cidr }) => cidr);
  return `${geoBlock("$sekisho_pass_all", all)}${own.map(({ cidrs }, at) => geoBlock(`$sekisho_pass_${at}`, cidrs)).join("")}map $sekisho_site $sekisho_pass_own {
  default 0;
${own.map(({ domain }, at) => `  ${siteKey(domain)} $sekisho_pass_${at};\n`).join("")}}
map "$sekisho_pass_all$sekisho_pass_own" $sekisho_pass { default 1; 00 0; }
`;
};

/** Whom no measure but `deny-path` stops. */
export const passesFile = (config: NginxConfig): PlannedFile => ({
  path: `${config.dir}/passes.conf`,
  text: versioned("networks that no measure but deny-path stops", passEntries(config), "$sekisho_passes_version"),
});
