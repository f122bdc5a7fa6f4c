import { DOT, ZERO } from "./ascii.ts";
import { type ByteInterner, type ByteInternerOptions, createByteInterner, freshHashSeed } from "./byte-interner.ts";

/** Value of the dotted IPv4 address in [start, end) as a signed 32-bit number; NaN when it is anything else. */
const ipv4At = (bytes: Uint8Array, start: number, end: number): number => {
  let value = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === DOT) {
      if (digits === 0 || part > 255) return Number.NaN;
      value = (value << 8) | part;
      dots++;
      part = 0;
      digits = 0;
      continue;
    }
    const digit = byte - ZERO;
    if (digit < 0 || digit > 9 || digits === 3 || (digits > 0 && part === 0)) return Number.NaN;
    part = part * 10 + digit;
    digits++;
  }
  return dots === 3 && digits > 0 && part <= 255 ? (value << 8) | part : Number.NaN;
};

class Ipv4Table<T> {
  private readonly seed = freshHashSeed();
  private mask = 4095;
  /** Key and entry + 1 (0 = free), side by side. */
  private slots = new Int32Array(4096 * 2);
  readonly values: T[] = [];

  private hash(key: number): number {
    const mixed = Math.imul(key ^ this.seed, 0x9e3779b1);
    return mixed ^ (mixed >>> 15);
  }

  find(key: number): T | undefined {
    const { slots, mask } = this;
    for (let slot = this.hash(key) & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot * 2 + 1] as number;
      if (entry === 0) return undefined;
      if (slots[slot * 2] === key) return this.values[entry - 1];
    }
  }

  add(key: number, value: T): T {
    if (this.values.length * 2 > this.mask) this.grow();
    this.values.push(value);
    this.place(key, this.values.length);
    return value;
  }

  private place(key: number, entry: number): void {
    let slot = this.hash(key) & this.mask;
    while (this.slots[slot * 2 + 1] !== 0) slot = (slot + 1) & this.mask;
    this.slots[slot * 2] = key;
    this.slots[slot * 2 + 1] = entry;
  }

  private grow(): void {
    const old = this.slots;
    const count = (this.mask + 1) * 4;
    this.slots = new Int32Array(count * 2);
    this.mask = count - 1;
    for (let at = 0; at < old.length; at += 2) if (old[at + 1] !== 0) this.place(old[at] as number, old[at + 1] as number);
  }
}

/** A {@link ByteInterner} for addresses: IPv4 text is looked up as a number, which takes a third of the time. */
export const createAddressInterner = <T>(options: ByteInternerOptions<T>): ByteInterner<T> => {
  const { capacity, make } = options;
  const others = createByteInterner(options);
  let young = new Ipv4Table<T>();
  let old: Ipv4Table<T> | null = null;
  const bring = (key: number, made: () => T): T => {
    const value = old?.find(key) ?? made();
    if (young.values.length >= capacity) {
      old = young;
      young = new Ipv4Table<T>();
    }
    return young.add(key, value);
  };
  return {
    get: (bytes, start, end) => {
      const key = ipv4At(bytes, start, end);
      if (key !== key) return others.get(bytes, start, end);
      return young.find(key) ?? bring(key, () => make(bytes, start, end));
    },
  };
};
