import { isAbsolute } from "node:path";
import { OperationError } from "../../../domain/operation-error.ts";
import { formatAddress } from "../../../kit/ip-address.ts";
import { readCidr } from "../../../kit/ip-range.ts";

/** Where the running server is asked. */
export interface HtaccessEndpoint {
  readonly address: string;
  readonly port: number;
  readonly isTls: boolean;
}

/** A site whose `.htaccess` may be written to, with whose rights. */
export interface HtaccessSite {
  readonly domain: string;
  /** Document root as in Apache's own configuration, no link on the way. */
  readonly root: string;
  readonly uid: number;
  readonly gid: number;
  /** Where it is asked; the enforcer's own places where left out. */
  readonly endpoints?: readonly HtaccessEndpoint[];
}

/** Whom no measure against writes meets. */
export interface HtaccessPass {
  readonly name: string;
  readonly cidr: string;
  /** Domains, or `*` alone. */
  readonly sites: readonly string[];
}

export interface HtaccessConfig {
  /** Folder of what only we read. */
  readonly stateDir: string;
  readonly sites: readonly HtaccessSite[];
  readonly passes: readonly HtaccessPass[];
  readonly endpoints: readonly HtaccessEndpoint[];
  /** Roots of all sites that the config names, whoever serves them: one within another is told apart. */
  readonly otherRoots: readonly string[];
}

/** Apache reads the whole block with each request: what stands in it has to be few. */
export const mostNetworks = 512;
/** An IPv6 network costs it as much as so many of IPv4. */
export const ipv6Weight = 8;

const domainPattern = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
/** What may stand in a condition without any quoting. */
const plainPath = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._@+,-]+)+$/;
const widestIpv4 = 8;
const widestIpv6 = 16;

const refuse = (field: string, value: string, wanted: string): never => {
  throw new OperationError("config-wrong", `${field}: ${JSON.stringify(value)} is not ${wanted}`);
};

/** A network in its one form, or what is wrong with it. */
export const plainNetwork = (cidr: string): { readonly network: string } | { readonly problem: string } => {
  const reading = readCidr(cidr);
  if (!reading.ok) return { problem: reading.reason };
  const { first, prefixBits } = reading.range;
  const widest = first.family === 4 ? widestIpv4 : widestIpv6;
  return prefixBits < widest ? { problem: `${cidr} is wider than /${widest}` } : { network: `${formatAddress(first)}/${prefixBits}` };
};

const isLoopback = (cidr: string): boolean => /^(?:127\.|::1(?:\/|$)|::ffff:127\.)/.test(cidr);

/** Throws OperationError `config-wrong` where something could not be written into a block as it is. */
export const checkConfig = (config: HtaccessConfig): HtaccessConfig => {
  if (!isAbsolute(config.stateDir)) refuse("stateDir", config.stateDir, "an absolute path");
  for (const { domain, root } of config.sites) {
    if (!domainPattern.test(domain)) refuse("sites[].domain", domain, "a domain in lower case (punycode)");
    if (!plainPath.test(root)) refuse(`root of ${domain}`, root, "an absolute path of plain characters, without a slash at its end");
  }
  for (const { name, cidr } of config.passes) {
    const read = plainNetwork(cidr);
    if ("problem" in read) refuse(`pass ${name}`, cidr, `a network that can pass (${read.problem})`);
    // A proxy that is handed a spoilt header leaves its own address: a pass for that would be one for everybody.
    if (isLoopback(cidr)) refuse(`pass ${name}`, cidr, "an address of a visitor");
  }
  return config;
};

/** Roots that lie within a site's own: Apache reads this site's block for them as well. */
export const rootsWithin = ({ otherRoots }: HtaccessConfig, root: string): readonly string[] =>
  [...new Set(otherRoots)].filter((one) => one.startsWith(`${root}/`) && plainPath.test(one)).sort();

/** Networks that pass on a site. */
export const passesOn = ({ passes }: HtaccessConfig, domain: string): readonly string[] => {
  const networks = passes
    .filter(({ sites }) => sites.includes("*") || sites.includes(domain))
    .flatMap(({ cidr }) => {
      const read = plainNetwork(cidr);
      return "network" in read ? [read.network] : [];
    });
  return [...new Set(networks)].sort();
};
