import { type AddressMap, createAddressMapBuilder, joinAddressMaps, mapAddressValues } from "../kit/address-map.ts";
import { fewestBlocks, type ValuedBlock } from "../kit/fewest-blocks.ts";
import { formatIpv6, type IpAddress } from "../kit/ip-address.ts";
import { readCidr } from "../kit/ip-range.ts";
import { overlayRanges } from "../kit/overlay-ranges.ts";
import { reservedRanges } from "../kit/reserved-ranges.ts";
import type { Geo } from "../ports/geo.ts";
import { cdnRanges } from "./cdn-ranges.ts";
import { bundledCountryFiles, installedNetworkFiles } from "./geo-files.ts";
import { loadGeoIndex } from "./load-index.ts";
import { type GeoOptions, openGeo } from "./open-geo.ts";
import { defaultGeoLimits } from "./plausibility.ts";

const wordsOf = (address: IpAddress): readonly number[] => (address.family === 4 ? [address.value] : address.words);

/** A map whose pieces begin and end where the blocks do, each with another value. */
const bordersOf = (width: 1 | 4, cidrs: readonly string[]): AddressMap => {
  const ranges = cidrs.flatMap((cidr) => {
    const reading = readCidr(cidr);
    return reading.ok && (reading.range.first.family === 4) === (width === 1) ? [reading.range] : [];
  });
  return overlayRanges({
    width,
    firsts: Uint32Array.from(ranges.flatMap(({ first }) => wordsOf(first))),
    lasts: Uint32Array.from(ranges.flatMap(({ last }) => wordsOf(last))),
    values: Uint32Array.from(ranges, (_, at) => at + 1),
  });
};

/** The pieces of both; only their borders count. */
const split = (a: AddressMap, b: AddressMap): AddressMap => {
  let pieces = 0;
  return joinAddressMaps(a, b, () => ++pieces);
};

const nat64 = [0x0064ff9b, 0, 0] as const;

/** Where IPv4 pieces lie within IPv6: 6to4 (RFC 3056) and NAT64's well-known prefix (RFC 6052). */
const innerBorders = (ipv4: AddressMap): AddressMap => {
  const builder = createAddressMapBuilder(4, 2 * ipv4.keys.length + 4);
  const words = new Uint32Array(4);
  let pieces = 0;
  const start = (...key: readonly number[]): void => {
    words.set(key);
    builder.start(words, ++pieces);
  };
  start(0, 0, 0, 0);
  for (const key of ipv4.keys) start(...nat64, key);
  start(nat64[0], 0, 1, 0);
  for (const key of ipv4.keys) start((0x20020000 | (key >>> 16)) >>> 0, (key << 16) >>> 0, 0, 0);
  start(0x20030000, 0, 0, 0);
  return builder.done();
};

const placed = (map: AddressMap, isHome: (at: number) => boolean): AddressMap =>
  mapAddressValues({ ...map, values: Uint32Array.from(map.values, (_, at) => (isHome(at) ? 1 : 0)) }, (value) => value);

/** Where an answer of the index is one of abroad by the data alone; it only makes the work less. */
const pieceClasses = (answers: readonly string[], home: string | null): readonly number[] =>
  answers.map((answer) => (answer === "" ? 0 : home !== null && answer.includes(home) ? 1 + Number(answer !== home) : 3));

/**
 * Blocks of addresses that are not from abroad (value 1) and that are (0), the same as {@link openGeo} places them: for a web server, which
 * looks addresses up by itself. One difference: in Teredo (2001::/32) the visitor's address stands behind what changes by visitor, so no block
 * can tell; there all is unknown, hence 1.
 */
export const homeBlocks = (options: GeoOptions, geo: Geo = openGeo(options)): readonly ValuedBlock[] => {
  const files = options.databases.length === 0 ? bundledCountryFiles() : options.databases;
  const { countries, answers } = loadGeoIndex({
    files: [...files, ...(options.networkFiles ?? installedNetworkFiles())],
    cacheDir: options.cacheDir,
    limits: { ...defaultGeoLimits, ...options.limits },
  }).index;
  const classes = pieceClasses(answers, geo.home);
  const classed = (map: AddressMap): AddressMap => mapAddressValues(map, (value) => classes[value] ?? 0);
  const special = [...options.overrides.map(({ cidr }) => cidr), ...options.trustedProxies, ...cdnRanges, ...reservedRanges];
  // Blocks within each other: each may end where another goes on, so each is laid in by itself.
  const nested = (width: 1 | 4): AddressMap => special.reduce((map, cidr) => split(map, bordersOf(width, [cidr])), bordersOf(width, []));

  const borders4 = split(classed(countries.ipv4), nested(1));
  const ipv4 = placed(borders4, (at) => geo.placeIpv4(borders4.keys[at] as number).origin !== "foreign");
  const borders6 = split(split(classed(countries.ipv6), nested(4)), split(innerBorders(ipv4), bordersOf(4, ["2001::/32"])));
  const addressAt = (at: number): string => {
    const [a = 0, b = 0, c = 0, d = 0] = borders6.keys.subarray(4 * at, 4 * at + 4);
    return formatIpv6([a, b, c, d]);
  };
  const ipv6 = placed(borders6, (at) => geo.place(addressAt(at)).origin !== "foreign");
  return [...fewestBlocks(ipv4), ...fewestBlocks(ipv6)];
};
