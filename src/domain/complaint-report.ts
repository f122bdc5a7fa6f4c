import type { ComplaintFate, ComplaintProblem, ComplaintTie } from "./complaint.ts";

/** One file of a complaint by a third party. What it says is the complainant's word; null where it says nothing. */
export interface ComplaintReport {
  readonly path: string;
  /** Name of the format; null when none reads the file, and then `problem` says why. */
  readonly format: string | null;
  readonly problem: ComplaintProblem | null;
  readonly kind: string | null;
  readonly reportedAt: string | null;
  /** When the mail came in at the complainant, else when it was written. */
  readonly mailAt: string | null;
  readonly sourceAddress: string | null;
  readonly reportedDomain: string | null;
  readonly messageId: string | null;
  readonly sender: string | null;
  readonly script: string | null;
  readonly fate: ComplaintFate;
  readonly account: string | null;
  readonly tie: ComplaintTie | null;
  /** Place in `cases`, from 0, of the case that it is part of. */
  readonly case: number | null;
}
