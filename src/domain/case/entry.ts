import type { Actor } from "./actor.ts";
import type { CaseState } from "./case.ts";

/** Closed list of what a timeline can say. */
export type EntryCode =
  | "opened"
  | "seen-again"
  | "state"
  | "would-contain"
  | "ordered"
  | "in-force"
  | "order-failed"
  | "drifted"
  | "lift-ordered"
  | "lifted"
  | "released"
  | "dismissed"
  | "notice-due"
  | "notice-sent"
  | "notice-failed"
  | "notice-bounced"
  | "nobody-to-tell"
  | "answered"
  | "checked"
  | "attested"
  | "watch-began"
  | "watch-ended"
  | "relapsed"
  | "refused"
  | "task"
  | "task-done"
  | "promise-missed"
  | "terms-changed"
  | "held-delivered"
  | "held-deleted"
  | "held-left"
  | "held-not-ended";

/** One line of a case's timeline, for people and for the audit. */
export interface Entry {
  readonly at: number;
  readonly by: Actor;
  readonly code: EntryCode;
  readonly state: CaseState;
  readonly detail: Readonly<Record<string, string | number | null>>;
}
