import type { Measure } from "../measure.ts";
import type { ProposedMeasure } from "./claimed-abuse.ts";
import type { RequirementId } from "./requirement.ts";

/** How far automation may go. `observe` only shows, `propose` tells and asks, `act` contains by itself. */
export type ActingMode = "observe" | "propose" | "act";

/** Why a rung waits for a person. */
export type WaitReason =
  | "observing"
  | "proposing"
  | "paused"
  | "not-sure-enough"
  | "one-side-only"
  | "cap-reached"
  | "shared-account"
  | "needs-person"
  | "site-has-visitors";

/** One rung of a ladder as the policy rules on it for this case. Rung 0, telling the customer, is always there and is not listed. */
export interface Rung extends ProposedMeasure {
  /** Null = may be imposed without a person. */
  readonly waitsFor: WaitReason | null;
}

/** When people are there, in the operator's zone. Minutes are of the day, 0 to 1,440. */
export interface OperatingHours {
  readonly timezone: string;
  /** 0 = Sunday. A day without an entry is a day off. */
  readonly days: Readonly<Record<number, { readonly fromMinute: number; readonly toMinute: number }>>;
  /** Days off, `YYYY-MM-DD` in that zone. */
  readonly holidays: readonly string[];
}

/** How much mail one case may cause. Changes of the case are always told. */
export interface NoticeLimits {
  /** Changes within so many minutes become one notice. */
  readonly mergeMinutes: number;
  /** What no change caused (reminders, receipts): per case and day, and in all. */
  readonly promptsPerDay: number;
  readonly promptsInAll: number;
  /** A case with more notices than this waits for a person. */
  readonly mostNotices: number;
}

/**
 * What the policy says on one case, as plain data. It is kept in the fact that brought it, so that a case can be replayed without the policy
 * of its day. Minutes throughout.
 */
export interface CaseTerms {
  /** Digest of the policy's text, 12 hex digits. */
  readonly version: string;
  /** Clause of the operator's terms that the measures rest on, and those that rest on another one. */
  readonly clause: string;
  readonly clauses: Readonly<Partial<Record<Measure, string>>>;
  readonly mode: ActingMode;
  /** Narrowest first; empty where nothing would help. */
  readonly ladder: readonly Rung[];
  readonly requirements: readonly RequirementId[];
  /** Whether somebody can be told. */
  readonly hasContact: boolean;
  readonly tellWhileObserving: boolean;
  /** Harm this long after a measure was proven means that the measure does not hold it. */
  readonly graceMinutes: number;
  /** A customer who was told and whose case is not contained has this long before the next step. */
  readonly noticeDeadlineMinutes: number;
  readonly remindAfterMinutes: number;
  readonly recheckMinutes: number;
  /** So long none of this cause's mail before the harm counts as stopped. */
  readonly quietMinutes: number;
  /** Quiet with the measure in force before release, and after it before closing. */
  readonly watchMinutes: number;
  readonly afterReleaseMinutes: number;
  /** A containment is looked at by a person after this long at the latest; its state does not change by that. */
  readonly reviewMinutes: number;
  readonly release: { readonly byPolicy: boolean; readonly people: 1 | 2 };
  /** Within how many operating minutes staff answer. */
  readonly promiseMinutes: number;
  readonly notices: NoticeLimits;
  readonly hours: OperatingHours;
}
