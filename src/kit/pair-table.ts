import { freshHashSeed } from "./byte-interner.ts";

/**
 * Remembers one row of small numbers for a pair of integers, in bounded memory: two generations of `capacity` rows.
 * When the young generation is full it becomes the old one, and the old one is forgotten; a row that is used moves
 * on to the young generation. So what was not touched for two generations is lost, and nothing else.
 * A row is {@link rowWidth} 32-bit numbers and takes 16 + 4 × rowWidth bytes; a table at most 4 × capacity rows.
 */
export interface PairTable {
  /** Position of the pair's row in `rows`, made with zeros on first sight. Valid until the next call. */
  readonly touch: (a: number, b: number) => number;
  /** Position of the pair's row, or -1; makes nothing. */
  readonly find: (a: number, b: number) => number;
  /** The numbers; read it anew after each call, since it is replaced when the table grows. */
  rows: Int32Array;
}

const rowWidth = 4;

class Generation {
  readonly capacity: number;
  keys: Int32Array;
  rows: Int32Array;
  mask: number;
  count = 0;

  constructor(capacity: number, slots = 1024) {
    this.capacity = capacity;
    this.keys = new Int32Array(slots * 2).fill(-1);
    this.rows = new Int32Array(slots * rowWidth);
    this.mask = slots - 1;
  }

  slotOf(a: number, b: number, hash: number): number {
    let slot = hash & this.mask;
    const keys = this.keys;
    for (;;) {
      const key = keys[slot * 2];
      if (key === -1 || (key === a && keys[slot * 2 + 1] === b)) return slot;
      slot = (slot + 1) & this.mask;
    }
  }

  has(slot: number): boolean {
    return this.keys[slot * 2] !== -1;
  }

  put(slot: number, a: number, b: number): void {
    this.keys[slot * 2] = a;
    this.keys[slot * 2 + 1] = b;
    this.count++;
  }

  get crowded(): boolean {
    return this.count * 2 > this.mask;
  }
}

class Pairs implements PairTable {
  private readonly seed = freshHashSeed();
  private young: Generation;
  private old: Generation | null = null;
  rows: Int32Array;

  constructor(capacity: number) {
    this.young = new Generation(capacity);
    this.rows = this.young.rows;
  }

  touch = (a: number, b: number): number => {
    const hash = this.hash(a, b);
    const slot = this.young.slotOf(a, b, hash);
    if (this.young.has(slot)) {
      this.rows = this.young.rows;
      return slot * rowWidth;
    }
    return this.add(a, b, hash);
  };

  find = (a: number, b: number): number => {
    const hash = this.hash(a, b);
    for (const generation of [this.young, this.old]) {
      if (generation === null) continue;
      const slot = generation.slotOf(a, b, hash);
      if (!generation.has(slot)) continue;
      this.rows = generation.rows;
      return slot * rowWidth;
    }
    return -1;
  };

  private add(a: number, b: number, hash: number): number {
    if (this.young.crowded) this.makeRoom();
    const slot = this.young.slotOf(a, b, hash);
    this.young.put(slot, a, b);
    this.rows = this.young.rows;
    const old = this.old;
    if (old !== null) {
      const from = old.slotOf(a, b, hash);
      if (old.has(from)) this.rows.set(old.rows.subarray(from * rowWidth, from * rowWidth + rowWidth), slot * rowWidth);
    }
    return slot * rowWidth;
  }

  private makeRoom(): void {
    if (this.young.count >= this.young.capacity) {
      this.old = this.young;
      this.young = new Generation(this.old.capacity, this.old.mask + 1);
      return;
    }
    const from = this.young;
    const to = new Generation(from.capacity, (from.mask + 1) * 2);
    for (let slot = 0; slot <= from.mask; slot++) {
      if (!from.has(slot)) continue;
      const a = from.keys[slot * 2] as number;
      const b = from.keys[slot * 2 + 1] as number;
      const into = to.slotOf(a, b, this.hash(a, b));
      to.put(into, a, b);
      to.rows.set(from.rows.subarray(slot * rowWidth, slot * rowWidth + rowWidth), into * rowWidth);
    }
    this.young = to;
  }

  private hash(a: number, b: number): number {
    let hash = Math.imul(a ^ this.seed, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x2c1b3c6d);
    return hash ^ (hash >>> 13);
  }
}

/** See {@link PairTable}; keys are integers from 0 to 2^31 - 1. */
export const createPairTable = (capacity: number): PairTable => new Pairs(capacity);
