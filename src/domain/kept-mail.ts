import type { JoinedMail } from "./joined-mail.ts";
import type { MailMessage, RecipientOutcome } from "./mail-event.ts";
import type { WriteRequest } from "./write-request.ts";

/**
 * A message as it is remembered: without the names and ids that nobody asks for later, which are more than half of it. A message at hand is
 * one as well.
 */
export interface KeptMail {
  readonly message: Pick<MailMessage, "id" | "time" | "account" | "client" | "place">;
  readonly trigger: WriteRequest | null;
  readonly candidates: number;
}

/** A recipient's outcome as it is remembered. */
export interface KeptOutcome extends Omit<RecipientOutcome, "kind" | "message"> {
  readonly message: KeptMail["message"];
}

/** Several detectors remember the same message, one right after the other: one copy for all of them. */
let last: { readonly of: JoinedMail; readonly kept: KeptMail } | null = null;

/** What is worth remembering of a message. */
export const keptMail = (mail: JoinedMail): KeptMail => {
  if (last?.of === mail) return last.kept;
  const { id, time, account, client, place } = mail.message;
  const kept: KeptMail = {
    message: { id, time, account, client, place },
    trigger: mail.trigger,
    candidates: mail.candidates,
  };
  last = { of: mail, kept };
  return kept;
};

/** What is worth remembering of an outcome, with its message as it is remembered already. */
export const keptOutcome = ({ message }: KeptMail, outcome: RecipientOutcome): KeptOutcome => {
  const { time, recipient, recipientDomain, status, relayAddress, first, place } = outcome;
  return { time, message, recipient, recipientDomain, status, relayAddress, first, place };
};
