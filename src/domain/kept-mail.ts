import type { JoinedMail } from "./joined-mail.ts";
import type { MailMessage, RecipientOutcome } from "./mail-event.ts";
import type { WriteRequest } from "./write-request.ts";

/**
 * A message as it is remembered: without the names and ids that nobody asks for later, which are more than half of it. A message at hand is
 * one as well.
 */
export interface KeptMail {
  readonly message: Pick<MailMessage, "id" | "time" | "account" | "client" | "recipientCount" | "place">;
  readonly trigger: WriteRequest | null;
  readonly candidates: number;
}

/** A recipient's outcome as it is remembered. */
export interface KeptOutcome extends Omit<RecipientOutcome, "kind" | "message"> {
  readonly message: KeptMail["message"];
}

/** Several detectors remember the same message: one copy for all of them. */
const kept = new WeakMap<object, KeptMail>();

/** What is worth remembering of a message. */
export const keptMail = (mail: JoinedMail): KeptMail => {
  const known = kept.get(mail);
  if (known !== undefined) return known;
  const { id, time, account, client, recipientCount, place } = mail.message;
  const made: KeptMail = {
    message: { id, time, account, client, recipientCount, place },
    trigger: mail.trigger,
    candidates: mail.candidates,
  };
  kept.set(mail, made);
  return made;
};

/** What is worth remembering of an outcome of a message. */
export const keptOutcome = (mail: JoinedMail, outcome: RecipientOutcome): KeptOutcome => {
  const { time, recipient, recipientDomain, status, relayAddress, first, place } = outcome;
  return { time, message: keptMail(mail).message, recipient, recipientDomain, status, relayAddress, first, place };
};
