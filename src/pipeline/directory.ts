import type { Account, Site } from "../domain/account.ts";

/** A site as the pipeline knows it: the owner may be told by the config or inferred later. */
export interface KnownSite extends Site {
  account: KnownAccount | null;
  /** True when the owner was concluded from the logs, not told. */
  inferred: boolean;
}

/** An account as the pipeline knows it; its name may fall back to `uid:N` when `from=` changes for one uid. */
export interface KnownAccount extends Account {
  name: string;
  readonly sites: KnownSite[];
  /** True when the config names it. */
  readonly told: boolean;
}

export interface ToldAccount {
  readonly name: string;
  readonly uid: number;
  readonly host: string | null;
  readonly sites: readonly { readonly domain: string; readonly aliases: readonly string[]; readonly root: string | null }[];
}

/** Who and what exists: sites by domain, accounts by (host, uid). Grows with what the logs name. */
export interface Directory {
  readonly sites: readonly KnownSite[];
  readonly accounts: readonly KnownAccount[];
  /** By domain, alias, or `www.` of a told domain; made without owner when unknown. Lower case, no port. */
  readonly siteOf: (domain: string) => KnownSite;
  /** The site of a log that names none; each log its own. Its domain is empty. */
  readonly unnamedSite: (log: string) => KnownSite;
  /** The site only if it is known already. */
  readonly findSite: (domain: string) => KnownSite | null;
  readonly accountOf: (host: string, uid: number, loginName: string) => KnownAccount;
  /** By login name, for servers that log the name and not the uid (Exim, sendmail). */
  readonly accountOfLogin: (host: string, loginName: string) => KnownAccount;
  /** The account whose site is the mailbox's domain; null when no site has it. */
  readonly accountOfMailbox: (mailbox: string) => KnownAccount | null;
  /** A told site that owns a file path (longest root wins). */
  readonly siteOfPath: (path: string) => KnownSite | null;
  /** Notes an owner that was concluded from the logs. */
  readonly concludeOwner: (site: KnownSite, account: KnownAccount) => void;
}

const createSites = () => {
  const sites: KnownSite[] = [];
  const byName = new Map<string, KnownSite>();
  const add = (domain: string, root: string | null): KnownSite => {
    const site: KnownSite = { id: sites.length, domain, account: null, root, inferred: false };
    sites.push(site);
    byName.set(domain, site);
    return site;
  };
  return { sites, byName, add };
};

/** Far more than one server holds. */
const sitesKept = 20_000;

/** The contract's form. A login name in a log may be the customer's own choice (`sendmail -f`). */
const isAccountName = (name: string): boolean => /^[a-z_][a-z0-9_-]{0,31}$/.test(name);

/** Without `host` in the config an account is found on whichever server logs its uid. */
const anyHost = "*";

export const createDirectory = (told: readonly ToldAccount[]): Directory => {
  const { sites, byName, add } = createSites();
  const unnamed = new Map<string, KnownSite>();
  const accounts: KnownAccount[] = [];
  const byUid = new Map<string, KnownAccount>();
  const byLogin = new Map<string, KnownAccount>();
  const byRoot = new Map<string, KnownSite>();

  const setOwner = (site: KnownSite, account: KnownAccount, inferred: boolean): void => {
    site.account = account;
    site.inferred = inferred;
    account.sites.push(site);
  };

  /** A server that answers to any name lets strangers invent sites: past the limit they share one. */
  const siteOf = (domain: string): KnownSite => byName.get(domain) ?? (sites.length < sitesKept ? add(domain, null) : unnamedSite("*"));

  const unnamedSite = (log: string): KnownSite => {
    const known = unnamed.get(log);
    if (known !== undefined) return known;
    const site: KnownSite = { id: sites.length, domain: "", account: null, root: null, inferred: false };
    sites.push(site);
    unnamed.set(log, site);
    return site;
  };

  for (const entry of told) {
    const account: KnownAccount = { name: entry.name, host: entry.host ?? "local", uid: entry.uid, sites: [], told: true };
    accounts.push(account);
    byUid.set(`${entry.host ?? anyHost} ${entry.uid}`, account);
    byLogin.set(`${entry.host ?? anyHost} ${entry.name}`, account);
    for (const { domain, aliases, root } of entry.sites) {
      const site = add(domain.toLowerCase(), root);
      if (root !== null) byRoot.set(root.replace(/\/+$/, ""), site);
      for (const alias of aliases) byName.set(alias.toLowerCase(), site);
      if (!byName.has(`www.${site.domain}`)) byName.set(`www.${site.domain}`, site);
      setOwner(site, account, false);
    }
  }

  /** The account that was found for a uid last: who is known is never forgotten, and most runs are about one server. */
  const foundLast = new Map<number, { readonly host: string; readonly account: KnownAccount }>();
  const findByUid = (host: string, uid: number): KnownAccount | undefined => {
    const last = foundLast.get(uid);
    if (last?.host === host) return last.account;
    const account = byUid.get(`${host} ${uid}`) ?? byUid.get(`${anyHost} ${uid}`);
    if (account !== undefined) foundLast.set(uid, { host, account });
    return account;
  };

  const accountOf = (host: string, uid: number, loginName: string): KnownAccount => {
    const known = findByUid(host, uid);
    if (known === undefined) {
      const name = isAccountName(loginName) ? loginName : `uid:${uid}`;
      const made: KnownAccount = { name, host, uid, sites: [], told: false };
      accounts.push(made);
      byUid.set(`${host} ${uid}`, made);
      return made;
    }
    if (!known.told && loginName !== "" && known.name !== loginName) known.name = `uid:${uid}`;
    return known;
  };

  const accountOfLogin = (host: string, loginName: string): KnownAccount => {
    const known = byLogin.get(`${host} ${loginName}`) ?? byLogin.get(`${anyHost} ${loginName}`);
    if (known !== undefined) return known;
    const made: KnownAccount = { name: loginName, host, uid: null, sites: [], told: false };
    accounts.push(made);
    byLogin.set(`${host} ${loginName}`, made);
    return made;
  };

  const accountOfMailbox = (mailbox: string): KnownAccount | null => {
    const site = byName.get(mailbox.slice(mailbox.lastIndexOf("@") + 1));
    return site?.account ?? null;
  };

  const siteOfPath = (path: string): KnownSite | null => {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const site = byRoot.get(path.slice(0, end));
      if (site !== undefined) return site;
    }
    return null;
  };

  return {
    sites,
    accounts,
    siteOf,
    unnamedSite,
    findSite: (domain) => byName.get(domain) ?? null,
    accountOf,
    accountOfLogin,
    accountOfMailbox,
    siteOfPath,
    concludeOwner: (site, account) => setOwner(site, account, true),
  };
};
