import type { WaveSource } from "./detection.ts";
import type { Placement, Source } from "./source.ts";

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
