import { type AddressMap, findIpv4Piece, findIpv6Piece } from "./address-map.ts";
import { formatAddress, type IpAddress, type IpWords, maskWord, parseAddress } from "./ip-address.ts";
import { overlayRanges } from "./overlay-ranges.ts";

/** A CIDR block: the first `prefixBits` bits of `first` are fixed. */
export interface IpRange {
  readonly first: IpAddress;
  readonly last: IpAddress;
  readonly prefixBits: number;
}

export type CidrReading = { readonly ok: true; readonly range: IpRange } | { readonly ok: false; readonly reason: string };

const lastWord = (word: number, bits: number): number =>
  (maskWord(word, bits) | (bits <= 0 ? -1 : bits >= 32 ? 0 : 0xffffffff >>> bits)) >>> 0;

const eachWord = (words: IpWords, bits: number, change: (word: number, bits: number) => number): IpWords => [
  change(words[0], bits),
  change(words[1], bits - 32),
  change(words[2], bits - 64),
  change(words[3], bits - 96),
];

const blockOf = (address: IpAddress, bits: number): IpRange =>
  address.family === 4
    ? {
        first: { family: 4, value: maskWord(address.value, bits) },
        last: { family: 4, value: lastWord(address.value, bits) },
        prefixBits: bits,
      }
    : {
        first: { family: 6, words: eachWord(address.words, bits, maskWord) },
        last: { family: 6, words: eachWord(address.words, bits, lastWord) },
        prefixBits: bits,
      };

/**
 * Reads `ADDRESS/BITS`, or one address alone. Bits set beyond the prefix are refused with the block that was probably
 * meant, for such a text is more often a slip than a wish. A mapped block (`::ffff:0:0/96` and longer) is IPv4.
 */
export const readCidr = (text: string): CidrReading => {
  const slash = text.indexOf("/");
  const addressText = slash < 0 ? text : text.slice(0, slash);
  const address = parseAddress(addressText);
  if (address === null || addressText.includes("%"))
    return { ok: false, reason: `"${text}" is not an address block; write 192.0.2.0/24 or 2001:db8::/32` };
  const most = address.family === 4 ? 32 : 128;
  const mappedBits = address.family === 4 && addressText.includes(":") ? 96 : 0;
  const bitsText = slash < 0 ? String(most + mappedBits) : text.slice(slash + 1);
  const bits = /^(0|[1-9]\d{0,2})$/.test(bitsText) ? Number(bitsText) - mappedBits : -1;
  if (bits < 0 || bits > most)
    return { ok: false, reason: `"${text}" has no prefix length between ${mappedBits} and ${most + mappedBits} after the slash` };
  const range = blockOf(address, bits);
  const [meant, given] = [formatAddress(range.first), formatAddress(address)];
  if (meant !== given) return { ok: false, reason: `"${text}" has bits set beyond /${bitsText}; the block is ${meant}/${bits}` };
  return { ok: true, range };
};

/** Finds the value of the most specific block that holds an address. */
export interface RangeMap<Value> {
  readonly find: (address: IpAddress) => Value | undefined;
  /** For an IPv4 value; allocation-free. */
  readonly findIpv4: (value: number) => Value | undefined;
  /** For the four words of an IPv6 address; allocation-free. */
  readonly findIpv6: (words: Uint32Array) => Value | undefined;
}

const wordsOf = (address: IpAddress): readonly number[] => (address.family === 4 ? [address.value] : address.words);

const overlayFamily = (family: 4 | 6, ranges: readonly IpRange[]): AddressMap => {
  const numbered = ranges.map((range, index) => ({ range, value: index + 1 })).filter(({ range }) => range.first.family === family);
  return overlayRanges({
    width: family === 4 ? 1 : 4,
    firsts: Uint32Array.from(numbered.flatMap(({ range }) => wordsOf(range.first))),
    lasts: Uint32Array.from(numbered.flatMap(({ range }) => wordsOf(range.last))),
    values: Uint32Array.from(numbered, ({ value }) => value),
  });
};

/** A map of CIDR blocks; of two equal blocks the later one counts. Throws RangeError that names the block it cannot read. */
export const createRangeMap = <Value>(entries: readonly { readonly cidr: string; readonly value: Value }[]): RangeMap<Value> => {
  const ranges = entries.map(({ cidr }) => {
    const reading = readCidr(cidr);
    if (!reading.ok) throw new RangeError(reading.reason);
    return reading.range;
  });
  const ipv4 = overlayFamily(4, ranges);
  const ipv6 = overlayFamily(6, ranges);
  const valueAt = (index: number): Value | undefined => entries[index - 1]?.value;
  const findIpv4 = (value: number): Value | undefined => valueAt(ipv4.values[findIpv4Piece(ipv4.keys, value)] as number);
  const findIpv6 = (words: Uint32Array): Value | undefined => valueAt(ipv6.values[findIpv6Piece(ipv6.keys, words)] as number);
  const find = (address: IpAddress): Value | undefined =>
    address.family === 4 ? findIpv4(address.value) : findIpv6(Uint32Array.from(address.words));
  return { find, findIpv4, findIpv6 };
};

/** Tells whether an address lies in any of the blocks. */
export interface RangeSet {
  readonly contains: (address: IpAddress) => boolean;
  readonly containsIpv4: (value: number) => boolean;
  readonly containsIpv6: (words: Uint32Array) => boolean;
}

/** A set of CIDR blocks. Throws RangeError that names the block it cannot read. */
export const createRangeSet = (cidrs: readonly string[]): RangeSet => {
  const map = createRangeMap(cidrs.map((cidr) => ({ cidr, value: true })));
  return {
    contains: (address) => map.find(address) === true,
    containsIpv4: (value) => map.findIpv4(value) === true,
    containsIpv6: (words) => map.findIpv6(words) === true,
  };
};
