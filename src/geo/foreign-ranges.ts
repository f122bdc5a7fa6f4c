import { formatIpv6, type IpAddress, type IpWords } from "../kit/ip-address.ts";
import { type IpRange, readCidr } from "../kit/ip-range.ts";
import { reservedRanges } from "../kit/reserved-ranges.ts";
import { cdnRanges } from "./cdn-ranges.ts";
import { loadGeoIndex } from "./load-index.ts";
import { type GeoOptions, loadOptions, openGeo } from "./open-geo.ts";

/** Addresses next to each other, both ends included. */
export type AddressSpan = Pick<IpRange, "first" | "last">;

const ipv6Bits = 128n;
const lastIpv4 = 0xffffffff;
const lastIpv6 = (1n << ipv6Bits) - 1n;

/** Tunnels whose IPv4 address stands behind the 64th bit: whose visitors they are, a table of networks cannot say. */
const deepTunnels = ["2001::/32", "64:ff9b::/96"];

const numberOf = (address: IpAddress): bigint =>
  address.family === 4 ? BigInt(address.value) : address.words.reduce((all, word) => (all << 32n) | BigInt(word), 0n);

const wordsOf = (value: bigint): IpWords => {
  const word = (shift: bigint): number => Number((value >> shift) & 0xffffffffn);
  return [word(96n), word(64n), word(32n), word(0n)];
};

const rangesOf = (cidrs: readonly string[]): readonly IpRange[] =>
  cidrs.flatMap((cidr) => {
    const reading = readCidr(cidr);
    return reading.ok ? [reading.range] : [];
  });

/** Where something may change for one family: the first address of each range and the first one after it. */
const edges = (ranges: readonly IpRange[], family: 4 | 6): readonly bigint[] =>
  ranges.filter(({ first }) => first.family === family).flatMap(({ first, last }) => [numberOf(first), numberOf(last) + 1n]);

const ipv6Starts = (keys: Uint32Array): readonly bigint[] =>
  Array.from({ length: keys.length / 4 }, (_, at) =>
    keys.subarray(at * 4, at * 4 + 4).reduce((all, word) => (all << 32n) | BigInt(word), 0n),
  );

/** The place of an IPv4 address among the 6to4 addresses (RFC 3056). */
const in6to4 = (value: bigint): bigint => (0x2002n << 112n) | (value << 80n);

const join = (starts: readonly bigint[], last: bigint, isForeign: (at: bigint) => boolean): readonly (readonly [bigint, bigint])[] => {
  const ascending = starts.filter((start) => start <= last).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  // Not by a Set: it tells bigints apart by their lower half, which here is nearly always zero.
  const sorted = ascending.filter((start, at) => start !== ascending[at - 1]);
  const spans: [bigint, bigint][] = [];
  for (const [at, start] of sorted.entries()) {
    if (!isForeign(start)) continue;
    const end = (sorted[at + 1] ?? last + 1n) - 1n;
    const before = spans.at(-1);
    if (before !== undefined && before[1] + 1n === start) before[1] = end;
    else spans.push([start, end]);
  }
  return spans;
};

/**
 * All addresses that a scan with these options calls foreign, as few spans in ascending order, IPv4 first: for a server that can look up a
 * table but not ask. Each span is decided by {@link openGeo} itself. Teredo and NAT64, which it judges by the IPv4 address inside, are left out.
 */
export const foreignRanges = (options: GeoOptions): readonly AddressSpan[] => {
  const geo = openGeo(options);
  const { ipv4, ipv6 } = loadGeoIndex(loadOptions(options)).index.countries;
  const ranges = rangesOf([...options.overrides.map(({ cidr }) => cidr), ...options.trustedProxies, ...cdnRanges, ...reservedRanges]);
  const tunnels = rangesOf(deepTunnels);
  const tunnelEnds = tunnels.map(({ first, last }): readonly [bigint, bigint] => [numberOf(first), numberOf(last)]);
  const starts4 = [0n, ...Array.from(ipv4.keys, BigInt), ...edges(ranges, 4)];
  const starts6 = [
    0n,
    ...ipv6Starts(ipv6.keys),
    ...edges([...ranges, ...tunnels], 6),
    ...starts4.map(in6to4),
    in6to4(BigInt(lastIpv4) + 1n),
  ];
  const inTunnel = (at: bigint): boolean => tunnelEnds.some(([first, last]) => first <= at && at <= last);
  const abroad4 = join(starts4, BigInt(lastIpv4), (at) => geo.placeIpv4(Number(at)).origin === "foreign");
  const abroad6 = join(starts6, lastIpv6, (at) => !inTunnel(at) && geo.place(formatIpv6(wordsOf(at))).origin === "foreign");
  return [
    ...abroad4.map(([from, to]): AddressSpan => ({ first: { family: 4, value: Number(from) }, last: { family: 4, value: Number(to) } })),
    ...abroad6.map(([from, to]): AddressSpan => ({ first: { family: 6, words: wordsOf(from) }, last: { family: 6, words: wordsOf(to) } })),
  ];
};
