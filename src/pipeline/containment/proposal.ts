import type { Detection } from "../../domain/detection.ts";
import type { Measure } from "../../domain/measure.ts";
import type { NotProposedReason } from "../../domain/not-proposed-reason.ts";
import type { ContainmentReport } from "../../domain/scan-report.ts";
import type { VisitorCount } from "../../domain/visitor-tally.ts";
import type { MailHistory } from "../mail-history.ts";
import type { SourceBook } from "../source-book.ts";

/** A measure with what it would have stopped. */
export interface Proposal {
  readonly measure: Measure;
  readonly target: ContainmentReport["target"];
  readonly abusive: number;
  readonly other: number;
  readonly unit: "requests" | "messages";
  /** Who the others are, where that is known: most first, `other` in all. */
  readonly others?: readonly VisitorCount[];
  /** Of the others, those who wrote regularly before; left out where nobody did. */
  readonly regular?: number;
}

/** A case, and the past that measures are replayed on. */
export interface Past {
  readonly detection: Detection;
  /** ISO 3166-1 alpha-2; null: nobody counts as foreign. */
  readonly home: string | null;
  readonly history: Pick<MailHistory, "hours">;
  readonly sources: Pick<SourceBook, "requestsFrom">;
  /** Answered writes of those who wrote regularly from abroad before. */
  readonly regularWrites: number;
}

/** Replays one measure: what it would have stopped, or why it is no measure for this case. */
export type Replay = (past: Past) => Omit<Proposal, "measure"> | NotProposedReason;

/** A measure that stops less than this share of the wave does not contain it. */
export const leastShare = 0.8;
