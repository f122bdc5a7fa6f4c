import { type AddressMap, createAddressMapBuilder } from "./address-map.ts";

/** Ranges in any order that may lie within each other or overlap: `width` words for each first and last address. */
export interface RangeList {
  readonly width: 1 | 4;
  readonly firsts: Uint32Array;
  /** The last address of each range, itself included. */
  readonly lasts: Uint32Array;
  readonly values: Uint32Array;
}

/**
 * Lays ranges over each other: where several cover an address, the one that starts last counts, of those the
 * shortest, of equals the one named last. For CIDR blocks, which never cross, that is the most specific.
 */
export const overlayRanges = (ranges: RangeList): AddressMap => {
  const { width, firsts, lasts, values } = ranges;
  const builder = createAddressMapBuilder(width);
  const words = new Uint32Array(4);
  /** Ranges that have begun and are not over, the one that counts on top. */
  const open: number[] = [];

  const compare = (a: Uint32Array, atA: number, b: Uint32Array, atB: number): number => {
    for (let word = 0; word < width; word++) {
      const difference = (a[atA * width + word] as number) - (b[atB * width + word] as number);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const startAt = (keys: Uint32Array, at: number, value: number): void => {
    words.set(keys.subarray(at * width, (at + 1) * width), 4 - width);
    builder.start(words, value);
  };
  const startAfter = (at: number, value: number): void => {
    words.set(lasts.subarray(at * width, (at + 1) * width), 4 - width);
    let word = 3;
    while (word >= 4 - width && words[word] === 0xffffffff) words[word--] = 0;
    if (word < 4 - width) return;
    words[word] = (words[word] as number) + 1;
    builder.start(words, value);
  };
  const closeTop = (): void => {
    const ended = open.pop() as number;
    while (open.length > 0 && compare(lasts, open.at(-1) as number, lasts, ended) <= 0) open.pop();
    const below = open.at(-1);
    startAfter(ended, below === undefined ? 0 : (values[below] as number));
  };

  const order = Array.from(values.keys()).sort((a, b) => compare(firsts, a, firsts, b) || compare(lasts, b, lasts, a) || a - b);
  for (const next of order) {
    while (open.length > 0 && compare(lasts, open.at(-1) as number, firsts, next) < 0) closeTop();
    startAt(firsts, next, values[next] as number);
    open.push(next);
  }
  while (open.length > 0) closeTop();
  return builder.done();
};
