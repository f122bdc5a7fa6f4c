import type { Account, Site } from "../domain/account.ts";
import { createRecentMap } from "../kit/recent-map.ts";
import type { Directory, KnownAccount, KnownSite } from "./directory.ts";

const filesKept = 1_024;

/** Tells whose site a script's file is: by the longest told root above it, else the account's only site. Remembers what it looked up. */
export const createFileSites = (directory: Directory): ((file: string, account: Account) => Site | null) => {
  const byFile = createRecentMap<string, { readonly site: KnownSite | null }>(filesKept);
  const told = (file: string): KnownSite | null => {
    const known = byFile.get(file);
    if (known !== undefined) return known.site;
    const site = directory.siteOfPath(file);
    byFile.set(file, { site });
    return site;
  };
  return (file, account) => {
    const site = told(file);
    if (site !== null) return site;
    const { sites } = account as KnownAccount;
    const [only] = sites;
    // A told root that the file does not lie under says that it is not the site's.
    return sites.length === 1 && only !== undefined && only.root === null ? only : null;
  };
};
