import { createRecentMap, type RecentMap } from "../kit/recent-map.ts";

/** Requests that only read a script's address, by whom; what is asked of pages is not counted here. */
export interface ScriptReads {
  readonly add: (siteId: number, path: string, address: string) => void;
  readonly count: (siteId: number, path: string, isOwn: (address: string) => boolean) => { readonly own: number; readonly others: number };
}

/** A scanner asks for hundreds of scripts that are not there: only the latest of a site are kept. */
const pathsPerSite = 128;
/** Addresses told apart per script; the rest are others. About 2 MB for a site whose every script is asked for by so many. */
const addressesPerPath = 64;

interface Reads {
  total: number;
  readonly byAddress: Map<string, number>;
}

const none = { own: 0, others: 0 } as const;

export const createScriptReads = (): ScriptReads => {
  const sites: RecentMap<string, Reads>[] = [];

  const readsOf = (siteId: number, path: string): Reads => {
    const known = sites[siteId] ?? createRecentMap<string, Reads>(pathsPerSite);
    sites[siteId] = known;
    const reads = known.get(path) ?? { total: 0, byAddress: new Map<string, number>() };
    if (reads.total === 0) known.set(path, reads);
    return reads;
  };

  const add = (siteId: number, path: string, address: string): void => {
    const reads = readsOf(siteId, path);
    reads.total++;
    const before = reads.byAddress.get(address);
    if (before !== undefined || reads.byAddress.size < addressesPerPath) reads.byAddress.set(address, (before ?? 0) + 1);
  };

  const count: ScriptReads["count"] = (siteId, path, isOwn) => {
    const reads = sites[siteId]?.get(path);
    if (reads === undefined) return none;
    let own = 0;
    for (const [address, times] of reads.byAddress) if (isOwn(address)) own += times;
    return { own, others: reads.total - own };
  };

  return { add, count };
};
