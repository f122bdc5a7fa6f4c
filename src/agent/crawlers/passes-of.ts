import type { CrawlerNetwork } from "./crawler-book.ts";

/** Whom measures against visitors from abroad and against writes let through, resolved to networks: what the enforcers' configs take. */
export interface Pass {
  readonly name: string;
  readonly cidr: string;
  /** Domains, or `*` alone. */
  readonly sites: readonly string[];
}

/** The parts of the config that say who passes. */
export interface PassConfig {
  readonly exceptions: readonly {
    readonly name: string;
    readonly cidr?: string | undefined;
    readonly crawler?: string | undefined;
    readonly sites: readonly string[];
  }[];
  readonly accounts: readonly {
    readonly name: string;
    readonly owner?: { readonly addresses: readonly string[] } | undefined;
    readonly sites: readonly { readonly domain: string; readonly aliases: readonly string[] }[];
  }[];
}

const domainsByName = ({ accounts }: PassConfig): ReadonlyMap<string, string> =>
  new Map(
    accounts.flatMap(({ sites }) =>
      sites.flatMap(({ domain, aliases }) => [domain, `www.${domain}`, ...aliases].map((name): [string, string] => [name, domain])),
    ),
  );

/** A site that no account has is none of the enforcers'. */
const sitesOf = (sites: readonly string[], domains: ReadonlyMap<string, string>): readonly string[] =>
  sites.includes("*") ? ["*"] : [...new Set(sites.flatMap((name) => domains.get(name.toLowerCase()) ?? []))].sort();

/**
 * The passes of a config: exceptions by network, crawlers as far as they are verified or publish their ranges, and owners on their own sites. A crawler of
 * which nothing is known yet passes nowhere. Pure; the same networks give the same list.
 */
export const passesOf = (config: PassConfig, crawlers: readonly CrawlerNetwork[]): readonly Pass[] => {
  const domains = domainsByName(config);
  const excepted = config.exceptions.flatMap(({ name, cidr, crawler, sites: named }): readonly Pass[] => {
    const sites = sitesOf(named, domains);
    if (cidr !== undefined) return [{ name, cidr, sites }];
    return crawlers.filter((one) => one.crawler === crawler).map((one) => ({ name, cidr: one.cidr, sites }));
  });
  const owners = config.accounts.flatMap(({ name, owner, sites }): readonly Pass[] =>
    (owner?.addresses ?? []).map((cidr) => ({ name: `owner of ${name}`, cidr, sites: sites.map(({ domain }) => domain).sort() })),
  );
  const passes = [...excepted, ...owners].filter(({ sites }) => sites.length > 0);
  return [...new Map(passes.map((pass) => [JSON.stringify(pass), pass])).values()];
};
