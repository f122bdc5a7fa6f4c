import { join } from "node:path";
import type { createPostfix } from "../catalog/index.ts";
import type { Config } from "../config.ts";

type PostfixConfig = Parameters<typeof createPostfix>[0];

/** Where this machine's Postfix and our files for it lie; desk and enforcer process read the same of it. Null where the config names none. */
export const postfixPlaces = ({ servers: { postfix }, enforcer, stateDir, accounts }: Config): PostfixConfig | null => {
  if (postfix === undefined) return null;
  const queueDir = postfix.queueDir.absolute;
  const isHere = ({ host }: Config["accounts"][number]): boolean =>
    host === undefined || enforcer.server === undefined || host === enforcer.server;
  return {
    dir: join(postfix.configDir.absolute, "sekisho"),
    stateDir: join(enforcer.stateDir.absolute, "postfix"),
    queueDir,
    accounts: accounts.filter(isHere).map(({ name, uid, sites }) => ({
      ...{ name, uid },
      domains: sites.flatMap(({ domain, aliases }) => [domain, ...aliases]),
    })),
    policy: {
      socket: postfix.policySocket?.absolute ?? join(queueDir, "sekisho/policy"),
      ledgerDir: join(stateDir.absolute, "postfix"),
    },
  };
};
