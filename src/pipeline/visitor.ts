import type { Origin, Placement, Source } from "../domain/source.ts";

/** What a source did on one site. */
export interface Visits {
  readonly pages: number;
  readonly assets: number;
  readonly writes: number;
  /** Distinct endpoints it wrote to, at most 32; a few may count as one. */
  readonly endpoints: number;
}

const noVisits: Visits = { pages: 0, assets: 0, writes: 0, endpoints: 0 };

const bitsIn = (mask: number): number => {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
};

/** Counts of one site; -1 = no site. */
class SiteVisits {
  siteId = -1;
  pages = 0;
  assets = 0;
  writes = 0;
  endpointMask = 0;

  begin(siteId: number): void {
    this.siteId = siteId;
    this.pages = 0;
    this.assets = 0;
    this.writes = 0;
    this.endpointMask = 0;
  }

  toVisits(): Visits {
    const { pages, assets, writes, endpointMask } = this;
    return { pages, assets, writes, endpoints: bitsIn(endpointMask) };
  }
}

/**
 * A source with a memory of what it did on the two sites that it visited last. A person visits one site or two; what
 * visits more is a crawler or a scanner, about whom the past of one site says little.
 */
export class Visitor implements Source {
  readonly id: number;
  readonly address: string;
  readonly country: string | null;
  readonly network: string | null;
  readonly origin: Origin;
  private last = new SiteVisits();
  private before = new SiteVisits();

  constructor(id: number, address: string, placement: Placement) {
    this.id = id;
    this.address = address;
    this.country = placement.country;
    this.network = placement.network;
    this.origin = placement.origin;
  }

  page(siteId: number): void {
    this.at(siteId).pages++;
  }

  asset(siteId: number): void {
    this.at(siteId).assets++;
  }

  write(siteId: number, endpointId: number): void {
    const visits = this.at(siteId);
    visits.writes++;
    visits.endpointMask |= 1 << (endpointId & 31);
  }

  visitsTo(siteId: number): Visits {
    if (this.last.siteId === siteId) return this.last.toVisits();
    return this.before.siteId === siteId ? this.before.toVisits() : noVisits;
  }

  private at(siteId: number): SiteVisits {
    return this.last.siteId === siteId ? this.last : this.turnTo(siteId);
  }

  private turnTo(siteId: number): SiteVisits {
    const turned = this.before;
    this.before = this.last;
    this.last = turned;
    if (turned.siteId !== siteId) turned.begin(siteId);
    return turned;
  }
}
