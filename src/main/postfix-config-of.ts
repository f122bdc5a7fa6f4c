import { join } from "node:path";
import type { PostfixConfig } from "../catalog/index.ts";
import type { Config } from "../config.ts";
import { accountsHere } from "./served-sites.ts";

/** Postfix' own default; `postconf -h queue_directory` says what a host made of it. */
const usualQueueDir = "/var/spool/postfix";

/** What the config says for the plug of Postfix; null where it names none. Pure. */
export const postfixConfigOf = (config: Config, queueDir: string = usualQueueDir): PostfixConfig | null => {
  const { postfix } = config.servers;
  if (postfix === undefined) return null;
  return {
    dir: join(postfix.configDir.absolute, "sekisho"),
    stateDir: join(config.enforcer.stateDir.absolute, "postfix"),
    queueDir,
    accounts: accountsHere(config).map(({ name, uid, sites }) => ({
      ...{ name, uid },
      domains: sites.flatMap(({ domain, aliases }) => [domain, ...aliases]),
    })),
    policy: { socket: join(queueDir, "sekisho", "policy"), ledgerDir: join(config.stateDir.absolute, "policy") },
  };
};
