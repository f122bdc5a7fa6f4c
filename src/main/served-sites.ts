import type { Config } from "../config.ts";
import { addressOf } from "./desk-books.ts";
import { senderOf } from "./desk-contacts.ts";

type Account = Config["accounts"][number];
type WebServer = "apache" | "nginx";

/** A site of one server program, with whose it is. */
interface ServedSite {
  readonly account: Account;
  readonly site: Account["sites"][number];
}

/** Whom no measure against visitors meets, as every plug of a web server takes it. */
interface SitePass {
  readonly name: string;
  readonly cidr: string;
  readonly sites: readonly string[];
}

/** Accounts of the machine that this config's enforcer works on: an account of another host is none of them. */
export const accountsHere = ({ accounts, enforcer: { server } }: Config): readonly Account[] =>
  accounts.filter(({ host }) => host === undefined || server === undefined || host === server);

export const servedSites = (config: Config, server: WebServer): readonly ServedSite[] =>
  accountsHere(config).flatMap((account) => account.sites.filter((site) => site.server === server).map((site) => ({ account, site })));

/**
 * The exceptions that are networks, and each owner's own addresses for the owner's sites. A crawler is known by its name alone until somebody has
 * resolved it, and is none of these.
 */
export const passesOf = ({ exceptions }: Config, served: readonly ServedSite[]): readonly SitePass[] => {
  const domainsOf = (names: readonly string[]): readonly string[] =>
    served.filter(({ site }) => [site.domain, ...site.aliases].some((name) => names.includes(name))).map(({ site }) => site.domain);
  const named = exceptions.flatMap(({ name, cidr, sites }): SitePass[] =>
    cidr === undefined ? [] : [{ name, cidr, sites: sites.includes("*") ? ["*"] : domainsOf(sites) }],
  );
  const owners = [...new Set(served.map(({ account }) => account))].flatMap((account): SitePass[] =>
    (account.owner?.addresses ?? []).map((cidr) => ({
      ...{ name: `owner of ${account.name}`, cidr },
      sites: served.filter((one) => one.account === account).map(({ site }) => site.domain),
    })),
  );
  return [...named, ...owners].filter(({ sites }) => sites.length > 0);
};

/** Where a web server is asked. */
interface ServedAt {
  readonly address: string;
  readonly port: number;
  readonly isTls: boolean;
}

const tlsPort = 443;

/** Where the sites answer that name no address of their own. */
export const usualPlaces: readonly ServedAt[] = [
  { address: "127.0.0.1", port: 80, isTls: false },
  { address: "127.0.0.1", port: tlsPort, isTls: true },
];

/** Where a site says that it answers; null where it says nothing. */
export const placeOf = ({ address }: ServedSite["site"]): ServedAt | null => {
  if (address === undefined) return null;
  const { host, port } = addressOf(address);
  return { address: host, port, isTls: port === tlsPort };
};

/** Whom a refused visitor is told to ask. */
export const operatorOf = ({ operator, enforcer, smtp }: Config): { readonly name: string; readonly contact: string } => {
  const contact = operator?.contact ?? operator?.url ?? (smtp === undefined ? undefined : senderOf(smtp.from).address);
  return { name: operator?.name ?? enforcer.server ?? "サーバー管理者", contact: contact ?? "サーバー管理者" };
};
