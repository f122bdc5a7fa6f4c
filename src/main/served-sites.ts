import type { CrawlerNetwork } from "../agent/crawlers/crawler-book.ts";
import { type Pass, passesOf } from "../agent/crawlers/passes-of.ts";
import type { Config } from "../config.ts";
import { addressOf } from "./desk-books.ts";
import { senderOf } from "./desk-contacts.ts";

type Account = Config["accounts"][number];
type WebServer = "apache" | "nginx";

/** A site of one server program, with whose it is. */
export interface ServedSite {
  readonly account: Account;
  readonly site: Account["sites"][number];
}

/** Accounts of the machine that this config's enforcer works on: an account of another host is none of them. */
export const accountsHere = ({ accounts, enforcer: { server } }: Config): readonly Account[] =>
  accounts.filter(({ host }) => host === undefined || server === undefined || host === server);

const sitesWhere = (config: Config, isWanted: (site: Account["sites"][number]) => boolean): readonly ServedSite[] =>
  accountsHere(config).flatMap((account) => account.sites.filter(isWanted).map((site) => ({ account, site })));

/** Sites with a guard in the server's own configuration. */
export const servedSites = (config: Config, server: WebServer): readonly ServedSite[] =>
  sitesWhere(config, (site) => site.server === server && site.guard !== "htaccess");

/** Sites of Apache whose virtual hosts are not ours to change. */
export const advisorySites = (config: Config): readonly ServedSite[] =>
  sitesWhere(config, ({ server, guard }) => server === "apache" && guard === "htaccess");

/** Whom no measure against visitors meets on these sites: exceptions, crawlers by their networks, owners on their own sites. */
export const passesFor = (
  { exceptions }: Pick<Config, "exceptions">,
  served: readonly ServedSite[],
  crawlers: readonly CrawlerNetwork[],
): readonly Pass[] => {
  const accounts = [...new Set(served.map(({ account }) => account))].map((account) => ({
    ...account,
    sites: served.filter((one) => one.account === account).map(({ site }) => site),
  }));
  return passesOf({ exceptions, accounts }, crawlers);
};

/** The same without crawlers: they write nothing, and a list that is read with each request has to be short. */
export const namedPassesFor = (config: Config, served: readonly ServedSite[]): readonly Pass[] => passesFor(config, served, []);

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
