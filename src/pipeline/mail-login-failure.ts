import type { LoginFailure } from "../domain/login-failure.ts";
import { decodeText } from "../kit/decode-text.ts";
import type { Span } from "../ports/log-format.ts";
import type { Directory } from "./directory.ts";
import type { MailLine } from "./mail-line.ts";

/** A line of kind `login-failed` as an event. */
export const toLoginFailure = ({ fields, time, host, place }: MailLine, directory: Directory): LoginFailure => {
  const text = ({ start, end }: Span): string => (start < 0 ? "" : decodeText(fields.bytes, start, end, fields.escaping));
  const mailbox = text(fields.mailbox).toLowerCase() || null;
  const account = mailbox === null ? null : directory.accountOfMailbox(mailbox);
  return { time, host, mailbox, account, client: text(fields.client) || null, place: place() };
};
