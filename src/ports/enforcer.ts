import type { MeasureTarget } from "../domain/case/claimed-abuse.ts";
import type { Stopped } from "../domain/case/containment.ts";
import type { Measure } from "../domain/measure.ts";

/** One measure that is to be in force. */
export interface Imposition {
  /** The containment's id. */
  readonly id: string;
  /** Shown to whoever is turned away. */
  readonly caseId: string;
  readonly measure: Measure;
  readonly target: MeasureTarget;
}

/** One file that an enforcer owns, as it would be. */
export interface PlannedFile {
  readonly path: string;
  readonly text: string;
}

/** What a probe found, with what it rests on in the enforcer's words. */
export interface Probe {
  readonly state: "in-force" | "not-in-force" | "unknown";
  readonly proof: string;
  /** Messages that were waiting when the order came and left before they were held; absent where the measure holds none. */
  readonly left?: number;
}

/**
 * Imposes measures on one server program and takes them away again. It owns its own files and nothing else, is exactly on or exactly off
 * after a crash at any point, and does nothing the second time: an `apply` of what is in force and a `lift` of what is gone succeed.
 * `apply` and `lift` reject with an OperationError where the server refuses; nothing is in force half then.
 */
export interface Enforcer {
  readonly name: string;
  readonly measures: readonly Measure[];
  /** Whether the measure is one of its own and the target lies on its server: a site that nginx serves is none of Apache's. */
  readonly fits: (imposition: Pick<Imposition, "measure" | "target">) => boolean;
  /** What would lie on the disk with these measures in force: pure text, for a dry run and for the golden files. */
  readonly plan: (impositions: readonly Imposition[]) => readonly PlannedFile[];
  readonly apply: (imposition: Imposition) => Promise<void>;
  /** Proves by a request, not by the file. */
  readonly probe: (imposition: Imposition) => Promise<Probe>;
  readonly lift: (imposition: Imposition) => Promise<void>;
  /** What stands by its own notes. */
  readonly standing: () => Promise<readonly Imposition[]>;
  /**
   * Puts right at once what must never be missing, such as a map without which a server shuts everybody out; returns what it found wrong, in
   * words. Called every few seconds where it is there.
   */
  readonly keep?: () => Promise<readonly string[]>;
  /**
   * What this imposition has turned away or held so far. Asked right before its lift, and again where the lift is tried again: the answer is the
   * same then. Null where the server does not count; left out where it never does. Never a guess: the figure is told to the customer.
   */
  readonly stopped?: (imposition: Imposition) => Promise<Stopped | null>;
}
