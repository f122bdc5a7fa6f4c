import { join } from "node:path";
import type { Pass } from "../agent/crawlers/passes-of.ts";
import type { ApacheConfig } from "../catalog/index.ts";
import type { Config } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";
import { refusedLogOf } from "./refusals-of.ts";
import { operatorOf, placeOf, servedSites, usualPlaces } from "./served-sites.ts";

/** Debian's own commands. */
const usual = { test: ["apache2ctl", "-t"], reload: ["apache2ctl", "graceful"] } as const;

/**
 * What the config says for the plug of Apache; null where it names none. `passes`: whom it lets through whatever is in force. Throws
 * `config-wrong` for a site without a root.
 */
export const apacheConfigOf = (config: Config, passes: readonly Pass[]): ApacheConfig | null => {
  const { apache } = config.servers;
  if (apache === undefined) return null;
  const served = servedSites(config, "apache");
  return {
    includeDir: apache.includeDir.absolute,
    stateDir: join(config.enforcer.stateDir.absolute, "apache"),
    sites: served.map(({ site: { domain, root, ...site } }) => {
      if (root === undefined) throw new OperationError("config-wrong", `the site ${domain}: root is missing; Apache's guard needs it`);
      const place = placeOf({ domain, ...site });
      return { domain, root: root.absolute, ...(place === null ? {} : { endpoints: [place] }) };
    }),
    passes,
    operator: operatorOf(config),
    endpoints: usualPlaces,
    refusedLog: refusedLogOf(apache, "/var/log/apache2/sekisho-refused.log"),
    test: apache.test ?? usual.test,
    reload: apache.reload ?? usual.reload,
  };
};
