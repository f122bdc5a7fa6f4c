/** Looks up short ASCII names in a line's bytes without making strings. */
export interface KeyTable {
  /** Index of the name that [start, end) spells exactly, in the order given; -1 when it is none of them. */
  readonly find: (bytes: Uint8Array, start: number, end: number) => number;
}

interface Entry {
  readonly name: Uint8Array;
  readonly index: number;
}

const bucketMask = 127;

const bucketOf = (bytes: Uint8Array, start: number, end: number): number => {
  const first = bytes[start] as number;
  const middle = bytes[(start + end) >> 1] as number;
  const last = bytes[end - 1] as number;
  return ((end - start) * 29 + first * 7 + middle * 3 + last) & bucketMask;
};

const matches = (bytes: Uint8Array, start: number, name: Uint8Array): boolean => {
  for (let i = 0; i < name.length; i++) if (bytes[start + i] !== name[i]) return false;
  return true;
};

/** Builds the table once; names are fixed at build time, so the hash needs no secret. */
export const createKeyTable = (names: readonly string[]): KeyTable => {
  const buckets: Entry[][] = Array.from({ length: bucketMask + 1 }, () => []);
  names.forEach((text, index) => {
    const name = Uint8Array.from(text, (char) => char.charCodeAt(0));
    buckets[bucketOf(name, 0, name.length)]?.push({ name, index });
  });
  return {
    find: (bytes, start, end) => {
      if (end <= start) return -1;
      const bucket = buckets[bucketOf(bytes, start, end)] as readonly Entry[];
      for (let i = 0; i < bucket.length; i++) {
        const entry = bucket[i] as Entry;
        if (entry.name.length === end - start && matches(bytes, start, entry.name)) return entry.index;
      }
      return -1;
    },
  };
};
