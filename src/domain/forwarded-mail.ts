import type { JoinedMail } from "./joined-mail.ts";
import type { RecipientOutcome } from "./mail-event.ts";

/**
 * What became of mail that came from outside and was passed on by a mailbox. Nobody of the account handed it in, so it is none of the
 * account's own messages: no form's, none of its usual rate, nothing that a measure on its mail would stop.
 */
export interface ForwardedMail {
  /** The message as its account's, submission `forwarded`; the same object for all its outcomes. */
  readonly mail: JoinedMail;
  readonly outcome: RecipientOutcome;
  /** The first outcome that shows that the message was passed on. */
  readonly isFirst: boolean;
}
