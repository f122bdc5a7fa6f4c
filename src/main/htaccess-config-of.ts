import { join } from "node:path";
import type { HtaccessConfig } from "../catalog/index.ts";
import type { Config } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";
import { groupOf } from "./group-of.ts";
import { advisorySites, namedPassesFor, placeOf, usualPlaces } from "./served-sites.ts";

/**
 * What the config says for the plug of `.htaccess`; null where no site asks for it. Throws `config-wrong` for a site without a root, or of an account
 * that is root's.
 */
export const htaccessConfigOf = (config: Config): HtaccessConfig | null => {
  const served = advisorySites(config);
  if (served.length === 0) return null;
  return {
    stateDir: join(config.enforcer.stateDir.absolute, "htaccess"),
    sites: served.map(({ account: { uid }, site: { domain, root, ...site } }) => {
      if (root === undefined) throw new OperationError("config-wrong", `the site ${domain}: root is missing; its .htaccess lies there`);
      if (uid === 0) throw new OperationError("config-wrong", `the site ${domain}: its account is root; nothing is written as root there`);
      const place = placeOf({ domain, ...site });
      return { domain, root: root.absolute, uid, gid: groupOf(uid), ...(place === null ? {} : { endpoints: [place] }) };
    }),
    passes: namedPassesFor(config, served),
    endpoints: usualPlaces,
    otherRoots: config.accounts.flatMap(({ sites }) => sites.flatMap(({ root }) => (root === undefined ? [] : [root.absolute]))),
  };
};
