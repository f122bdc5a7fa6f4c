import { blockHolds, blocksMeet } from "../kit/block-holds.ts";
import { formatAddress } from "../kit/ip-address.ts";
import { type IpRange, readCidr } from "../kit/ip-range.ts";

/** One network that a customer has closed their own site to. */
export interface DenyRow {
  readonly id: string;
  /** The site's domain, as in the config. */
  readonly site: string;
  /** In its one form: an address alone, or a block with its prefix. */
  readonly network: string;
  /** The customer's own words; may be empty. */
  readonly note: string;
  readonly addedBy: string;
  /** Epoch ms. */
  readonly addedAt: number;
}

/** Stands where other measures in force name their case; whom it turns away may see it. */
export const ownRowsCase = "own-rows";

/** Rows of its own that a site may have: more is no list that a person keeps an eye on, and each costs the server memory. */
export const mostDenyRows = 500;

/** Why a network cannot stand on a customer's list; nothing is changed then. */
export type DenyRefusal =
  | "not-a-network"
  | "system-row"
  | "too-wide"
  | "too-narrow"
  | "not-public"
  | "own-address"
  | "proxy"
  | "known"
  | "full"
  | "server-cannot";

/** A network that may be denied, in its one form; or why not, in words. */
export type DenyNetworkReading =
  | { readonly ok: true; readonly network: string }
  | { readonly ok: false; readonly why: DenyRefusal; readonly message: string };

/** Whose addresses must not be shut out of a site, as CIDR blocks or addresses. */
export interface DenyNeighbours {
  /** The customer's own, from the config. */
  readonly own: readonly string[];
  /** Proxies in front of the server: behind one of them is everybody. */
  readonly proxies: readonly string[];
}

/**
 * Addresses that no visitor comes from: this machine, private and link-local networks, a carrier's inside, multicast. Closing one shuts out a proxy or the
 * server itself. Source: the IANA special-purpose registries (RFC 6890), those of documentation left out.
 */
export const notPublic: readonly string[] = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3"],
  ...["::/16", "fc00::/7", "fe80::/10", "ff00::/8"],
];

/** Blocks wider than these shut out a part of the world. The guard tells IPv6 apart down to /64, or by single addresses. */
const widest = { 4: 8, 6: 16 } as const;
const narrowest = 64;

const rangeOf = (text: string): IpRange | null => {
  const reading = readCidr(text);
  return reading.ok ? reading.range : null;
};

const meets = (range: IpRange, others: readonly string[]): string | undefined =>
  others.find((other) => {
    const block = rangeOf(other);
    return block !== null && blocksMeet(range, block);
  });

const refuse = (why: DenyRefusal, message: string): DenyNetworkReading => ({ ok: false, why, message });

const wrongSize = ({ first: { family }, prefixBits }: IpRange, text: string): DenyNetworkReading | null => {
  if (prefixBits < widest[family]) return refuse("too-wide", `${text} is wider than /${widest[family]}: it would shut out far too many`);
  if (family === 6 && prefixBits > narrowest && prefixBits < 128)
    return refuse("too-narrow", `${text}: IPv6 is told apart down to /${narrowest}, or by single addresses`);
  return null;
};

const shutsOut = (range: IpRange, text: string, { own, proxies }: DenyNeighbours): DenyNetworkReading | null => {
  const reserved = meets(range, notPublic);
  if (reserved !== undefined) return refuse("not-public", `${text} lies in ${reserved}, where no visitor comes from`);
  const ours = meets(range, own);
  if (ours !== undefined) return refuse("own-address", `${text} holds your own address ${ours}: you would lock yourself out`);
  const proxy = meets(range, proxies);
  return proxy === undefined ? null : refuse("proxy", `${text} holds the proxy ${proxy}: everybody who comes through it would be shut out`);
};

/** Reads what a customer wants to deny. `all` is the system's word and none of theirs. */
export const readDenyNetwork = (text: string, neighbours: DenyNeighbours): DenyNetworkReading => {
  const asked = text.trim();
  if (asked.toLowerCase() === "all") return refuse("system-row", "the row `all` is the system's; only networks can be added");
  const reading = readCidr(asked);
  if (!reading.ok) return refuse("not-a-network", reading.reason);
  const { range } = reading;
  const isAddress = range.prefixBits === (range.first.family === 4 ? 32 : 128);
  const network = isAddress ? formatAddress(range.first) : `${formatAddress(range.first)}/${range.prefixBits}`;
  return wrongSize(range, network) ?? shutsOut(range, network, neighbours) ?? { ok: true, network };
};

/** What has to be enforced of the rows: sorted, each once, and none that lies within another. What is shown stays as it was written. */
export const enforcedNetworks = (rows: readonly Pick<DenyRow, "network">[]): readonly string[] => {
  const ranges = [...new Set(rows.map(({ network }) => network))].sort().map((network) => ({ network, range: rangeOf(network) }));
  return ranges
    .filter(({ range }, at) => !ranges.some((other, place) => place !== at && range && other.range && blockHolds(other.range, range)))
    .map(({ network }) => network);
};
