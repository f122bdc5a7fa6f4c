import { isAbsolute } from "node:path";
import { OperationError } from "../../../domain/operation-error.ts";
import { readCidr } from "../../../kit/ip-range.ts";

/** A site as Apache serves it. Its aliases need no mention: the guard stands in the site's own virtual hosts. */
export interface ApacheSite {
  readonly domain: string;
  /** Document root as in Apache's own configuration. */
  readonly root: string;
  /** Where it is asked; the enforcer's own places where left out. */
  readonly endpoints?: readonly ApacheEndpoint[];
}

/** Whom no measure against visitors from abroad or against writes meets. */
export interface ApachePass {
  readonly name: string;
  /** IPv4 from /8 on, IPv6 from /16 to /64, or one address. */
  readonly cidr: string;
  /** Domains, or `*` alone. */
  readonly sites: readonly string[];
}

/** Where the running server is asked. */
export interface ApacheEndpoint {
  readonly address: string;
  readonly port: number;
  readonly isTls: boolean;
}

export interface ApacheConfig {
  /** Folder of what Apache reads of ours, root's: `/etc/apache2/sekisho`. */
  readonly includeDir: string;
  /** Folder of what only we read. */
  readonly stateDir: string;
  readonly sites: readonly ApacheSite[];
  readonly passes: readonly ApachePass[];
  /** Shown on the page of refusal. */
  readonly operator: { readonly name: string; readonly contact: string };
  readonly endpoints: readonly ApacheEndpoint[];
  /** Where Apache notes what the guard refused, in a folder that is there; null: it does not. */
  readonly refusedLog: string | null;
  /** Commands that test and reload the configuration; needed at set-up only. */
  readonly test: readonly string[];
  readonly reload: readonly string[];
}

const domainPattern = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
/** What may stand in a configuration file of Apache and in a rewrite map without any quoting. */
const plainPath = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._@+,-]+)+$/;

const refuse = (field: string, value: string, wanted: string): never => {
  throw new OperationError("config-wrong", `${field}: ${JSON.stringify(value)} is not ${wanted}`);
};

/** Keys of IPv4 begin with a byte, those of IPv6 with a group; wider blocks would be hundreds of keys and are never meant. */
export const networkProblem = (cidr: string): string | null => {
  const reading = readCidr(cidr);
  if (!reading.ok) return reading.reason;
  const { first, prefixBits } = reading.range;
  if (first.family === 4) return prefixBits < 8 ? `${cidr} is wider than /8` : null;
  if (prefixBits < 16) return `${cidr} is wider than /16`;
  return prefixBits > 64 && prefixBits < 128 ? `${cidr}: IPv6 is told apart down to /64, or by single addresses` : null;
};

/** A proxy that hands on a spoilt forwarding header leaves its own address: a pass for it would be a pass for everybody. */
const isLoopback = (cidr: string): boolean => /^(?:127\.|::1(?:\/|$)|::ffff:127\.)/.test(cidr) || cidr === "0.0.0.0/0" || cidr === "::/0";

const checkPass = ({ cidr, sites }: ApachePass, at: number, domains: ReadonlySet<string>): void => {
  const problem = networkProblem(cidr);
  if (problem !== null) refuse(`passes[${at}].cidr`, cidr, `a network that can pass (${problem})`);
  if (isLoopback(cidr)) refuse(`passes[${at}].cidr`, cidr, "an address of a visitor");
  for (const site of sites) if (site !== "*" && !domains.has(site)) refuse(`passes[${at}].sites`, site, "a site of this server");
};

/** Throws OperationError `config-wrong` where something could not be written into Apache's files as it is. */
export const checkConfig = (config: ApacheConfig): ApacheConfig => {
  for (const field of ["includeDir", "stateDir"] as const)
    if (!isAbsolute(config[field]) || !plainPath.test(config[field])) refuse(field, config[field], "an absolute path of plain characters");
  const { refusedLog } = config;
  if (refusedLog !== null && !(plainPath.test(refusedLog) && /\/sekisho-[^/]+$/.test(refusedLog)))
    refuse("refusedLog", refusedLog, 'an absolute path of plain characters to a file whose name begins with "sekisho-"');
  for (const [at, { domain, root }] of config.sites.entries()) {
    if (!domainPattern.test(domain)) refuse(`sites[${at}].domain`, domain, "a domain in lower case (punycode)");
    if (!plainPath.test(root)) refuse(`sites[${at}].root`, root, "an absolute path of plain characters, without a slash at its end");
  }
  const domains = new Set(config.sites.map(({ domain }) => domain));
  for (const [at, pass] of config.passes.entries()) checkPass(pass, at, domains);
  return config;
};
