/** Closed list of what a case waits for by the clock. */
export type TimerKind = "tell" | "notice-deadline" | "remind" | "recheck" | "watch" | "close" | "review" | "promise";

/** A moment at which a case looks at itself. A timer that was replaced or dropped does nothing when its moment comes. */
export interface Timer {
  readonly id: string;
  readonly kind: TimerKind;
  /** Epoch ms. */
  readonly at: number;
}
