import type { MailMessage } from "./mail-event.ts";
import type { WriteRequest } from "./write-request.ts";

/** A submitted message with the request that most likely caused it. */
export interface JoinedMail {
  readonly message: MailMessage;
  /** Null when no request fits better than the account's mail without requests. May be a read of a script, see {@link WriteRequest}. */
  readonly trigger: WriteRequest | null;
  /** Requests that fit about as well, the trigger included; 1 = no rival, 0 = no request fits at all. */
  readonly candidates: number;
  /** Event time at which the join could be settled: every request that may belong to it had been logged. */
  readonly settledAt: number;
}
