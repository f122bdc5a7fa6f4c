import { freshHashSeed } from "../kit/byte-interner.ts";
import { formatIpv4 } from "../kit/ip-address.ts";
import type { KnownSource, Visits } from "./known-source.ts";

export const rowWidth = 8;
export const SITE = 0;
export const PAGES = 1;
export const ASSETS = 2;
export const WRITES = 3;
export const ENDPOINTS = 4;
export const SITE_BEFORE = 5;
/** pages << 21 | assets << 11 | writes of the site before. */
export const PACKED_BEFORE = 6;
export const FOREIGN = 7;

export const noVisits: Visits = { pages: 0, assets: 0, writes: 0, endpoints: 0 };

export const packed = (pages: number, assets: number, writes: number): number =>
  (Math.min(pages, 1_023) << 21) | (Math.min(assets, 1_023) << 11) | Math.min(writes, 2_047);

const bitsIn = (mask: number): number => {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
};

const doubled = (array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
};

/** Sources of one generation, by the value of their IPv4 address, with a flat table of what they did. */
export class SourceGeneration {
  /** Null until somebody asks for it: most visitors only read. */
  readonly sources: (KnownSource | null)[] = [];
  rows = new Int32Array(1_024 * rowWidth);
  /** IPv4 value of each row, for the source that is made later. */
  private keys = new Int32Array(1_024);
  private slots = new Int32Array(4_096 * 2);
  private mask = 4_095;
  private keyed = 0;
  private readonly seed = freshHashSeed();

  /** Row of an IPv4 address, or -1. */
  find(key: number): number {
    const { slots, mask } = this;
    for (let slot = this.hash(key) & mask; ; slot = (slot + 1) & mask) {
      const row = slots[slot * 2 + 1] as number;
      if (row === 0) return -1;
      if (slots[slot * 2] === key) return row - 1;
    }
  }

  add(source: KnownSource | null, isForeign: boolean): number {
    const row = this.sources.length;
    if ((row + 1) * rowWidth > this.rows.length) {
      this.rows = doubled(this.rows);
      this.keys = doubled(this.keys);
    }
    this.sources.push(source);
    if (source !== null) source.row = row;
    this.rows[row * rowWidth + SITE] = -1;
    this.rows[row * rowWidth + SITE_BEFORE] = -1;
    this.rows[row * rowWidth + FOREIGN] = isForeign ? 1 : 0;
    return row;
  }

  key(key: number, row: number): void {
    if (++this.keyed * 2 > this.mask) this.grow();
    this.keys[row] = key;
    this.place(key, row + 1);
  }

  keyOf(row: number): number {
    return (this.keys[row] as number) >>> 0;
  }

  addressAt(row: number): string {
    return this.sources[row]?.address ?? formatIpv4(this.keyOf(row));
  }

  /** What the source of a row did on one site. */
  visitsAt(row: number, siteId: number): Visits {
    const { rows } = this;
    const at = row * rowWidth;
    if (rows[at + SITE] === siteId) {
      return {
        pages: rows[at + PAGES] as number,
        assets: rows[at + ASSETS] as number,
        writes: rows[at + WRITES] as number,
        endpoints: bitsIn(rows[at + ENDPOINTS] as number),
      };
    }
    if (rows[at + SITE_BEFORE] !== siteId) return noVisits;
    const before = rows[at + PACKED_BEFORE] as number;
    return { pages: before >>> 21, assets: (before >>> 11) & 1_023, writes: before & 2_047, endpoints: 0 };
  }

  private hash(key: number): number {
    const mixed = Math.imul(key ^ this.seed, 0x9e3779b1);
    return mixed ^ (mixed >>> 15);
  }

  private place(key: number, entry: number): void {
    let slot = this.hash(key) & this.mask;
    while (this.slots[slot * 2 + 1] !== 0) slot = (slot + 1) & this.mask;
    this.slots[slot * 2] = key;
    this.slots[slot * 2 + 1] = entry;
  }

  private grow(): void {
    const old = this.slots;
    this.mask = this.mask * 4 + 3;
    this.slots = new Int32Array((this.mask + 1) * 2);
    for (let at = 0; at < old.length; at += 2) if (old[at + 1] !== 0) this.place(old[at] as number, old[at + 1] as number);
  }
}
