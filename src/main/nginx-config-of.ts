import { join } from "node:path";
import type { Pass } from "../agent/crawlers/passes-of.ts";
import type { NginxConfig } from "../catalog/index.ts";
import type { Config } from "../config.ts";
import { refusedLogOf } from "./refusals-of.ts";
import { operatorOf, placeOf, servedSites, usualPlaces } from "./served-sites.ts";

/** Debian's own commands. */
const usual = { test: ["nginx", "-q", "-t"], reload: ["nginx", "-q", "-s", "reload"] } as const;

type Listen = NginxConfig["listens"][number];

const asListen = ({ address, port, isTls }: (typeof usualPlaces)[number]): Listen => ({ address, port, tls: isTls });

/** What the config says for the plug of nginx; null where it names none. `passes`: whom it lets through whatever is in force. */
export const nginxConfigOf = (config: Config, passes: readonly Pass[]): NginxConfig | null => {
  const { nginx } = config.servers;
  if (nginx === undefined) return null;
  const served = servedSites(config, "nginx");
  return {
    dir: nginx.includeDir.absolute,
    stateDir: join(config.enforcer.stateDir.absolute, "nginx"),
    sites: served.map(({ site }) => {
      const place = placeOf(site);
      const listens = place === null ? {} : { listens: [asListen(place)] };
      return { domain: site.domain, aliases: site.aliases, root: site.root?.absolute ?? null, ...listens };
    }),
    passes,
    listens: usualPlaces.map(asListen),
    operator: operatorOf(config),
    refusedLog: refusedLogOf(nginx, "/var/log/nginx/sekisho-refused.log"),
    test: nginx.test ?? usual.test,
    reload: nginx.reload ?? usual.reload,
  };
};
