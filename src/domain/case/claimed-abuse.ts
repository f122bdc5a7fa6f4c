import type { AbuseClass, Verdict } from "../abuse-class.ts";
import type { Measure } from "../measure.ts";
import type { NotProposedReason } from "../not-proposed-reason.ts";
import type { ProposedExceptions } from "../regular-source.ts";
import type { CaseCounts, CauseReport, Gap } from "../scan-report.ts";

/** One quoted line in its shown form: query values and local parts masked. The untouched line stays on the server. */
export interface ShownLine {
  readonly input: string;
  /** Byte offset in the decompressed file. */
  readonly offset: number;
  readonly line: string;
  /** Keyed digest of the untouched line, hex. */
  readonly digest: string;
}

/** One measure that fits, and what it would have stopped on the past. */
export interface ProposedMeasure {
  readonly measure: Measure;
  readonly target: MeasureTarget;
  /** `regular`: of the others, the answered writes of `proposedExceptions`. */
  readonly impact: { readonly abusive: number; readonly other: number; readonly regular?: number; readonly unit: "requests" | "messages" };
}

/** Keys by the contract's table of measures. */
export type MeasureTarget = Readonly<Record<string, string | readonly string[] | number | null>>;

/**
 * What crosses from agent to desk: a detection with its cause, its evidence and the measures that fit. A later one of the same case
 * replaces an earlier one; its counts are totals since `firstSeen`. Times are epoch ms.
 */
export interface ClaimedAbuse {
  /** What makes two claims one case: account, kind and name of the cause. */
  readonly key: string;
  readonly class: AbuseClass;
  readonly verdict: Verdict;
  readonly confidence: number;
  readonly host: string;
  /** `^[a-z_][a-z0-9_-]{0,31}$` or `uid:N`; null where no log tells it. */
  readonly account: string | null;
  readonly site: string | null;
  /** Several sites of nobody knows whom run and mail as this account (www-data and its kin): ADR 16. */
  readonly sharesAccount: boolean;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** When the last mail left that is laid to this cause; null where none is. */
  readonly lastHarmAt: number | null;
  readonly cause: CauseReport;
  readonly counts: CaseCounts;
  readonly evidence: readonly ShownLine[];
  /** From narrowest to widest. */
  readonly measures: readonly ProposedMeasure[];
  /** Who would be met though they came regularly from abroad; left out where no measure against visitors is proposed. */
  readonly proposedExceptions?: ProposedExceptions;
  readonly notProposed: readonly { readonly measure: Measure; readonly reason: NotProposedReason }[];
  readonly gaps: readonly Gap[];
}
