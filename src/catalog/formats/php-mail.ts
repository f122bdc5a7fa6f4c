import { asciiBytes, BACKSLASH, CLOSE_BRACKET, COLON, GREATER, LESS, QUOTE, SPACE, startsWithAt } from "../../kit/ascii.ts";
import { indexOfText, quotedEnd, setRange, skipDigits, withoutCarriageReturn } from "../../kit/byte-text.ts";
import { createSyslogHead, readPhpStamp, readSyslogLine } from "../../kit/syslog-line.ts";
import { longestLineBytes, type MailFields, type MailFormat, type Refusal } from "../../ports/log-format.ts";

const head = createSyslogHead();

const mailCall = asciiBytes("mail() on [");
const toMark = asciiBytes("]: To: ");
const headersMark = asciiBytes(" -- Headers: ");
const subjectMark = asciiBytes(" -- Subject: ");
const LETTER_M = 0x6d;
const messageIdName = asciiBytes("message-id:");

/**
 * Position of the `:` before `line]: To: `, or -1. The path stands first, so the leftmost such place is PHP's own:
 * recipient and headers, which a visitor may choose, come after it.
 */
const pathEnd = (bytes: Uint8Array, from: number, end: number): number => {
  for (let at = from; at < end; at++) {
    if (bytes[at] !== COLON) continue;
    const digitsEnd = skipDigits(bytes, at + 1, end);
    if (digitsEnd > at + 1 && bytes[digitsEnd] === CLOSE_BRACKET && startsWithAt(bytes, digitsEnd, end, toMark)) return at;
    at = digitsEnd - 1;
  }
  return -1;
};

/** Position of ` -- Headers: ` after the recipients, or `end`. Quoted local parts are stepped over: they may hold anything. */
const recipientsEnd = (bytes: Uint8Array, from: number, end: number): number => {
  let quotesHelp = true;
  for (let at = from; at < end; at++) {
    const byte = bytes[at];
    if (byte === QUOTE && quotesHelp) {
      const after = quotedEnd(bytes, at, end);
      if (after > 0) at = after - 1;
      else quotesHelp = false;
    } else if (byte === BACKSLASH) at++;
    else if (byte === SPACE && startsWithAt(bytes, at, end, headersMark)) return at;
  }
  return end;
};

const isName = (bytes: Uint8Array, at: number, end: number): boolean => {
  if (at + messageIdName.length > end) return false;
  for (let i = 0; i < messageIdName.length; i++) {
    const byte = bytes[at + i] as number;
    if ((byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte) !== messageIdName[i]) return false;
  }
  return true;
};

/** The headers in the line. Reused: the hot path must not allocate. */
const headers = { from: 0, end: 0 };

/** Reads the first `Message-ID: <…>` that stands after at least `blanks` blanks (PHP writes each CR and LF as one) or at the start. */
const readMessageId = (bytes: Uint8Array, blanks: 1 | 2, into: MailFields): boolean => {
  const { from, end } = headers;
  for (let at = from; at < end; at++) {
    if (((bytes[at] as number) | 0x20) !== LETTER_M || !isName(bytes, at, end)) continue;
    if (at !== from && (bytes[at - 1] !== SPACE || (blanks === 2 && bytes[at - 2] !== SPACE))) continue;
    let open = at + messageIdName.length;
    while (open < end && bytes[open] === SPACE) open++;
    if (open >= end || bytes[open] !== LESS) continue;
    let close = open + 1;
    while (close < end && bytes[close] !== GREATER && bytes[close] !== SPACE) close++;
    if (close >= end || bytes[close] !== GREATER) continue;
    setRange(into.messageId, open + 1, close);
    return true;
  }
  return false;
};

const readHeaders = (bytes: Uint8Array, from: number, lineEnd: number, into: MailFields): void => {
  const subject = indexOfText(bytes, from, lineEnd, subjectMark);
  headers.from = from;
  headers.end = subject < 0 ? lineEnd : subject;
  // Headers divided by CR LF first: text inside one header cannot stand in for them unless it brings two blanks.
  if (!readMessageId(bytes, 2, into)) readMessageId(bytes, 1, into);
};

const readMailCall = (bytes: Uint8Array, start: number, end: number, into: MailFields): void => {
  if (!startsWithAt(bytes, start, end, mailCall)) return;
  into.own = true;
  const pathAt = start + mailCall.length;
  const colon = pathEnd(bytes, pathAt, end);
  if (colon <= pathAt) return;
  into.kind = "script-mail";
  setRange(into.script, pathAt, colon);
  const toAt = skipDigits(bytes, colon + 1, end) + toMark.length;
  const toEnd = recipientsEnd(bytes, toAt, end);
  if (toEnd > toAt) setRange(into.recipient, toAt, toEnd);
  if (toEnd < end) readHeaders(bytes, toEnd + headersMark.length, end, into);
};

const read = (bytes: Uint8Array, start: number, lineEnd: number, into: MailFields): Refusal | null => {
  into.bytes = bytes;
  const end = withoutCarriageReturn(bytes, start, lineEnd);
  if (start >= end) return "empty";
  if (end - start > longestLineBytes) return "too-long";
  let message = readPhpStamp(bytes, start, end, into.stamp);
  if (message < 0) {
    head.record = into;
    const refusal = readSyslogLine(bytes, start, end, head);
    if (refusal !== null) return refusal;
    message = head.message;
  }
  readMailCall(bytes, message, end, into);
  return null;
};

/**
 * PHP's `mail.log`: which script called mail(), and when. The site's own user writes the file and its visitors choose
 * much of the text, so it is evidence and never proof.
 */
export const phpMail: MailFormat = {
  kind: "mail",
  name: "php-mail",
  isByProgram: true,
  about: "PHP's mail.log (php.ini: mail.log): the script behind each call of mail()",
  read,
};
