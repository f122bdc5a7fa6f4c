import type { Config } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";
import { foreignRanges } from "../geo/foreign-ranges.ts";
import { homeBlocks } from "../geo/home-blocks.ts";
import type { GeoOptions } from "../geo/open-geo.ts";

/** Who is from abroad, in the forms that servers look it up in; made when asked for, which takes seconds. */
export interface GeoForServers {
  readonly foreign: () => ReturnType<typeof foreignRanges>;
  readonly home: () => ReturnType<typeof homeBlocks>;
}

/** As a scan with this config places addresses: same databases, overrides and proxies. */
export const geoForServers = ({ geo, home, trustedProxies }: Config): GeoForServers => {
  if (home === undefined) throw new OperationError("config-wrong", "home: missing; who is from abroad is not known without it");
  const options: GeoOptions = {
    databases: geo.databases.flat().map(({ absolute }) => absolute),
    overrides: geo.overrides,
    ...{ home, trustedProxies, cacheDir: null },
  };
  return { foreign: () => foreignRanges(options), home: () => homeBlocks(options) };
};
