import type { ComplaintFate, ComplaintProblem } from "../domain/complaint.ts";
import type { GapCode } from "../domain/scan-report.ts";
import type { VisitorKind } from "../domain/visitor-kind.ts";

/** Limits that lie in the files that were handed in. */
type InputGap = Extract<
  GapCode,
  | "complaint-unread"
  | "complaint-unmatched"
  | "complaints-left-out"
  | "access-log-silent"
  | "mail-log-silent"
  | "clock-jump"
  | "out-of-order"
  | "no-access-log-of-site"
  | "no-mail-log-of-host"
>;

/** Who a measure would meet besides the abuse. */
export interface VisitorWords {
  readonly kinds: Readonly<Record<VisitorKind, (count: string) => string>>;
  /** The list as a sentence. */
  readonly list: (kinds: string) => string;
}

/** The part of a report's words that is about the inputs: complaints, and what is wrong with logs. */
export interface InputWords {
  readonly gaps: Readonly<Record<InputGap, string>>;
  readonly visitors: VisitorWords;
  readonly complaints: {
    readonly heading: string;
    readonly kind: string;
    readonly reportedAt: string;
    readonly result: string;
    readonly ofCase: (fate: string, number: string) => string;
    readonly fates: Readonly<Record<ComplaintFate, string>>;
    readonly problems: Readonly<Record<ComplaintProblem, string>>;
    readonly more: (count: string) => string;
  };
}
