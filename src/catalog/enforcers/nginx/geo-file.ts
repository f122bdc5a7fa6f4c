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

/** The version that the text of a geo.conf names. */
export const geoVersionIn = (text: string): string => /_version \{ default "([0-9a-z]+)"; \}/.exec(text)?.[1] ?? "";

/** One block: value 1 = its addresses are not from abroad (home, or unknown). The longest prefix counts. */
export interface HomeBlock {
  readonly cidr: string;
  readonly value: 0 | 1;
}

const halves: Readonly<Record<string, readonly string[]>> = {
  "0.0.0.0/0": ["0.0.0.0/1", "128.0.0.0/1"],
  "::/0": ["::/1", "8000::/1"],
};

/** nginx takes its `default` for a block that covers everything, and would warn of a second one at each test of its configuration. */
const belowDefault = (blocks: readonly HomeBlock[]): readonly HomeBlock[] => {
  const named = new Set(blocks.map(({ cidr }) => cidr));
  return blocks.flatMap((block) => {
    const parts = halves[block.cidr];
    if (parts === undefined) return [block];
    return block.value === 1 ? [] : parts.filter((cidr) => !named.has(cidr)).map((cidr) => ({ cidr, value: block.value }));
  });
};

/** The whole geo.conf for nginx, with its digest as the version that a running worker can be asked for. An address in no block is unknown. */
export const nginxGeoFile = (blocks: readonly HomeBlock[]): string => {
  const lines = belowDefault(blocks)
    .map(({ cidr, value }) => `  ${cidr} ${value};\n`)
    .join("");
  return fileOf("1", lines, version(lines));
};
