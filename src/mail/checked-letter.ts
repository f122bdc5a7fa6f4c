import type { Letter, Mailbox } from "../ports/mailer.ts";
import { type HeaderText, headerText } from "./header-text.ts";
import { domainOf, mailAddress } from "./mail-address.ts";
import { noticeMessageId, noticeReturnPath } from "./notice-address.ts";

/** A mailbox whose name may stand in a header field and whose address is plain. */
export interface CheckedMailbox {
  readonly name: HeaderText | null;
  readonly address: string;
}

/** A letter of which every part that goes into the envelope or a header field has been looked at. */
export interface CheckedLetter {
  readonly messageId: string;
  readonly firstMessageId: string | null;
  readonly returnPath: string;
  readonly from: CheckedMailbox;
  readonly to: readonly CheckedMailbox[];
  readonly replyTo: string;
  readonly language: string;
  readonly subject: HeaderText;
  readonly text: string;
  readonly html: string;
}

/** Who sends: the name and address that readers see, and where bounces go. */
export interface Sender {
  readonly from: Mailbox;
  readonly returnPath: string;
  /** Seals the return path of each notice. */
  readonly returnKey: Uint8Array;
}

const checkedMailbox = ({ name, address }: Mailbox): CheckedMailbox | null => {
  const plain = mailAddress(address);
  const shown = name === null ? null : headerText(name);
  return plain === null || (name !== null && shown === null) ? null : { name: shown, address: plain };
};

/** The letter with its envelope, or which part of it is unfit: then nothing of it is sent. */
export const checkLetter = (letter: Letter, sender: Sender): CheckedLetter | { readonly unfit: string } => {
  const from = checkedMailbox(sender.from);
  const to = letter.to.flatMap((mailbox) => checkedMailbox(mailbox) ?? []);
  const returnPath = noticeReturnPath(letter.noticeId, sender.returnPath, sender.returnKey);
  const replyTo = mailAddress(letter.replyTo);
  const subject = headerText(letter.subject);
  if (from === null) return { unfit: "sender" };
  if (returnPath === null) return { unfit: "notice id" };
  if (to.length === 0 || to.length !== letter.to.length) return { unfit: "recipient" };
  if (replyTo === null) return { unfit: "reply address" };
  if (subject === null) return { unfit: "subject" };
  if (!/^[A-Za-z0-9-]{2,35}$/.test(letter.language)) return { unfit: "language" };
  const idOf = (id: string): string => noticeMessageId(id, domainOf(from.address));
  return {
    messageId: idOf(letter.noticeId),
    firstMessageId: letter.firstNoticeId === null ? null : idOf(letter.firstNoticeId),
    returnPath,
    from,
    to,
    replyTo,
    language: letter.language,
    subject,
    text: letter.text,
    html: letter.html,
  };
};
