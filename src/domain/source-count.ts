import type { Site } from "./account.ts";
import type { SiteTally, WaveSource } from "./detection.ts";
import type { Placement, Source } from "./source.ts";
import type { WaveView } from "./wave-context.ts";

/** A source of a wave that still grows. */
export interface SourceCount {
  readonly address: string;
  readonly placement: Placement;
  /** Null for a client that only the mail log names. */
  readonly source: Source | null;
  requests: number;
}

/** The same as a claim tells it. */
export const toWaveSource = ({ address, placement, requests }: SourceCount): WaveSource => ({
  address,
  country: placement.country,
  network: placement.network,
  foreign: placement.origin === "foreign",
  requests,
});

/** Everything that a wave's sources did on its site, their scouting and first steps included. */
export const tallyOf = (sources: Iterable<SourceCount>, site: Site | null, view: Pick<WaveView, "sourceTally">): SiteTally => {
  const tally = { requests: 0, foreignRequests: 0, writes: 0, foreignWrites: 0 };
  if (site === null) return tally;
  for (const { source, requests } of sources) {
    if (source === null) continue;
    const known = view.sourceTally(site, source);
    const all = Math.max(known.requests, requests);
    const writes = Math.max(known.writes, requests);
    tally.requests += all;
    tally.writes += writes;
    if (source.origin !== "foreign") continue;
    tally.foreignRequests += all;
    tally.foreignWrites += writes;
  }
  return tally;
};
