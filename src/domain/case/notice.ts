import type { RequirementId, RequirementState } from "./requirement.ts";

/** A change of a case that the customer is told of, once. */
export type Change = "detected" | "contained" | "widened" | "checked" | "watching" | "relapsed" | "released" | "dismissed" | "made-good";

/** What no change caused: few of them, so that mail never becomes a flood itself. */
export type Prompt = "reminder" | "received" | "delayed";

/** Where a notice stands. `due`: not yet handed to the mail server; `overtaken`: never sent, since a dismissal made it untrue. */
export type NoticeState = "due" | "sent" | "failed" | "bounced" | "overtaken";

/** One mail to the customer, as the case knows it. Its text is made from the case when it is sent. */
export interface Notice {
  readonly id: string;
  /** Never empty; several where changes came within ten minutes. */
  readonly tells: readonly (Change | Prompt)[];
  readonly state: NoticeState;
  /** When it was decided, epoch ms. */
  readonly at: number;
  readonly settledAt: number | null;
  /** What the mail server said; null before. */
  readonly detail: string | null;
}

/** What was known of the requirements when results were last told; tells whether a result differs. */
export type ToldStates = Readonly<Partial<Record<RequirementId, RequirementState>>>;
