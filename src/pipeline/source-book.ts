import type { Site } from "../domain/account.ts";
import type { Placement, Source } from "../domain/source.ts";
import { createByteInterner } from "../kit/byte-interner.ts";
import { decodeText } from "../kit/decode-text.ts";
import { canonicalAddress, formatIpv4, parseAddress } from "../kit/ip-address.ts";
import type { RangeSet } from "../kit/ip-range.ts";
import { ipv4InBytes } from "../kit/ipv4-bytes.ts";
import type { Geo } from "../ports/geo.ts";
import { type AddressBlock, blockOfAddress, blockOfIpv4 } from "./address-block.ts";
import type { KnownSource, Visits } from "./known-source.ts";
import {
  ASSETS,
  ENDPOINTS,
  FOREIGN,
  noVisits,
  PACKED_BEFORE,
  PAGES,
  packed,
  rowWidth,
  SITE,
  SITE_BEFORE,
  SourceGeneration,
  WRITES,
} from "./source-generation.ts";

/**
 * Every source that was seen lately, with a memory of what it did on the two sites that it visited last. A person
 * visits one site or two; what visits more is a crawler or a scanner, about whom the past of one site says little.
 * Bounded: two generations of `capacity` sources; what did not come back for a generation is forgotten. Counts lie
 * in a flat table of 32 bytes a source, since each request touches them and little else should be touched then.
 */
export interface SourceBook {
  /** Row of the source whose address is in [start, end); valid until the next call. */
  readonly rowOf: (bytes: Uint8Array, start: number, end: number) => number;
  /** The same for the value of an IPv4 address, signed. */
  readonly rowOfIpv4: (key: number) => number;
  readonly sourceAt: (row: number) => KnownSource;
  readonly isForeignAt: (row: number) => boolean;
  readonly page: (row: number, site: Site) => void;
  readonly asset: (row: number, site: Site) => void;
  readonly write: (row: number, site: Site, endpointId: number) => void;
  /** What the source did on a site, as far as remembered. */
  readonly visits: (source: Source, site: Site) => Visits;
  /** Requests to a site from all remembered sources in some networks, those of the given addresses apart. Walks the whole book. */
  readonly requestsFrom: (
    site: Site,
    networks: RangeSet,
    isOwn: (address: string) => boolean,
  ) => { readonly own: number; readonly others: number };
}

export interface SourceBookOptions {
  readonly capacity: number;
  readonly geo: Pick<Geo, "place" | "placeIpv4">;
}

class Book implements SourceBook {
  private readonly options: SourceBookOptions;
  private readonly others;
  private made = 0;
  private young = new SourceGeneration();
  private old: SourceGeneration | null = null;

  constructor(options: SourceBookOptions) {
    this.options = options;
    this.others = createByteInterner<KnownSource>({
      capacity: options.capacity,
      make: (bytes, start, end) => {
        const text = decodeText(bytes, start, end, "none").toLowerCase();
        return this.make(canonicalAddress(text) ?? text, options.geo.place(text), blockOfAddress(text));
      },
    });
  }

  rowOf(bytes: Uint8Array, start: number, end: number): number {
    const key = ipv4InBytes(bytes, start, end);
    return key === key ? this.rowOfIpv4(key) : this.placed(this.others.get(bytes, start, end));
  }

  rowOfIpv4(key: number): number {
    const row = this.young.find(key);
    return row >= 0 ? row : this.bring(key);
  }

  sourceAt(row: number): KnownSource {
    const known = this.young.sources[row] ?? null;
    if (known !== null) return known;
    const value = this.young.keyOf(row);
    const made = this.make(formatIpv4(value), this.options.geo.placeIpv4(value), blockOfIpv4(value));
    made.row = row;
    this.young.sources[row] = made;
    return made;
  }

  /** Every field by name: a spread object would take more memory. */
  private make(address: string, { country, network, origin }: Placement, block: AddressBlock): KnownSource {
    return {
      id: this.made++,
      address,
      country,
      network,
      origin,
      row: -1,
      endpointId: -1,
      endpointWrites: 0,
      endpointSince: 0,
      block,
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
    return generation.visitsAt(row, site.id);
  }

  requestsFrom(site: Site, networks: RangeSet, isOwn: (address: string) => boolean): { readonly own: number; readonly others: number } {
    const sum = { own: 0, others: 0 };
    for (const generation of this.old === null ? [this.young] : [this.young, this.old]) {
      for (let row = 0; row < generation.sources.length; row++) {
        const { pages, assets, writes } = generation.visitsAt(row, site.id);
        const requests = pages + assets + writes;
        if (requests === 0 || (generation === this.old && this.isYoung(generation, row))) continue;
        const address = generation.addressAt(row);
        const parsed = parseAddress(address);
        if (parsed !== null && networks.contains(parsed)) sum[isOwn(address) ? "own" : "others"] += requests;
      }
    }
    return sum;
  }

  /** Whether the source of an old row came back since: then its counts stand in the young generation, those of then included. */
  private isYoung(old: SourceGeneration, row: number): boolean {
    const source = old.sources[row] ?? null;
    const key = old.keyOf(row);
    return source !== null && source.row >= 0 && this.young.sources[source.row] === source ? true : key !== 0 && this.young.find(key) >= 0;
  }

  private holderOf(source: Source, row: number): SourceGeneration | null {
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
  private addRow(source: KnownSource | null, isForeign: boolean, from: SourceGeneration | null, row: number): number {
    if (this.young.sources.length >= this.options.capacity) {
      this.old = this.young;
      this.young = new SourceGeneration();
    }
    const made = this.young.add(source, isForeign);
    if (from !== null) this.young.rows.set(from.rows.subarray(row * rowWidth, (row + 1) * rowWidth), made * rowWidth);
    return made;
  }
}

/** See {@link SourceBook}. */
export const createSourceBook = (options: SourceBookOptions): SourceBook => new Book(options);
