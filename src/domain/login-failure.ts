import type { Account } from "./account.ts";
import type { LinePlace } from "./line-place.ts";

/** A log-in over SMTP that failed. */
export interface LoginFailure {
  /** Epoch ms. */
  readonly time: number;
  readonly host: string;
  /** As the client typed it, in lower case; null where the server does not log it (Postfix before 3.8 without a plug-in's line). */
  readonly mailbox: string | null;
  /** Owner of the mailbox's domain. */
  readonly account: Account | null;
  readonly client: string | null;
  readonly place: LinePlace;
}
