import type { AbuseClass } from "../domain/abuse-class.ts";
import type { Detection } from "../domain/detection.ts";

/** One case as a scan knows it: the latest claim of its final class, and how it got there. */
export interface ScanCase {
  readonly detection: Detection;
  /** Event time from which it carried its final class. */
  readonly detectedAt: number;
  readonly openedAt: number;
  readonly history: readonly { readonly at: number; readonly class: AbuseClass; readonly confidence: number }[];
}
