/** Closed list of what staff are asked to do. */
export type TaskKind =
  | "look-at-case"
  | "approve-measure"
  | "measure-failed"
  | "measure-drifted"
  | "harm-goes-on"
  | "approve-release"
  | "attest-unknown"
  | "answer-customer"
  | "review-lawful-claim"
  | "notice-bounced"
  | "too-many-notices"
  | "nobody-to-tell"
  | "customer-silent"
  | "review-due"
  | "held-mail";

/** Something that waits for a person, with the time that was promised for it. */
export interface StaffTask {
  readonly id: string;
  readonly kind: TaskKind;
  readonly detail: string;
  readonly at: number;
  /** By when, by the operating hours; epoch ms. */
  readonly dueAt: number;
  readonly doneAt: number | null;
  /** When the promise was missed and said to be. */
  readonly missedAt: number | null;
}
