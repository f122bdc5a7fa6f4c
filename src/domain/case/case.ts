import type { CaseTerms } from "./case-terms.ts";
import type { ClaimedAbuse } from "./claimed-abuse.ts";
import type { Containment } from "./containment.ts";
import type { Change, Notice, ToldStates } from "./notice.ts";
import type { Requirement } from "./requirement.ts";
import type { StaffTask } from "./staff-task.ts";
import type { Timer } from "./timer.ts";

/** Named for what was last completed. Source: the design's section 3. */
export const caseStates = ["open", "contained", "notified", "answered", "verified", "watched", "released", "closed", "dismissed"] as const;

/** One of {@link caseStates}. */
export type CaseState = (typeof caseStates)[number];

/** Whether a case is over: nothing in force, nothing owed. What comes later is a new case with `previous`. */
export const isOver = ({ state }: { readonly state: CaseState }): boolean => state === "closed" || state === "dismissed";

/** One account, one cause, from first detection to closing. Changed by `advance` alone. Times are epoch ms. */
export interface Case {
  readonly id: string;
  readonly key: string;
  readonly state: CaseState;
  /** When it entered its state. */
  readonly since: number;
  readonly openedAt: number;
  readonly closedAt: number | null;
  readonly claim: ClaimedAbuse;
  readonly terms: CaseTerms;
  /** All that were ever ordered, in order. */
  readonly containments: readonly Containment[];
  readonly requirements: readonly Requirement[];
  /** All that were ever due, in order. */
  readonly notices: readonly Notice[];
  /** Changes that wait to be told in one notice. */
  readonly untold: readonly Change[];
  readonly told: ToldStates;
  readonly tasks: readonly StaffTask[];
  readonly timers: readonly Timer[];
  /** Start of the watch that runs, and how it ends; null outside of one. */
  readonly watch: { readonly from: number; readonly until: number } | null;
  readonly relapses: number;
  /** The case of the same account and cause that came before. */
  readonly previous: string | null;
  /** How many facts it has taken in: part of the ids that it gives. */
  readonly version: number;
}
