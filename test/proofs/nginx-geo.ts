import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundledCountryFiles } from "../../src/geo/geo-files.ts";
import { homeBlocks } from "../../src/geo/home-blocks.ts";
import { loadGeoIndex } from "../../src/geo/load-index.ts";
import { openGeo } from "../../src/geo/open-geo.ts";
import { defaultGeoLimits } from "../../src/geo/plausibility.ts";
import { formatIpv4, formatIpv6 } from "../../src/kit/ip-address.ts";

/** The bundled data as a web server gets it, and addresses to try it with. */
export const openBundled = () => {
  const cacheDir = mkdtempSync(join(tmpdir(), "sekisho-geo-"));
  const options = {
    ...{ databases: [], home: "JP", cacheDir, networkFiles: [], trustedProxies: ["45.0.0.0/24"] },
    overrides: [{ cidr: "203.0.113.0/24", country: "US" }],
  };
  try {
    const geo = openGeo(options);
    const { ipv4, ipv6 } = loadGeoIndex({ files: bundledCountryFiles(), cacheDir, limits: defaultGeoLimits }).index.countries;
    const piece = (random: (below: number) => number): readonly number[] => {
      const at = 4 * random(ipv6.values.length);
      return [...ipv6.keys.subarray(at, at + 4)];
    };
    return {
      ...{ geo, blocks: homeBlocks(options, geo) },
      /** Half of them IPv6, in pieces of the data; some on the borders. */
      address: (random: (below: number) => number): string => {
        const kind = random(8);
        if (kind < 3) return formatIpv4(random(2 ** 32));
        if (kind === 3) return formatIpv4(((ipv4.keys[random(ipv4.keys.length)] as number) - random(2)) >>> 0);
        const [a = 0, b = 0, c = 0, d = 0] = piece(random);
        return kind < 6 ? formatIpv6([a, b, c, d]) : formatIpv6([a, (b | random(2 ** 16)) >>> 0, random(2 ** 32), random(2 ** 32)]);
      },
    };
  } finally {
    rmSync(cacheDir, { recursive: true });
  }
};
