import type { Complaint, ComplaintProblem } from "../../../src/domain/complaint.ts";

/** One file as a complainant would send it, and what must be read of it. */
export interface ComplaintSample {
  /** What it is, and where its form is from. */
  readonly about: string;
  readonly text: string;
  /** Fields that must come out so; or why it is none. */
  readonly reads: Partial<Complaint> | ComplaintProblem;
}

/** Lines as mail has them. */
export const mailText = (...lines: readonly string[]): string => `${lines.join("\r\n")}\r\n`;
