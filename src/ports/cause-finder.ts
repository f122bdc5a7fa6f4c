import type { Detection } from "../domain/detection.ts";
import type { CauseReport } from "../domain/scan-report.ts";

/** Finds the way in behind a detection; pure. Null when this finder has nothing to say about the class. */
export interface CauseFinder {
  readonly name: string;
  readonly find: (detection: Detection) => CauseReport | null;
}
