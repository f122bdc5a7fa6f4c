import { asciiBytes, CLOSE_PAREN, COLON, COMMA, DASH, LESS, OPEN_BRACKET, OPEN_PAREN, SPACE, startsWithAt } from "./ascii.ts";
import {
  type AddressShape,
  addressEnd,
  type ByteRange,
  bracketedAddress,
  commaOrEnd,
  indexOfText,
  isText,
  lastIndexOfText,
  leadingNumber,
  setRange,
  skipDigits,
} from "./byte-text.ts";
import type { MailLineRecord } from "./mail-line-record.ts";

/** Where a message stands and how it is written. Reused from line to line. */
export interface PostfixText {
  start: number;
  end: number;
  /** The text is the inside of a JSON string. */
  json: boolean;
}

const plainField: AddressShape = { json: false, before: COMMA };
const jsonField: AddressShape = { json: true, before: COMMA };

/** 1: digit of a short queue id (hex, upper case); 2: digit of a long one (base 52, no vowels); 3: both. Source: postconf(5), enable_long_queue_ids. */
const idDigits = new Uint8Array(256);
for (const char of "0123456789ABCDEF") idDigits[char.charCodeAt(0)] = 1;
for (const char of "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz")
  idDigits[char.charCodeAt(0)] = (idDigits[char.charCodeAt(0)] as number) | 2;

const shortestId = 5;
const shortestLongId = 10;
const longestId = 40;

/** Position after the queue id at `at`, or -1 when what stands there is none (a word, `NOQUEUE`). */
export const queueIdEnd = (bytes: Uint8Array, at: number, end: number): number => {
  const limit = Math.min(end, at + longestId + 1);
  let position = at;
  let possible = 3;
  while (position < limit) {
    const digit = idDigits[bytes[position] as number] as number;
    if (digit === 0) break;
    possible &= digit;
    if (possible === 0) return -1;
    position++;
  }
  const length = position - at;
  if (length < shortestId || length > longestId) return -1;
  return (possible & 1) !== 0 || length >= shortestLongId ? position : -1;
};

const text = {
  uid: asciiBytes("uid="),
  from: asciiBytes("from=<"),
  blankFrom: asciiBytes(" from=<"),
  client: asciiBytes("client="),
  messageId: asciiBytes("message-id="),
  resentMessageId: asciiBytes("resent-message-id="),
  to: asciiBytes("to="),
  removed: asciiBytes("removed"),
  hold: asciiBytes("hold: "),
  milterHold: asciiBytes("milter-hold: "),
  placedOnHold: asciiBytes("placed on hold"),
  reject: asciiBytes("reject: "),
  milterReject: asciiBytes("milter-reject: "),
  noQueue: asciiBytes("NOQUEUE: "),
  warning: asciiBytes("warning: "),
  fatalUser: asciiBytes("fatal: User "),
  notAllowed: asciiBytes(" is not allowed to submit mail"),
  sasl: asciiBytes(": SASL "),
  authenticationFailed: asciiBytes(" authentication failed"),
  saslUsername: asciiBytes(", sasl_username="),
  fromClient: asciiBytes(" from "),
  nonDelivery: asciiBytes(" non-delivery notification: "),
  notification: asciiBytes(" notification: "),
  sender: asciiBytes("sender "),
  postmaster: asciiBytes("postmaster "),
  size: asciiBytes(", size="),
  nrcpt: asciiBytes(", nrcpt="),
  expired: asciiBytes(", status=expired"),
  forceExpired: asciiBytes(", status=force-expired"),
  relay: asciiBytes("relay="),
  origTo: asciiBytes("orig_to="),
  status: asciiBytes("status="),
  none: asciiBytes("none"),
};

const statuses = [
  ["sent", "sent"],
  ["deferred", "deferred"],
  ["bounced", "bounced"],
  ["expired", "expired"],
  ["undeliverable", "bounced"],
  ["undeliverable-but-not-cached", "bounced"],
  ["deliverable", "sent"],
] as const;
const statusWords = statuses.map(([word]) => asciiBytes(word));

const statusOf = (bytes: Uint8Array, at: number, end: number): MailLineRecord["status"] => {
  let wordEnd = at;
  while (wordEnd < end && (bytes[wordEnd] as number) > SPACE && bytes[wordEnd] !== COMMA) wordEnd++;
  for (let i = 0; i < statusWords.length; i++) {
    const word = statusWords[i] as Uint8Array;
    if (word.length === wordEnd - at && startsWithAt(bytes, at, end, word)) return (statuses[i] as (typeof statuses)[number])[1];
  }
  return "none";
};

/** Reads an address field's value at `at`: `<…>` or bare up to a comma. Returns the position after it, or -1. */
const readAddress = (bytes: Uint8Array, at: number, source: PostfixText, into: ByteRange): number => {
  if (at < source.end && bytes[at] === LESS) {
    const close = addressEnd(bytes, at + 1, source.end, source.json ? jsonField : plainField);
    if (close < 0) return -1;
    setRange(into, at + 1, close);
    return close + 1;
  }
  const close = commaOrEnd(bytes, at, source.end);
  setRange(into, at, close);
  return close;
};

const readRelay = (bytes: Uint8Array, at: number, end: number, into: MailLineRecord): number => {
  const close = commaOrEnd(bytes, at, end);
  let nameEnd = at;
  while (nameEnd < close && bytes[nameEnd] !== OPEN_BRACKET) nameEnd++;
  setRange(into.relayHost, at, nameEnd);
  if (isText(bytes, into.relayHost, text.none)) setRange(into.relayHost, -1, -1);
  if (nameEnd < close) bracketedAddress(bytes, nameEnd, close, into.relayAddress);
  return close;
};

/** Not a field of its own: what the message was addressed to before rewriting. Read only to step over it safely. */
const skipped: ByteRange = { start: -1, end: -1 };

const readDelivery = (bytes: Uint8Array, at: number, source: PostfixText, into: MailLineRecord): void => {
  let position = readAddress(bytes, at + text.to.length, source, into.recipient);
  while (position >= 0 && position + 2 < source.end && bytes[position] === COMMA && bytes[position + 1] === SPACE) {
    position += 2;
    if (startsWithAt(bytes, position, source.end, text.status)) {
      // The last field: what follows in parentheses are the words of others.
      into.status = statusOf(bytes, position + text.status.length, source.end);
      if (into.status !== "none") into.kind = "delivery";
      return;
    }
    if (startsWithAt(bytes, position, source.end, text.relay)) position = readRelay(bytes, position + text.relay.length, source.end, into);
    else if (startsWithAt(bytes, position, source.end, text.origTo))
      position = readAddress(bytes, position + text.origTo.length, source, skipped);
    else position = commaOrEnd(bytes, position, source.end);
  }
};

const readQueued = (bytes: Uint8Array, at: number, source: PostfixText, into: MailLineRecord): void => {
  const { end } = source;
  const close = addressEnd(bytes, at + text.from.length, end, source.json ? jsonField : plainField);
  if (close < 0) return;
  setRange(into.sender, at + text.from.length, close);
  let position = close + 1;
  if (startsWithAt(bytes, position, end, text.size)) {
    position += text.size.length;
    const size = leadingNumber(bytes, position, end);
    position = skipDigits(bytes, position, end);
    if (size < 0 || !startsWithAt(bytes, position, end, text.nrcpt)) return;
    const count = leadingNumber(bytes, position + text.nrcpt.length, end);
    if (count < 0) return;
    into.size = size;
    into.recipientCount = count;
    into.kind = "queued";
  } else if (startsWithAt(bytes, position, end, text.expired) || startsWithAt(bytes, position, end, text.forceExpired)) {
    into.kind = "delivery";
    into.status = "expired";
  }
};

const readPickup = (bytes: Uint8Array, at: number, source: PostfixText, into: MailLineRecord): void => {
  const { end } = source;
  const uidEnd = skipDigits(bytes, at + text.uid.length, end);
  const uid = leadingNumber(bytes, at + text.uid.length, end);
  if (uid < 0 || !startsWithAt(bytes, uidEnd, end, text.blankFrom)) return;
  const from = uidEnd + text.blankFrom.length;
  const close = addressEnd(bytes, from, end, source.json ? jsonField : plainField);
  if (close < 0) return;
  into.kind = "pickup";
  into.uid = uid;
  setRange(into.user, from, close);
};

/** Reads `name[address]` at `at`; returns the position after `]` (or after `]:port`), or -1. The name comes from DNS and has no bracket. */
const readClient = (bytes: Uint8Array, at: number, end: number, into: MailLineRecord): number => {
  const limit = Math.min(end, at + 256);
  let open = at;
  while (open < limit && bytes[open] !== OPEN_BRACKET && (bytes[open] as number) > SPACE) open++;
  if (open >= limit || bytes[open] !== OPEN_BRACKET) return -1;
  let position = bracketedAddress(bytes, open, end, into.client);
  if (position < 0) {
    const close = indexOfText(bytes, open, Math.min(end, open + 48), closeBracket);
    if (close < 0) return -1;
    position = close + 1;
  }
  if (position < end && bytes[position] === COLON) {
    const portEnd = skipDigits(bytes, position + 1, end);
    if (portEnd > position + 1) return portEnd;
  }
  return position;
};

const closeBracket = asciiBytes("]");

const readSmtpClient = (bytes: Uint8Array, at: number, source: PostfixText, into: MailLineRecord): void => {
  const { end } = source;
  let position = readClient(bytes, at + text.client.length, end, into);
  if (position < 0) return;
  into.kind = "client";
  while (position < end && bytes[position] === COMMA) {
    if (startsWithAt(bytes, position, end, text.saslUsername)) {
      const from = position + text.saslUsername.length;
      setRange(into.mailbox, from, commaOrEnd(bytes, from, end));
      return;
    }
    position = commaOrEnd(bytes, position + 1, end);
  }
};

const readMessageId = (bytes: Uint8Array, at: number, source: PostfixText, into: MailLineRecord): void => {
  const { end } = source;
  into.kind = "message-id";
  setRange(into.messageId, at, end);
  if (at >= end || bytes[at] !== LESS) return;
  for (let close = at + 1; close < end; close++) {
    if (bytes[close] !== 0x3e) continue;
    setRange(into.messageId, at + 1, close);
    return;
  }
};

/** `reject: RCPT from name[address]: …`. A stage is capitals only, so a header's text (`reject: header Subject: …`) is not taken for one. */
const readRefusal = (bytes: Uint8Array, at: number, end: number, into: MailLineRecord): void => {
  into.kind = "refused";
  let stageEnd = at;
  while (stageEnd < end) {
    const byte = bytes[stageEnd] as number;
    if (byte !== DASH && (byte < 0x41 || byte > 0x5a)) break;
    stageEnd++;
  }
  if (stageEnd === at || !startsWithAt(bytes, stageEnd, end, text.fromClient)) return;
  const clientAt = stageEnd + text.fromClient.length;
  // postscreen names no host: `CONNECT from [192.0.2.1]:4711`.
  readClient(bytes, clientAt, end, into);
};

const readBounceNotice = (bytes: Uint8Array, at: number, end: number, into: MailLineRecord): void => {
  const who = startsWithAt(bytes, at, end, text.sender)
    ? text.sender
    : startsWithAt(bytes, at, end, text.postmaster)
      ? text.postmaster
      : null;
  if (who === null) return;
  const mark = indexOfText(bytes, at, Math.min(end, at + 64), text.notification);
  if (mark < 0) return;
  const idAt = mark + text.notification.length;
  const idEnd = queueIdEnd(bytes, idAt, end);
  if (idEnd < 0 || idEnd !== end) return;
  setRange(into.newQueueId, idAt, idEnd);
  // A notice of delay or of success carries a new message too, but nothing bounced.
  if (startsWithAt(bytes, at + who.length - 1, end, text.nonDelivery)) into.kind = "bounce-notice";
};

const readQueueLine = (bytes: Uint8Array, at: number, source: PostfixText, into: MailLineRecord): void => {
  const { end } = source;
  switch (bytes[at]) {
    case 0x74: // t
      if (startsWithAt(bytes, at, end, text.to)) readDelivery(bytes, at, source, into);
      return;
    case 0x66: // f
      if (startsWithAt(bytes, at, end, text.from)) readQueued(bytes, at, source, into);
      return;
    case 0x75: // u
      if (startsWithAt(bytes, at, end, text.uid)) readPickup(bytes, at, source, into);
      return;
    case 0x63: // c
      if (startsWithAt(bytes, at, end, text.client)) readSmtpClient(bytes, at, source, into);
      return;
    case 0x6d: // m
      if (startsWithAt(bytes, at, end, text.messageId)) readMessageId(bytes, at + text.messageId.length, source, into);
      else if (startsWithAt(bytes, at, end, text.milterReject)) readRefusal(bytes, at + text.milterReject.length, end, into);
      else if (startsWithAt(bytes, at, end, text.milterHold)) into.kind = "hold";
      return;
    case 0x72: // r
      if (end - at === text.removed.length && startsWithAt(bytes, at, end, text.removed)) into.kind = "removed";
      else if (startsWithAt(bytes, at, end, text.reject)) readRefusal(bytes, at + text.reject.length, end, into);
      else if (startsWithAt(bytes, at, end, text.resentMessageId)) readMessageId(bytes, at + text.resentMessageId.length, source, into);
      return;
    case 0x68: // h
      if (startsWithAt(bytes, at, end, text.hold)) into.kind = "hold";
      return;
    case 0x70: // p
      if (startsWithAt(bytes, at, end, text.placedOnHold)) into.kind = "hold";
      else readBounceNotice(bytes, at, end, into);
      return;
    case 0x73: // s
      readBounceNotice(bytes, at, end, into);
      return;
    default:
      return;
  }
};

/** `name[address]: SASL LOGIN authentication failed: reason[, sasl_username=name]`. The name runs to the line's end. */
const readLoginFailure = (bytes: Uint8Array, at: number, end: number, into: MailLineRecord): void => {
  const afterClient = readClient(bytes, at, end, into);
  if (afterClient < 0 || !startsWithAt(bytes, afterClient, end, text.sasl)) return setRange(into.client, -1, -1);
  let methodEnd = afterClient + text.sasl.length;
  while (methodEnd < end && (bytes[methodEnd] as number) > SPACE) methodEnd++;
  if (!startsWithAt(bytes, methodEnd, end, text.authenticationFailed)) return setRange(into.client, -1, -1);
  into.kind = "login-failed";
  const nameAt = indexOfText(bytes, methodEnd, end, text.saslUsername);
  if (nameAt >= 0) setRange(into.mailbox, nameAt + text.saslUsername.length, end);
};

/** `warning: QID: …` names its message and is of no further interest; a failed login is a warning too. */
const readWarning = (bytes: Uint8Array, at: number, end: number, into: MailLineRecord): void => {
  const idEnd = queueIdEnd(bytes, at, end);
  if (idEnd > 0 && idEnd < end && bytes[idEnd] === COLON) setRange(into.queueId, at, idEnd);
  else readLoginFailure(bytes, at, end, into);
};

/** `fatal: User acct0001(5001) is not allowed to submit mail`, from sendmail and postdrop. */
const readSubmissionRefused = (bytes: Uint8Array, at: number, end: number, into: MailLineRecord): void => {
  const nameAt = at + text.fatalUser.length;
  const mark = lastIndexOfText(bytes, nameAt, end, text.notAllowed);
  if (mark < 0 || bytes[mark - 1] !== CLOSE_PAREN) return;
  let open = nameAt;
  while (open < mark && bytes[open] !== OPEN_PAREN) open++;
  const uid = leadingNumber(bytes, open + 1, mark);
  if (uid < 0 || skipDigits(bytes, open + 1, mark) !== mark - 1) return;
  into.kind = "refused";
  into.uid = uid;
  setRange(into.user, nameAt, open);
};

/**
 * Reads the message of one line by a Postfix program, from left to right: each field is looked for only where Postfix
 * puts it, so that text chosen by others (addresses, HELO, header text, a remote server's reply) stays in its field.
 * Leaves `kind` at "other" for what is of no interest. Source of the shapes: Postfix's own log calls and real logs.
 */
export const readPostfixMessage = (bytes: Uint8Array, source: PostfixText, into: MailLineRecord): void => {
  const { start, end } = source;
  const idEnd = queueIdEnd(bytes, start, end);
  if (idEnd > 0 && idEnd + 1 < end && bytes[idEnd] === COLON && bytes[idEnd + 1] === SPACE) {
    setRange(into.queueId, start, idEnd);
    readQueueLine(bytes, idEnd + 2, source, into);
  } else if (startsWithAt(bytes, start, end, text.noQueue)) {
    const at = start + text.noQueue.length;
    if (startsWithAt(bytes, at, end, text.reject)) readRefusal(bytes, at + text.reject.length, end, into);
    else if (startsWithAt(bytes, at, end, text.milterReject)) readRefusal(bytes, at + text.milterReject.length, end, into);
  } else if (startsWithAt(bytes, start, end, text.warning)) {
    readWarning(bytes, start + text.warning.length, end, into);
  } else if (startsWithAt(bytes, start, end, text.fatalUser)) {
    readSubmissionRefused(bytes, start, end, into);
  }
};

const postfixName = asciiBytes("postfix");

/** Whether the program name in [start, end) is Postfix's: `postfix/smtp`, `postfix-out/smtp`, `postfix-submission/smtpd`, `postfix`. */
export const isPostfixProgram = (bytes: Uint8Array, start: number, end: number): boolean => {
  if (!startsWithAt(bytes, start, end, postfixName)) return false;
  const next = start + postfixName.length;
  return next === end || bytes[next] === 0x2f || bytes[next] === DASH;
};
