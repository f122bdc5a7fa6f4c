import type { Source } from "../domain/source.ts";
import type { AddressBlock } from "./address-block.ts";

/** A source with its place in the book; a host's own note on it: whether somebody vouches for it on a site. */
export interface KnownSource extends Source {
  /** Row in the generation that holds it; only the book reads and writes it. */
  row: number;
  /** The endpoint that it wrote to last (-1 = none), how often in a row it was answered there, and since when. */
  endpointId: number;
  endpointWrites: number;
  endpointSince: number;
  /** The network that it lies in. */
  readonly block: AddressBlock;
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
