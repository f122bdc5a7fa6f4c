import type { Complaint, ComplaintProblem } from "../domain/complaint.ts";

/** What a format makes of a file: a complaint, or why it is none. `not-a-complaint` leaves it to the next format. */
export type ComplaintReading = { readonly complaint: Complaint } | { readonly problem: ComplaintProblem };

/**
 * One form in which third parties complain. It gets a whole file of at most {@link largestComplaintBytes}, does no I/O, and never
 * throws, whatever the bytes: they come from anybody who can write to the abuse address.
 */
export interface ComplaintFormat {
  readonly name: string;
  readonly read: (bytes: Uint8Array) => Promise<ComplaintReading>;
}

/** Room for an XARF report with one item of evidence at its limit of 5 MiB, in base64. Source: XARF v4, core schema, `evidence_item`. */
export const largestComplaintBytes = 8 * 1024 * 1024;
