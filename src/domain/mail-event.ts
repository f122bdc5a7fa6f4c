import type { Account } from "./account.ts";
import type { LinePlace } from "./line-place.ts";

/** Saved states hold indices of this list: what is new comes last. */
export const deliveryStatuses = ["sent", "deferred", "bounced", "expired", "rejected", "held"] as const;

/** What became of one recipient of one message; the last attempt wins. */
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** How a message entered the mail server; `forwarded`: from outside, for a mailbox that passes it on, which is then its account's. */
export type Submission = "local" | "smtp-auth" | "smtp" | "internal" | "forwarded";

/** One queue entry of one mail server, from submission until it leaves the queue. */
export interface MailMessage {
  /** Small integer, unique within one run. Queue ids are reused; this is not. */
  readonly id: number;
  readonly queueId: string;
  /** The server that logged it. */
  readonly host: string;
  /** Epoch ms of submission (or of the first line seen, where the submission line was lost). */
  readonly time: number;
  readonly submission: Submission;
  /** Who sent it; null for mail that only passes through, bounces, and mail whose submission line was lost. */
  readonly account: Account | null;
  /** Login name of an authenticated SMTP session; of forwarded mail the mailbox that passes it on. */
  readonly mailbox: string | null;
  /** Envelope sender; empty for a bounce. Attacker's choice: never an identity. */
  readonly sender: string;
  readonly messageId: string | null;
  /** Bytes; 0 when the line was lost. */
  readonly size: number;
  /** Recipients the server counted (`nrcpt`); 0 when unknown. */
  readonly recipientCount: number;
  /** Absolute path of the script that called mail(), where PHP's mail.log or Exim's details tell. */
  readonly script: string | null;
  /** Working directory of the process that handed it in, where Exim logs it: on cPanel hosts the script's folder. */
  readonly workingDirectory: string | null;
  /** Client address of an SMTP submission, or the web visitor that Exim's script details name. */
  readonly client: string | null;
  /** Place of the line that names the sender (pickup, client or arrival line). */
  readonly place: LinePlace;
}

/** A message was submitted: emitted once, when sender and size are known or can no longer become known. */
export interface MessageSubmitted {
  readonly kind: "submitted";
  readonly time: number;
  readonly message: MailMessage;
}

/** One recipient's outcome. A later attempt for the same recipient repeats the event with `first: false`. */
export interface RecipientOutcome {
  readonly kind: "delivery";
  readonly time: number;
  readonly message: MailMessage;
  /** Keyed digest of the full address: tells recipients apart without keeping them. 32 bits, seeded per run. */
  readonly recipient: number;
  /** Domain in lower case; empty for a local user name without a domain. */
  readonly recipientDomain: string;
  readonly status: DeliveryStatus;
  /** Address of the server that took the mail directly; null behind `none`, a pipe or a local delivery. */
  readonly relayAddress: string | null;
  readonly first: boolean;
  readonly place: LinePlace;
}

/** What the joined mail logs tell, in order of the lines that settle it. */
export type MailEvent = MessageSubmitted | RecipientOutcome;
