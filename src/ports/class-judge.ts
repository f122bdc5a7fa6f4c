import type { AbuseClass } from "../domain/abuse-class.ts";
import type { CauseKind } from "../domain/detection.ts";
import type { MailFeatures } from "../domain/mail-features.ts";
import type { ReasonReport } from "../domain/scan-report.ts";

/**
 * What speaks for one class when a burst of mail is judged. All judges of a way compete: the class with the highest sum wins, against
 * "nothing out of the ordinary", which stands at 0. Log-odds; each judge one file.
 */
export interface ClassJudge {
  readonly class: AbuseClass;
  /** Ways in that this class is possible for. */
  readonly ways: readonly CauseKind[];
  /** Log-odds before any evidence; below 0. */
  readonly base: number;
  readonly weigh: (features: MailFeatures) => readonly ReasonReport[];
}
