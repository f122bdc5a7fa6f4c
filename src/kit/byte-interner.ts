/**
 * Turns equal byte strings into one and the same value, so that a hot loop makes each value once.
 * Memory is bounded: two generations of `capacity` keys or 8 MiB of key bytes. When the young one is full it becomes the old one, and what
 * was not asked for since then is forgotten; values already handed out stay valid. The hash is seeded per table, so
 * that nobody can aim collisions at it.
 */
export interface ByteInterner<T> {
  /** The value for the bytes in [start, end), made by `make` on first sight. */
  readonly get: (bytes: Uint8Array, start: number, end: number) => T;
}

export interface ByteInternerOptions<T> {
  readonly capacity: number;
  readonly make: (bytes: Uint8Array, start: number, end: number) => T;
}

/** A seed for {@link hashBytes}, fresh per run. */
export const freshHashSeed = (): number => crypto.getRandomValues(new Int32Array(1))[0] as number;

/** A seeded multiplicative hash over the bytes in [start, end), four at a time. 32 bits, may be negative. */
export const hashBytes = (seed: number, bytes: Uint8Array, start: number, end: number): number => {
  let hash = seed ^ (end - start);
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word =
      (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24);
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
};

/** The same hash over the characters of an ASCII text. */
export const hashText = (seed: number, text: string): number => {
  let hash = seed ^ text.length;
  let at = 0;
  for (; at + 4 <= text.length; at += 4) {
    const word = text.charCodeAt(at) | (text.charCodeAt(at + 1) << 8) | (text.charCodeAt(at + 2) << 16) | (text.charCodeAt(at + 3) << 24);
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
};

/** Longer keys are not kept: their value is made anew each time. */
const longestKeyBytes = 1_024;
/** Bytes of all keys of one generation. */
const arenaBytes = 8 * 1024 * 1024;

/** Numbers per slot, side by side so that a look-up touches one place in memory: entry + 1 (0 = free), hash, start, length. */
const slotWidth = 4;

class Table<T> {
  private readonly seed = freshHashSeed();
  private mask = 1023;
  private slots = new Int32Array(1024 * slotWidth);
  private arena = new Uint8Array(16 * 1024);
  used = 0;
  readonly values: T[] = [];

  find(bytes: Uint8Array, start: number, end: number): T | undefined {
    const { slots, arena, mask } = this;
    const hash = hashBytes(this.seed, bytes, start, end);
    const length = end - start;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const at = slot * slotWidth;
      const entry = slots[at] as number;
      if (entry === 0) return undefined;
      if (slots[at + 1] !== hash || slots[at + 3] !== length) continue;
      const from = slots[at + 2] as number;
      let same = 0;
      while (same < length && arena[from + same] === bytes[start + same]) same++;
      if (same === length) return this.values[entry - 1];
    }
  }

  add(value: T, bytes: Uint8Array, start: number, end: number): T {
    const hash = hashBytes(this.seed, bytes, start, end);
    if (this.values.length * 2 > this.mask) this.grow();
    this.reserve(end - start);
    this.values.push(value);
    for (let at = start; at < end; at++) this.arena[this.used + at - start] = bytes[at] as number;
    this.place({ entry: this.values.length, hash, start: this.used, length: end - start });
    this.used += end - start;
    return value;
  }

  private place(record: { readonly entry: number; readonly hash: number; readonly start: number; readonly length: number }): void {
    let slot = record.hash & this.mask;
    while (this.slots[slot * slotWidth] !== 0) slot = (slot + 1) & this.mask;
    this.slots.set([record.entry, record.hash, record.start, record.length], slot * slotWidth);
  }

  private reserve(length: number): void {
    let size = this.arena.length;
    while (this.used + length > size) size *= 2;
    if (size === this.arena.length) return;
    const arena = new Uint8Array(size);
    arena.set(this.arena);
    this.arena = arena;
  }

  private grow(): void {
    const old = this.slots;
    const count = (this.mask + 1) * 4;
    this.slots = new Int32Array(count * slotWidth);
    this.mask = count - 1;
    for (let at = 0; at < old.length; at += slotWidth) {
      const [entry, hash, start, length] = [old[at], old[at + 1], old[at + 2], old[at + 3]] as [number, number, number, number];
      if (entry > 0) this.place({ entry, hash, start, length });
    }
  }
}

/** See {@link ByteInterner}. */
export const createByteInterner = <T>({ capacity, make }: ByteInternerOptions<T>): ByteInterner<T> => {
  let young = new Table<T>();
  let old: Table<T> | null = null;
  const bring = (bytes: Uint8Array, start: number, end: number): T => {
    const value = old?.find(bytes, start, end) ?? make(bytes, start, end);
    if (young.values.length >= capacity || young.used + end - start > arenaBytes) {
      old = young;
      young = new Table<T>();
    }
    return young.add(value, bytes, start, end);
  };
  const get = (bytes: Uint8Array, start: number, end: number): T =>
    end - start > longestKeyBytes ? make(bytes, start, end) : (young.find(bytes, start, end) ?? bring(bytes, start, end));
  return { get };
};
