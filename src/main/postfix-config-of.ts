import { join } from "node:path";
import type { PostfixConfig } from "../catalog/index.ts";
import type { Config } from "../config.ts";
import { accountsHere } from "./served-sites.ts";

/**
 * Where this machine's Postfix and our files for it lie, for set-up, the enforcer process and the policy server alike; null where the config
 * names none. Pure. `queueDir`: as Postfix itself says it, where it was asked.
 */
export const postfixConfigOf = (config: Config, queueDir: string | null = null): PostfixConfig | null => {
  const { postfix } = config.servers;
  if (postfix === undefined) return null;
  const queue = queueDir ?? postfix.queueDir.absolute;
  return {
    dir: join(postfix.configDir.absolute, "sekisho"),
    stateDir: join(config.enforcer.stateDir.absolute, "postfix"),
    queueDir: queue,
    accounts: accountsHere(config).map(({ name, uid, sites }) => ({
      ...{ name, uid },
      domains: sites.flatMap(({ domain, aliases }) => [domain, ...aliases]),
    })),
    policy: {
      socket: postfix.policySocket?.absolute ?? join(queue, "sekisho/policy"),
      ledgerDir: join(config.stateDir.absolute, "postfix"),
    },
  };
};
