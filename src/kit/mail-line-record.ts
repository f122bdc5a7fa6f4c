import type { ByteRange } from "./byte-text.ts";

/**
 * What the message part of a mail server's log line fills in. Ranges are of the line's bytes; the record is cleared
 * before each line, so a reader sets only what it finds. Field by field the mail record of the log format contract,
 * which any such record therefore fits.
 */
export interface MailLineRecord {
  kind:
    | "other"
    | "pickup"
    | "client"
    | "message-id"
    | "queued"
    | "arrival"
    | "delivery"
    | "removed"
    | "bounce-notice"
    | "hold"
    | "script-mail"
    | "script-details"
    | "refused"
    | "login-failed";
  status: "none" | "sent" | "deferred" | "bounced" | "expired" | "rejected" | "held";
  readonly queueId: ByteRange;
  readonly newQueueId: ByteRange;
  uid: number;
  readonly user: ByteRange;
  readonly mailbox: ByteRange;
  readonly client: ByteRange;
  readonly sender: ByteRange;
  readonly messageId: ByteRange;
  size: number;
  recipientCount: number;
  readonly recipient: ByteRange;
  readonly original: ByteRange;
  readonly relayHost: ByteRange;
  readonly relayAddress: ByteRange;
  readonly script: ByteRange;
  readonly workingDirectory: ByteRange;
}
