/**
 * Turns equal byte strings into one and the same value, so that a hot loop makes each string once.
 * Memory is bounded: when `capacity` distinct keys or `arenaBytes` are reached, the table starts afresh; values
 * already handed out stay valid. The hash is seeded per table, so that nobody can aim collisions at it.
 */
export interface ByteInterner<T> {
  /** The value for the bytes in [start, end), made by `make` on first sight. */
  readonly get: (bytes: Uint8Array, start: number, end: number) => T;
  /** How often the table started afresh. */
  readonly restarts: () => number;
}

export interface ByteInternerOptions<T> {
  readonly capacity: number;
  readonly make: (bytes: Uint8Array, start: number, end: number) => T;
}

const randomSeed = (): number => crypto.getRandomValues(new Int32Array(1))[0] as number;

/** FNV-1a with a seed, over the bytes in [start, end). 32 bits, may be negative. */
export const hashBytes = (seed: number, bytes: Uint8Array, start: number, end: number): number => {
  let hash = seed ^ 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
};

/** A seed for {@link hashBytes}, fresh per run. */
export const freshHashSeed = randomSeed;

const slotCountFor = (capacity: number): number => {
  let count = 1024;
  while (count < capacity * 2) count *= 2;
  return count;
};

class Table<T> {
  private readonly seed = randomSeed();
  private readonly capacity: number;
  private readonly make: (bytes: Uint8Array, start: number, end: number) => T;
  private mask = 1023;
  private hashes = new Int32Array(1024);
  /** Entry number + 1; 0 = free. */
  private slots = new Int32Array(1024);
  private starts = new Int32Array(512);
  private lengths = new Int32Array(512);
  private arena = new Uint8Array(16 * 1024);
  private used = 0;
  private values: T[] = [];
  restarted = 0;

  constructor(options: ByteInternerOptions<T>) {
    this.capacity = options.capacity;
    this.make = options.make;
  }

  get(bytes: Uint8Array, start: number, end: number): T {
    const hash = hashBytes(this.seed, bytes, start, end);
    let slot = hash & this.mask;
    for (;;) {
      const entry = (this.slots[slot] as number) - 1;
      if (entry < 0) break;
      if (this.hashes[slot] === hash && this.equals(entry, bytes, start, end)) return this.values[entry] as T;
      slot = (slot + 1) & this.mask;
    }
    return this.add(hash, bytes, start, end);
  }

  private equals(entry: number, bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    if (this.lengths[entry] !== length) return false;
    const from = this.starts[entry] as number;
    const arena = this.arena;
    for (let at = 0; at < length; at++) if (arena[from + at] !== bytes[start + at]) return false;
    return true;
  }

  private add(hash: number, bytes: Uint8Array, start: number, end: number): T {
    if (this.values.length >= this.capacity) this.restart();
    if (this.values.length * 2 >= this.slots.length) this.growSlots();
    this.reserve(end - start);
    const entry = this.values.length;
    this.arena.set(bytes.subarray(start, end), this.used);
    this.starts[entry] = this.used;
    this.lengths[entry] = end - start;
    this.used += end - start;
    const value = this.make(bytes, start, end);
    this.values.push(value);
    this.place(hash, entry);
    return value;
  }

  private place(hash: number, entry: number): void {
    let slot = hash & this.mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & this.mask;
    this.slots[slot] = entry + 1;
    this.hashes[slot] = hash;
  }

  private reserve(length: number): void {
    if (this.values.length >= this.starts.length) {
      this.starts = grown(this.starts, this.starts.length * 2);
      this.lengths = grown(this.lengths, this.lengths.length * 2);
    }
    let size = this.arena.length;
    while (this.used + length > size) size *= 2;
    if (size === this.arena.length) return;
    const arena = new Uint8Array(size);
    arena.set(this.arena);
    this.arena = arena;
  }

  private growSlots(): void {
    const oldSlots = this.slots;
    const oldHashes = this.hashes;
    const count = Math.min(oldSlots.length * 2, slotCountFor(this.capacity) * 2);
    this.slots = new Int32Array(count);
    this.hashes = new Int32Array(count);
    this.mask = count - 1;
    for (let slot = 0; slot < oldSlots.length; slot++) {
      const entry = (oldSlots[slot] as number) - 1;
      if (entry >= 0) this.place(oldHashes[slot] as number, entry);
    }
  }

  private restart(): void {
    this.slots.fill(0);
    this.values = [];
    this.used = 0;
    this.restarted++;
  }
}

const grown = (array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> => {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
};

/** See {@link ByteInterner}. */
export const createByteInterner = <T>(options: ByteInternerOptions<T>): ByteInterner<T> => {
  const table = new Table(options);
  return { get: (bytes, start, end) => table.get(bytes, start, end), restarts: () => table.restarted };
};
