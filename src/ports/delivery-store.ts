import type { AgentMessage } from "../domain/case/agent-message.ts";
import type { SequenceRange } from "../domain/case/passed-over.ts";

/** One message with its place in its source, from 1 without holes. */
export interface Delivery {
  readonly sequence: number;
  readonly message: AgentMessage;
}

/** How far a source has come. Times are epoch ms. */
export interface SourceProgress {
  /** The lowest number that was neither applied nor passed over; 1 for a source that is not known. */
  readonly next: number;
  /** Below `next`: what never came. */
  readonly passedOver: readonly SequenceRange[];
  /** How many came early and wait. */
  readonly waiting: number;
  /** The lowest number that waits; null where none does. */
  readonly lowest: number | null;
  /** When the one that waits longest came. */
  readonly waitingSince: number | null;
}

/** What a source's turn brought. */
export interface ProgressChange {
  readonly source: string;
  /** `next` as it was when the turn began: another desk may have gone on since. */
  readonly expectedNext: number;
  readonly next: number;
  readonly passedOver: readonly SequenceRange[];
  /** To be kept until those before them are there. Numbers below `next` are left out, and so are those that wait already. */
  readonly early: readonly Delivery[];
  /** Whether the source itself was heard, and not only looked after. */
  readonly isHeard: boolean;
  readonly now: number;
}

/**
 * How far each source was taken in, and what came too early. Rejects as the case store does. What waits holds quoted lines, so that it is deleted
 * in the transaction that counts it as applied; `purge` of the case store forgets sources that are silent, `erase` empties the lines.
 */
export interface DeliveryStore {
  readonly progressOf: (source: string) => Promise<SourceProgress>;
  /** What waits, lowest number first. */
  readonly waitingOf: (source: string, limit: number) => Promise<readonly Delivery[]>;
  /** All of the change or, where `expectedNext` does not hold any more, nothing: false. Durable when it answers. */
  readonly advance: (change: ProgressChange) => Promise<boolean>;
  /** Sources of which something waits, by name. */
  readonly sourcesWaiting: () => Promise<readonly string[]>;
}
