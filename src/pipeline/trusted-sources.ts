import type { Site } from "../domain/account.ts";
import { parseAddress } from "../kit/ip-address.ts";
import { createRangeSet, type RangeSet } from "../kit/ip-range.ts";
import type { KnownSource } from "./known-source.ts";
import type { ScanAccount, ScanException } from "./scan-request.ts";

/** Sources that the operator vouches for: named exceptions and the owners' own addresses. They are never suspects. */
export interface TrustedSources {
  /** False when nobody is vouched for at all. */
  readonly hasAny: boolean;
  readonly isTrusted: (source: KnownSource, site: Site) => boolean;
}

const toCidr = (text: string): string => (text.includes("/") ? text : text.includes(":") ? `${text}/128` : `${text}/32`);

/** Domain of each site by its other names, which an exception may use: its aliases, and the domain with `www.`. */
const domainsByName = (accounts: readonly ScanAccount[]): ReadonlyMap<string, string> =>
  new Map(
    accounts.flatMap(({ sites }) =>
      sites.flatMap(({ domain, aliases }) => [`www.${domain}`, ...aliases].map((name): [string, string] => [name.toLowerCase(), domain])),
    ),
  );

/** Exceptions by crawler name need a verified reverse name, which an offline scan cannot get: they are left out here. */
export const createTrustedSources = (exceptions: readonly ScanException[], accounts: readonly ScanAccount[]): TrustedSources => {
  const everywhere: string[] = [];
  const bySite = new Map<string, string[]>();
  const domainOf = domainsByName(accounts);
  const add = (domain: string, cidr: string): void => {
    if (domain === "*") everywhere.push(toCidr(cidr));
    else bySite.set(domain, [...(bySite.get(domain) ?? []), toCidr(cidr)]);
  };
  for (const { cidr, sites } of exceptions)
    if (cidr !== undefined) for (const site of sites) add(domainOf.get(site.toLowerCase()) ?? site.toLowerCase(), cidr);
  for (const { ownAddresses, sites } of accounts) for (const cidr of ownAddresses) for (const { domain } of sites) add(domain, cidr);
  if (everywhere.length === 0 && bySite.size === 0) return { hasAny: false, isTrusted: () => false };
  const common = createRangeSet(everywhere);
  const sets = new Map<string, RangeSet>([...bySite].map(([domain, cidrs]) => [domain, createRangeSet(cidrs)]));
  const work = ({ address }: KnownSource, { domain }: Site): boolean => {
    const parsed = parseAddress(address);
    return parsed !== null && (common.contains(parsed) || sets.get(domain)?.contains(parsed) === true);
  };
  const isTrusted = (source: KnownSource, site: Site): boolean => {
    if (source.trustedSiteId !== site.id) {
      source.trustedSiteId = site.id;
      source.isTrusted = work(source, site);
    }
    return source.isTrusted;
  };
  return { hasAny: true, isTrusted };
};
