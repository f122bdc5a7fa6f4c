import type { ComplaintFate, ComplaintProblem } from "../domain/complaint.ts";
import type { GapCode } from "../domain/scan-report.ts";

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

/** The part of a report's words that is about the inputs: complaints, and what is wrong with logs. */
export interface InputWords {
  readonly gaps: Readonly<Record<InputGap, string>>;
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
