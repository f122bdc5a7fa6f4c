import { createPairTable } from "../kit/pair-table.ts";

/**
 * What each source did on each site, in bounded memory: at most 4 × capacity rows of 24 bytes. A source that did
 * not come back for two generations of `capacity` (site, source) pairs is forgotten.
 */
export interface VisitMemory {
  readonly page: (siteId: number, sourceId: number) => void;
  readonly asset: (siteId: number, sourceId: number) => void;
  readonly write: (siteId: number, sourceId: number) => void;
  readonly of: (siteId: number, sourceId: number) => { readonly pages: number; readonly assets: number; readonly writes: number };
}

/** 262,144 pairs a generation: at most about 50 MB in the worst case, a few MB on an ordinary server. */
export const visitPairs = 262_144;

export const createVisitMemory = (capacity: number = visitPairs): VisitMemory => {
  const table = createPairTable(capacity);
  const count = (siteId: number, sourceId: number, column: number): void => {
    const row = table.touch(siteId, sourceId) + column;
    table.rows[row] = (table.rows[row] as number) + 1;
  };
  return {
    page: (siteId, sourceId) => count(siteId, sourceId, 0),
    asset: (siteId, sourceId) => count(siteId, sourceId, 1),
    write: (siteId, sourceId) => count(siteId, sourceId, 2),
    of: (siteId, sourceId) => {
      const row = table.find(siteId, sourceId);
      if (row < 0) return { pages: 0, assets: 0, writes: 0 };
      const { rows } = table;
      return { pages: rows[row] as number, assets: rows[row + 1] as number, writes: rows[row + 2] as number };
    },
  };
};
