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
  /** What it had written to the site before its first request in the wave, and before its latest. */
  readonly firstWrites: number;
  lastWrites: number;
}

/** The same as a claim tells it. */
export const toWaveSource = ({ address, placement, requests }: SourceCount): WaveSource => ({
  address,
  country: placement.country,
  network: placement.network,
  foreign: placement.origin === "foreign",
  requests,
});

/**
 * Everything that a wave's sources did on its site, their scouting and first steps included. Through an address that nobody can place, or
 * through which somebody looks at pages with all their parts, others come as well: of it only what it wrote from its first request in the
 * wave to its latest is the wave's, tries that failed and screens that ask once more among them.
 */
export const tallyOf = (sources: Iterable<SourceCount>, site: Site | null, view: Pick<WaveView, "sourceTally">): SiteTally => {
  const tally = { requests: 0, foreignRequests: 0, writes: 0, foreignWrites: 0 };
  if (site === null) return tally;
  for (const one of sources) {
    if (one.source === null) continue;
    const { requests, writes } = doneBy(one, view.sourceTally(site, one.source));
    tally.requests += requests;
    tally.writes += writes;
    if (one.source.origin !== "foreign") continue;
    tally.foreignRequests += requests;
    tally.foreignWrites += writes;
  }
  return tally;
};

const doneBy = (
  { source, requests, firstWrites, lastWrites }: SourceCount,
  known: ReturnType<WaveView["sourceTally"]>,
): { readonly requests: number; readonly writes: number } => {
  const isShared = source?.origin === "unknown" || known.assets > 0;
  if (!isShared) return { requests: Math.max(known.requests, requests), writes: Math.max(known.writes, requests) };
  const writes = Math.max(requests, lastWrites + 1 - firstWrites);
  return { requests: writes, writes };
};
