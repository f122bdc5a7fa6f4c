import type { IpAddress, IpWords } from "./ip-address.ts";
import type { IpRange } from "./ip-range.ts";

/**
 * An address cut into steps, for programs that can look up a text but not compare numbers: IPv4 by its bytes, IPv6 by its first group
 * and then byte by byte to /64. A key is made of what stands in the address's own text, so that a regular expression can cut it out:
 * `192.`, `192.0.`, `192.0.2.`, `192.0.2.1`; `2001:`, `2001:d/`, `2001:db8:`, `2001:db8:/` (an upper byte of zero is no text), …
 */
interface Family {
  /** Bits that are looked at; IPv6 is not cut finer than /64. */
  readonly width: number;
  /** Length of each step's prefix. */
  readonly steps: readonly number[];
  readonly keyOf: (top: bigint, bits: number) => string;
}

const ipv4Key = (top: bigint, bits: number): string => {
  const value = Number(top);
  const parts = [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].slice(0, bits / 8);
  return bits === 32 ? parts.join(".") : `${parts.join(".")}.`;
};

const upperByte = (group: number): string => (group < 256 ? "" : (group >>> 8).toString(16));

const ipv6Key = (top: bigint, bits: number): string => {
  const groups = [48n, 32n, 16n, 0n].map((shift) => Number((top >> shift) & 0xffffn));
  const whole = groups.slice(0, Math.trunc(bits / 16)).map((group) => `${group.toString(16)}:`);
  return bits % 16 === 0 ? whole.join("") : `${whole.join("")}${upperByte(groups[whole.length] as number)}/`;
};

const families: Readonly<Record<4 | 6, Family>> = {
  4: { width: 32, steps: [8, 16, 24, 32], keyOf: ipv4Key },
  6: { width: 64, steps: [16, 24, 32, 40, 48, 56, 64], keyOf: ipv6Key },
};

/** How many steps the longer family has. */
export const mostSteps = families[6].steps.length;

const topOf = (address: IpAddress): bigint =>
  address.family === 4 ? BigInt(address.value) : (BigInt(address.words[0]) << 32n) | BigInt(address.words[1]);

const endsOn = (words: IpWords, word: number): boolean => words[2] === word && words[3] === word;

/** A range in whole units of the narrowest step; null where it holds none. Ends of IPv6 ranges within a /64 are rounded inwards. */
const wholeUnits = ({ first, last }: Pick<IpRange, "first" | "last">): readonly [bigint, bigint] | null => {
  const from = topOf(first) + (first.family === 6 && !endsOn(first.words, 0) ? 1n : 0n);
  const to = topOf(last) - (last.family === 6 && !endsOn(last.words, 0xffffffff) ? 1n : 0n);
  return from <= to ? [from, to] : null;
};

/**
 * Names the keys that a range consists of: `put(key, true)` for each that lies in it wholly, as wide as possible, and `put(key, false)`
 * for each wider one on the way to it.
 */
export const coverRange = (range: Pick<IpRange, "first" | "last">, put: (key: string, isWhole: boolean) => void): void => {
  const { width, steps, keyOf } = families[range.first.family];
  const cover = (from: bigint, to: bigint, step: number): void => {
    const bits = steps[step] as number;
    const size = BigInt(width - bits);
    for (let block = from >> size; block <= to >> size; block++) {
      const [start, end] = [block << size, ((block + 1n) << size) - 1n];
      const isWhole = from <= start && end <= to;
      put(keyOf(start, bits), isWhole);
      if (!isWhole) cover(from > start ? from : start, to < end ? to : end, step + 1);
    }
  };
  const units = wholeUnits(range);
  if (units !== null) cover(units[0], units[1], 0);
};

/** What a key says of its block: whether its addresses are among the spans, and whether narrower keys say otherwise of parts of it. */
export interface StepMark {
  readonly key: string;
  readonly isInside: boolean;
  readonly hasNarrower: boolean;
}

/** A block whose addresses are all inside or all outside, or one that is mixed, with what most of it is. */
type Block = { readonly start: bigint; readonly isInside: boolean; readonly narrower: readonly StepMark[] };

/**
 * As few marks as there can be for spans of one family, ascending and apart: a narrower key is only there where it differs from what the
 * wider one says, and a key that is missing altogether is outside.
 */
export const markSpans = (spans: readonly Pick<IpRange, "first" | "last">[]): readonly StepMark[] => {
  const { width, steps, keyOf } = families[spans[0]?.first.family ?? 4];
  const units = spans.map(wholeUnits).filter((one) => one !== null);
  let at = 0;
  const look = (start: bigint, step: number): Block => {
    const end = start + (1n << BigInt(width - (steps[step] as number))) - 1n;
    for (let unit = units[at]; unit !== undefined && unit[1] < start; unit = units[at]) at++;
    const [from, to] = units[at] ?? [end + 1n, end + 1n];
    if (from > end) return { start, isInside: false, narrower: [] };
    if (from <= start && to >= end) return { start, isInside: true, narrower: [] };
    return divide(start, step);
  };
  const marksOf = ({ start, isInside, narrower }: Block, step: number, wider: boolean): readonly StepMark[] =>
    isInside === wider && narrower.length === 0
      ? []
      : [{ key: keyOf(start, steps[step] as number), isInside, hasNarrower: narrower.length > 0 }, ...narrower];
  const partsOf = (start: bigint, step: number, bits: number): readonly Block[] =>
    Array.from({ length: 1 << ((steps[step] as number) - bits) }, (_, part) =>
      look(start + (BigInt(part) << BigInt(width - (steps[step] as number))), step),
    );
  const divide = (start: bigint, step: number): Block => {
    const parts = partsOf(start, step + 1, steps[step] as number);
    const isInside = parts.filter((part) => part.isInside).length * 2 > parts.length;
    return { start, isInside, narrower: parts.flatMap((part) => marksOf(part, step + 1, isInside)) };
  };
  return partsOf(0n, 0, 0).flatMap((part) => marksOf(part, 0, false));
};

/** All keys of one address, from the widest to the narrowest. */
export const stepKeys = (address: IpAddress): readonly string[] => {
  const { width, steps, keyOf } = families[address.family];
  const top = topOf(address);
  return steps.map((bits) => keyOf((top >> BigInt(width - bits)) << BigInt(width - bits), bits));
};
