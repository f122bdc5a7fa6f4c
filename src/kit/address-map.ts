/**
 * The whole address space of one family, cut into pieces that each carry a number: sorted starts and one value per
 * piece. Piece i runs from its key to just before the next key; the first key is always zero. Value 0 is "nothing".
 */
export interface AddressMap {
  /** 32-bit words per key: 1 for IPv4, 4 for IPv6. */
  readonly width: 1 | 4;
  /** `width` words per piece, most significant first, ascending. */
  readonly keys: Uint32Array;
  readonly values: Uint16Array | Uint32Array;
}

/** Collects pieces in ascending order; neighbours with equal values become one. */
export interface AddressMapBuilder {
  /** A piece with `value` starts at the key in the last `width` words of `words` (4 words). Same key again: the later value counts. */
  readonly start: (words: Uint32Array, value: number) => void;
  readonly done: () => AddressMap;
}

const grown = (array: Uint32Array): Uint32Array<ArrayBuffer> => {
  const bigger = new Uint32Array(array.length * 2);
  bigger.set(array);
  return bigger;
};

/** An empty map under construction; `expectedPieces` saves copying where the size is roughly known. */
export const createAddressMapBuilder = (width: 1 | 4, expectedPieces = 1024): AddressMapBuilder => {
  let keys = new Uint32Array(expectedPieces * width);
  let values = new Uint32Array(expectedPieces);
  let count = 1;
  const isLastKey = (words: Uint32Array): boolean => {
    for (let word = 0; word < width; word++) if (keys[(count - 1) * width + word] !== words[4 - width + word]) return false;
    return true;
  };
  const start = (words: Uint32Array, value: number): void => {
    if (isLastKey(words)) count--;
    if (count > 0 && values[count - 1] === value) return;
    if (count === values.length) {
      keys = grown(keys);
      values = grown(values);
    }
    for (let word = 0; word < width; word++) keys[count * width + word] = words[4 - width + word] as number;
    values[count++] = value;
  };
  const done = (): AddressMap => ({ width, keys: keys.slice(0, count * width), values: values.slice(0, count) });
  return { start, done };
};

/** Index of the piece that holds an IPv4 value, searched in pieces [low, high]. */
export const findIpv4Piece = (keys: Uint32Array, value: number, low = 0, high = keys.length - 1): number => {
  let first = low;
  let last = high;
  while (first < last) {
    const middle = (first + last + 1) >>> 1;
    if ((keys[middle] as number) <= value) first = middle;
    else last = middle - 1;
  }
  return first;
};

/** Index of the piece that holds an IPv6 address given as four words. */
export const findIpv6Piece = (keys: Uint32Array, words: Uint32Array): number => {
  let first = 0;
  let last = (keys.length >>> 2) - 1;
  while (first < last) {
    const middle = (first + last + 1) >>> 1;
    if (isAtOrBefore(keys, middle * 4, words)) first = middle;
    else last = middle - 1;
  }
  return first;
};

const isAtOrBefore = (keys: Uint32Array, offset: number, words: Uint32Array): boolean => {
  for (let word = 0; word < 4; word++) {
    const key = keys[offset + word] as number;
    const wanted = words[word] as number;
    if (key !== wanted) return key < wanted;
  }
  return true;
};

const compareKeys = (width: number, a: Uint32Array, aAt: number, b: Uint32Array, bAt: number): number => {
  for (let word = 0; word < width; word++) {
    const difference = (a[aAt + word] as number) - (b[bAt + word] as number);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** One map of two: every piece gets `combine(value in a, value in b)`. Both must have the same width. */
export const joinAddressMaps = (a: AddressMap, b: AddressMap, combine: (a: number, b: number) => number): AddressMap => {
  const { width } = a;
  const builder = createAddressMapBuilder(width, a.values.length + b.values.length);
  const words = new Uint32Array(4);
  let atA = 0;
  let atB = 0;
  while (atA < a.values.length || atB < b.values.length) {
    const order = atA === a.values.length ? 1 : atB === b.values.length ? -1 : compareKeys(width, a.keys, atA * width, b.keys, atB * width);
    const [keys, at] = order <= 0 ? [a.keys, atA] : [b.keys, atB];
    for (let word = 0; word < width; word++) words[4 - width + word] = keys[at * width + word] as number;
    if (order <= 0) atA++;
    if (order >= 0) atB++;
    builder.start(words, combine(a.values[atA - 1] as number, b.values[atB - 1] as number));
  }
  return builder.done();
};

/** The same pieces with other values; neighbours that become equal are joined. */
export const mapAddressValues = (map: AddressMap, change: (value: number) => number): AddressMap => {
  const builder = createAddressMapBuilder(map.width, map.values.length);
  const words = new Uint32Array(4);
  for (let at = 0; at < map.values.length; at++) {
    words.set(map.keys.subarray(at * map.width, (at + 1) * map.width), 4 - map.width);
    builder.start(words, change(map.values[at] as number));
  }
  return builder.done();
};

/** A map in which the whole space has one value. */
export const uniformAddressMap = (width: 1 | 4, value = 0): AddressMap => ({
  width,
  keys: new Uint32Array(width),
  values: Uint32Array.of(value),
});
