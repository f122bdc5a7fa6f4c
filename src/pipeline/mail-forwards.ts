import type { ForwardedMail } from "../domain/forwarded-mail.ts";
import type { JoinedMail } from "../domain/joined-mail.ts";
import type { RecipientOutcome } from "../domain/mail-event.ts";
import { decodeText } from "../kit/decode-text.ts";
import type { MailFields } from "../ports/log-format.ts";
import type { Directory } from "./directory.ts";
import type { OpenMessage } from "./open-messages.ts";

/** Finds the mail from outside that an account's mailbox passes on: no line of the log names the account, only the address it was for. */
export interface MailForwards {
  /** An outcome of a message whose line `fields` is; passed over unless the message left for an address that it was not addressed to. */
  readonly follow: (message: OpenMessage, fields: MailFields, outcome: RecipientOutcome) => void;
}

export interface MailForwardsOptions {
  readonly directory: Directory;
  readonly forwarded: (event: ForwardedMail) => void;
}

const isLoopback = (address: string | null): boolean => address !== null && /^(127\.|::1$)/.test(address);

/** A mailbox of this server, a file, a program: `relay=local`, `relay=host[private/lmtp]`. A server that was never reached has no name. */
const staysHere = ({ relayHost, relayAddress }: MailFields): boolean => relayHost.start >= 0 && relayAddress.start < 0;

export const createMailForwards = ({ directory, forwarded }: MailForwardsOptions): MailForwards => {
  /** The mailbox that passed the line's message on. Sendmail names it as the one on whose behalf it delivers. */
  const mailboxOf = (fields: MailFields): string => {
    const { start, end } = fields.original.start < 0 ? fields.user : fields.original;
    return start < 0 ? "" : decodeText(fields.bytes, start, end, fields.escaping).toLowerCase();
  };

  const isOwnSite = ({ relayAddress, recipientDomain }: RecipientOutcome): boolean =>
    relayAddress === null && (directory.findSite(recipientDomain)?.account ?? null) !== null;

  const forwardOf = (message: OpenMessage, fields: MailFields, outcome: RecipientOutcome): JoinedMail | null => {
    const mailbox = mailboxOf(fields);
    const account = directory.accountOfMailbox(mailbox);
    if (account === null) return null;
    const { id, queueId, host, time, sender, messageId, size, recipientCount, client, place } = message;
    const known = { id, queueId, host, time, sender, messageId, size, recipientCount, client, place };
    const made = { ...known, submission: "forwarded" as const, account, mailbox, script: null, workingDirectory: null };
    return { message: made, trigger: null, candidates: 0, settledAt: outcome.time };
  };

  const follow = (message: OpenMessage, fields: MailFields, outcome: RecipientOutcome): void => {
    if (message.account !== null || (fields.original.start < 0 && fields.user.start < 0)) return;
    if (staysHere(fields) || isOwnSite(outcome)) return;
    // Through a content filter on this server it comes by once more.
    if (isLoopback(outcome.relayAddress)) return;
    const isFirst = message.forward === null;
    message.forward ??= forwardOf(message, fields, outcome);
    if (message.forward !== null) forwarded({ mail: message.forward, outcome, isFirst });
  };

  return { follow };
};
