import type { Site } from "../domain/account.ts";
import type { Placement, Source } from "../domain/source.ts";
import { createByteInterner, freshHashSeed } from "../kit/byte-interner.ts";
import { decodeText } from "../kit/decode-text.ts";
import { canonicalAddress, formatIpv4 } from "../kit/ip-address.ts";
import { ipv4InBytes } from "../kit/ipv4-bytes.ts";
import type { Geo } from "../ports/geo.ts";

/** A source with its place in the book; a host's own note on it: whether somebody vouches for it on a site. */
export interface KnownSource extends Source {
  /** Row in the generation that holds it; only the book reads and writes it. */
  row: number;
  /** The endpoint that it wrote to last (-1 = none), how often in a row it was answered there, and since when. */
  endpointId: number;
  endpointWrites: number;
  endpointSince: number;
  trustedSiteId: number;
  isTrusted: boolean;
}

/** What a source did on one site. Each count stops at its bound for the site before the last one: 1,023, 1,023, 2,047. */
export interface Visits {
  readonly pages: number;
  readonly assets: number;
  readonly writes: number;
  /** Distinct endpoints it wrote to on the last site, at most 32; a few may count as one. 0 for the site before. */
  readonly endpoints: number;
}

/**
 * Every source that was seen lately, with a memory of what it did on the two sites that it visited last. A person
 * visits one site or two; what visits more is a crawler or a scanner, about whom the past of one site says little.
 * Bounded: two generations of `capacity` sources; what did not come back for a generation is forgotten. Counts lie
 * in a flat table of 32 bytes a source, since each request touches them and little else should be touched then.
 */
export interface SourceBook {
  /** Row of the source whose address is in [start, end); valid until the next call. */
  readonly rowOf: (bytes: Uint8Array, start: number, end: number) => number;
  readonly sourceAt: (row: number) => KnownSource;
  readonly isForeignAt: (row: number) => boolean;
  readonly page: (row: number, site: Site) => void;
  readonly asset: (row: number, site: Site) => void;
  readonly write: (row: number, site: Site, endpointId: number) => void;
  /** What the source did on a site, as far as remembered. */
  readonly visits: (source: Source, site: Site) => Visits;
}

export interface SourceBookOptions {
  readonly capacity: number;
  readonly geo: Pick<Geo, "place" | "placeIpv4">;
}

const rowWidth = 8;
const SITE = 0;
const PAGES = 1;
const ASSETS = 2;
const WRITES = 3;
const ENDPOINTS = 4;
const SITE_BEFORE = 5;
/** pages << 21 | assets << 11 | writes of the site before. */
const PACKED_BEFORE = 6;
const FOREIGN = 7;

const noVisits: Visits = { pages: 0, assets: 0, writes: 0, endpoints: 0 };

const packed = (pages: number, assets: number, writes: number): number =>
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

class Generation {
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

class Book implements SourceBook {
  private readonly options: SourceBookOptions;
  private readonly others;
  private made = 0;
  private young = new Generation();
  private old: Generation | null = null;

  constructor(options: SourceBookOptions) {
    this.options = options;
    this.others = createByteInterner<KnownSource>({
      capacity: options.capacity,
      make: (bytes, start, end) => {
        const text = decodeText(bytes, start, end, "none").toLowerCase();
        return this.make(canonicalAddress(text) ?? text, options.geo.place(text));
      },
    });
  }

  rowOf(bytes: Uint8Array, start: number, end: number): number {
    const key = ipv4InBytes(bytes, start, end);
    if (key !== key) return this.placed(this.others.get(bytes, start, end));
    const row = this.young.find(key);
    return row >= 0 ? row : this.bring(key);
  }

  sourceAt(row: number): KnownSource {
    const known = this.young.sources[row] ?? null;
    if (known !== null) return known;
    const value = this.young.keyOf(row);
    const made = this.make(formatIpv4(value), this.options.geo.placeIpv4(value));
    made.row = row;
    this.young.sources[row] = made;
    return made;
  }

  private make(address: string, placement: Placement): KnownSource {
    return {
      id: this.made++,
      address,
      ...placement,
      row: -1,
      endpointId: -1,
      endpointWrites: 0,
      endpointSince: 0,
      trustedSiteId: -1,
      isTrusted: false,
    };
  }

  isForeignAt(row: number): boolean {
    return this.young.rows[row * rowWidth + FOREIGN] === 1;
  }

  page(row: number, site: Site): void {
    this.count(row, site, PAGES);
  }

  asset(row: number, site: Site): void {
    this.count(row, site, ASSETS);
  }

  write(row: number, site: Site, endpointId: number): void {
    this.count(row, site, WRITES);
    const at = row * rowWidth + ENDPOINTS;
    this.young.rows[at] = (this.young.rows[at] as number) | (1 << (endpointId & 31));
  }

  visits(source: Source, site: Site): Visits {
    const { row } = source as KnownSource;
    const generation = this.holderOf(source, row);
    if (generation === null) return noVisits;
    const { rows } = generation;
    const at = row * rowWidth;
    if (rows[at + SITE] === site.id) {
      return {
        pages: rows[at + PAGES] as number,
        assets: rows[at + ASSETS] as number,
        writes: rows[at + WRITES] as number,
        endpoints: bitsIn(rows[at + ENDPOINTS] as number),
      };
    }
    if (rows[at + SITE_BEFORE] !== site.id) return noVisits;
    const before = rows[at + PACKED_BEFORE] as number;
    return { pages: before >>> 21, assets: (before >>> 11) & 1_023, writes: before & 2_047, endpoints: 0 };
  }

  private holderOf(source: Source, row: number): Generation | null {
    if (this.young.sources[row] === source) return this.young;
    return this.old?.sources[row] === source ? this.old : null;
  }

  private count(row: number, site: Site, column: number): void {
    const at = row * rowWidth;
    if (this.young.rows[at + SITE] !== site.id) this.turnTo(at, site.id);
    const { rows } = this.young;
    rows[at + column] = (rows[at + column] as number) + 1;
  }

  /** Makes a site the last one; the last one becomes the one before. */
  private turnTo(at: number, siteId: number): void {
    const { rows } = this.young;
    const back = rows[at + SITE_BEFORE] === siteId ? (rows[at + PACKED_BEFORE] as number) : 0;
    rows[at + SITE_BEFORE] = rows[at + SITE] as number;
    rows[at + PACKED_BEFORE] = packed(rows[at + PAGES] as number, rows[at + ASSETS] as number, rows[at + WRITES] as number);
    rows[at + SITE] = siteId;
    rows[at + PAGES] = back >>> 21;
    rows[at + ASSETS] = (back >>> 11) & 1_023;
    rows[at + WRITES] = back & 2_047;
    rows[at + ENDPOINTS] = 0;
  }

  /** A row for an IPv4 address that the young generation does not hold: brought over from the old one, or new. */
  private bring(key: number): number {
    const { old } = this;
    const before = old?.find(key) ?? -1;
    const source = before < 0 ? null : (old?.sources[before] ?? null);
    const isForeign = before < 0 ? this.options.geo.placeIpv4(key >>> 0).origin === "foreign" : false;
    const row = this.addRow(source, isForeign, before < 0 ? null : old, before);
    this.young.key(key, row);
    return row;
  }

  /** The row of a source that is no IPv4 address. */
  private placed(source: KnownSource): number {
    const { row } = source;
    if (this.young.sources[row] === source) return row;
    return this.addRow(source, source.origin === "foreign", this.holderOf(source, row), row);
  }

  /** A new row in the young generation, with the counts of `row` in `from` where it stood there. */
  private addRow(source: KnownSource | null, isForeign: boolean, from: Generation | null, row: number): number {
    if (this.young.sources.length >= this.options.capacity) {
      this.old = this.young;
      this.young = new Generation();
    }
    const made = this.young.add(source, isForeign);
    if (from !== null) this.young.rows.set(from.rows.subarray(row * rowWidth, (row + 1) * rowWidth), made * rowWidth);
    return made;
  }
}

/** See {@link SourceBook}. */
export const createSourceBook = (options: SourceBookOptions): SourceBook => new Book(options);
