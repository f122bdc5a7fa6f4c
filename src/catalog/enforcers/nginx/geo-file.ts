import { createHash } from "node:crypto";

const version = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

const fileOf = (base: string, lines: string, name: string): string => `# Sekisho: who is not from abroad. A change needs a reload.
geo $sekisho_home {
  default ${base};
${lines}}
map "" $sekisho_geo_version { default "${name}"; }
`;

/** Before there is data nobody is from abroad, and the probe says so. */
export const emptyGeoFile = fileOf("1", "", "none");

/** One block: value 1 = its addresses are not from abroad (home, or unknown). The longest prefix counts. */
export interface HomeBlock {
  readonly cidr: string;
  readonly value: 0 | 1;
}

/** The whole geo.conf for nginx, with its digest as the version that a running worker can be asked for. An address in no block is unknown. */
export const nginxGeoFile = (blocks: readonly HomeBlock[]): string => {
  const lines = blocks.map(({ cidr, value }) => `  ${cidr} ${value};\n`).join("");
  return fileOf("1", lines, version(lines));
};
