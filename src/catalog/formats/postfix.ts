import { withoutCarriageReturn } from "../../kit/byte-text.ts";
import type { PostfixText } from "../../kit/postfix-delivery.ts";
import { isPostfixProgram, readPostfixMessage } from "../../kit/postfix-message.ts";
import { createSyslogHead, readPhpStamp, readSyslogLine } from "../../kit/syslog-line.ts";
import { longestLineBytes, type MailFields, type MailFormat, type Refusal } from "../../ports/log-format.ts";

const head = createSyslogHead();
const source: PostfixText = { start: 0, end: 0, json: false };

const read = (bytes: Uint8Array, start: number, lineEnd: number, into: MailFields): Refusal | null => {
  into.bytes = bytes;
  const end = withoutCarriageReturn(bytes, start, lineEnd);
  if (start >= end) return "empty";
  if (end - start > longestLineBytes) return "too-long";
  head.record = into;
  const refusal = readSyslogLine(bytes, start, end, head);
  if (refusal !== null) {
    // Webmail and PHP error logs get concatenated into mail logs; they bear a time and are of no interest.
    return readPhpStamp(bytes, start, end, into.stamp) > 0 ? null : refusal;
  }
  if (isPostfixProgram(bytes, head.program.start, head.program.end)) {
    into.own = true;
    source.start = head.message;
    source.end = end;
    readPostfixMessage(bytes, source, into);
  }
  return null;
};

/** Postfix through syslog, or Postfix's own `maillog_file`: classic or ISO 8601 stamps, short or long queue ids. */
export const postfix: MailFormat = {
  kind: "mail",
  name: "postfix",
  about: "Postfix mail log (syslog or maillog_file), classic or RFC 3339 stamps; lines of other daemons are passed over",
  read,
};
