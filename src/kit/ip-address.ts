/**
 * Reading and writing the text of IP addresses. Strict, so that one text never means two addresses:
 * no leading zeros, no octal, no short forms. Sources: RFC 4291 section 2.2, RFC 5952, RFC 6943 section 3.1.1.
 */

/** The four 32-bit words of an IPv6 address, most significant first. */
export type IpWords = readonly [number, number, number, number];

/** An address as numbers. IPv4-mapped IPv6 (`::ffff:a.b.c.d`) is always given as family 4. */
export type IpAddress = { readonly family: 4; readonly value: number } | { readonly family: 6; readonly words: IpWords };

const ZERO = 0x30;
const DOT = 0x2e;
const COLON = 0x3a;
const mappedPrefix = 0xffff;

/** Value (0 to 2^32 - 1) of the dotted IPv4 text in [from, end); -1 when it is anything else. Allocation-free. */
export const parseIpv4 = (text: string, from = 0, end = text.length): number => {
  if (end - from < 7 || end - from > 15) return -1;
  let value = 0;
  let part = 0;
  let digits = 0;
  let parts = 1;
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === DOT) {
      if (digits === 0 || parts === 4) return -1;
      value = value * 256 + part;
      parts++;
      part = 0;
      digits = 0;
      continue;
    }
    const digit = code - ZERO;
    if (digit < 0 || digit > 9 || (digits > 0 && part === 0)) return -1;
    part = part * 10 + digit;
    digits++;
    if (part > 255) return -1;
  }
  return digits === 0 || parts !== 4 ? -1 : value * 256 + part;
};

const hexDigit = (code: number): number => {
  if (code >= ZERO && code <= 0x39) return code - ZERO;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
};

/** Scratch for one call of {@link parseIpv6Into}; it never outlives the call. */
const groups = new Uint16Array(8);

const wordOf = (index: number): number => (groups[index * 2] as number) * 65536 + (groups[index * 2 + 1] as number);

/** Moves the groups after the `::` to the end and writes the words. */
const spreadGroups = (count: number, gap: number, words: Uint32Array): boolean => {
  if (gap < 0 ? count !== 8 : count > 7) return false;
  if (gap >= 0) {
    const after = count - gap;
    groups.copyWithin(8 - after, gap, count);
    groups.fill(0, gap, 8 - after);
  }
  for (let index = 0; index < 4; index++) words[index] = wordOf(index);
  return true;
};

/**
 * Writes the four words of IPv6 text into `words`; false when it is not IPv6. A zone (`%eth0`) is dropped: it names
 * the reader's own interface, not the sender. Allocation-free.
 */
export const parseIpv6Into = (text: string, words: Uint32Array): boolean => {
  const zone = text.indexOf("%");
  const end = zone < 0 ? text.length : zone;
  if (end < 2 || end > 45 || zone === text.length - 1) return false;
  let at = 0;
  let count = 0;
  let gap = -1;
  if (text.charCodeAt(0) === COLON) {
    if (text.charCodeAt(1) !== COLON) return false;
    gap = 0;
    at = 2;
  }
  while (at < end) {
    if (count === 8) return false;
    const start = at;
    let value = 0;
    for (; at < end && at - start < 5; at++) {
      const digit = hexDigit(text.charCodeAt(at));
      if (digit < 0) break;
      value = value * 16 + digit;
    }
    const next = at < end ? text.charCodeAt(at) : -1;
    if (next === DOT) {
      const tail = count > 6 ? -1 : parseIpv4(text, start, end);
      if (tail < 0) return false;
      groups[count++] = tail >>> 16;
      groups[count++] = tail & 0xffff;
      break;
    }
    if (at === start || at - start > 4) return false;
    groups[count++] = value;
    if (next === -1) break;
    if (next !== COLON || ++at === end) return false;
    if (text.charCodeAt(at) === COLON) {
      if (gap >= 0) return false;
      gap = count;
      at++;
    }
  }
  return spreadGroups(count, gap, words);
};

/** Whether the words are an IPv4-mapped address (RFC 4291 section 2.5.5.2); its IPv4 value is the last word. */
export const isMappedIpv4 = (words: Uint32Array): boolean => words[0] === 0 && words[1] === 0 && words[2] === mappedPrefix;

const scratch = new Uint32Array(4);

/** The address that the text names, or null when it is not an address. */
export const parseAddress = (text: string): IpAddress | null => {
  const value = parseIpv4(text);
  if (value >= 0) return { family: 4, value };
  if (!parseIpv6Into(text, scratch)) return null;
  const [a = 0, b = 0, c = 0, d = 0] = scratch;
  return isMappedIpv4(scratch) ? { family: 4, value: d } : { family: 6, words: [a, b, c, d] };
};

/** Dotted text of an IPv4 value. */
export const formatIpv4 = (value: number): string => `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;

/** Start and length of the longest run of two or more zero groups, the first of equals (RFC 5952 section 4.2). */
const longestZeroRun = (parts: readonly number[]): { readonly start: number; readonly length: number } => {
  let best = { start: -1, length: 1 };
  for (let at = 0; at < parts.length; at++) {
    let end = at;
    while (parts[end] === 0) end++;
    if (end - at > best.length) best = { start: at, length: end - at };
    if (end > at) at = end;
  }
  return best;
};

/** RFC 5952 text of an IPv6 address: lower case, no leading zeros, the longest run of zeros as `::`. */
export const formatIpv6 = (words: IpWords): string => {
  const parts = words.flatMap((word) => [word >>> 16, word & 0xffff]);
  const run = longestZeroRun(parts);
  const hex = parts.map((part) => part.toString(16));
  if (run.start < 0) return hex.join(":");
  return `${hex.slice(0, run.start).join(":")}::${hex.slice(run.start + run.length).join(":")}`;
};

/** Text of an address: dotted for IPv4, RFC 5952 for IPv6. */
export const formatAddress = (address: IpAddress): string => (address.family === 4 ? formatIpv4(address.value) : formatIpv6(address.words));

/** The one text under which an address is known; null when the text is not an address. */
export const canonicalAddress = (text: string): string | null => {
  if (parseIpv4(text) >= 0) return text;
  const address = parseAddress(text);
  return address === null ? null : formatAddress(address);
};

/** `value` with all but the first `bits` (0 to 32) bits cleared. */
export const maskWord = (value: number, bits: number): number =>
  bits <= 0 ? 0 : bits >= 32 ? value >>> 0 : (value & (-1 << (32 - bits))) >>> 0;

/** The block an address lies in, as CIDR: its first `ipv4Bits` or `ipv6Bits` bits; null when the text is not an address. */
export const addressBlock = (text: string, ipv4Bits: number, ipv6Bits: number): string | null => {
  const address = parseAddress(text);
  if (address === null) return null;
  if (address.family === 4) return `${formatIpv4(maskWord(address.value, ipv4Bits))}/${ipv4Bits}`;
  const [a, b, c, d] = address.words;
  const masked: IpWords = [maskWord(a, ipv6Bits), maskWord(b, ipv6Bits - 32), maskWord(c, ipv6Bits - 64), maskWord(d, ipv6Bits - 96)];
  return `${formatIpv6(masked)}/${ipv6Bits}`;
};
