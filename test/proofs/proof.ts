/** What a proof found. */
export interface Finding {
  /** The figure in one sentence, as the document quotes it. */
  readonly figure: string;
  /** What is not as it must be, each with what reproduces it; empty when the proof holds. */
  readonly faults: readonly string[];
}

/**
 * A proof by count: the same check on very many made-up cases. It exists once; `npm test` runs it with a small count, `npm run
 * proofs` with the full one. The same count and seed check the same cases.
 */
export interface Proof {
  readonly name: string;
  /** What holds when it passes. */
  readonly about: string;
  readonly fullCount: number;
  /** File in docs/ that quotes the figure; PROOFS.md unless told. */
  readonly document?: "RELIABILITY.md" | "CONTAINMENT.md";
  /** Cannot be run without PostgreSQL. */
  readonly needsPostgres?: boolean;
  /** Why it cannot be run here, or null; not asked where nothing but Node is needed. */
  readonly missing?: () => string | null;
  readonly run: (count: number, seed: number) => Promise<Finding>;
}

/** More faults than these say nothing new. */
export const faultsKept = 10;
