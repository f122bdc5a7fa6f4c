import { asciiBytes, COLON, COMMA, DASH, LESS, SPACE, startsWithAt } from "./ascii.ts";
import { addressEnd, commaOrEnd, indexOfText, leadingNumber, setRange, skipDigits } from "./byte-text.ts";
import type { MailLineRecord } from "./mail-line-record.ts";
import { jsonField, type PostfixText, plainField, readPostfixDelivery } from "./postfix-delivery.ts";
import { queueIdEnd } from "./postfix-queue-id.ts";
import { readPostfixClient, readPostfixRefusal, readPostfixWarning, readSubmissionRefused } from "./postfix-refusal.ts";

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
  saslUsername: asciiBytes(", sasl_username="),
  nonDelivery: asciiBytes(" non-delivery notification: "),
  notification: asciiBytes(" notification: "),
  sender: asciiBytes("sender "),
  postmaster: asciiBytes("postmaster "),
  size: asciiBytes(", size="),
  nrcpt: asciiBytes(", nrcpt="),
  expired: asciiBytes(", status=expired"),
  forceExpired: asciiBytes(", status=force-expired"),
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

const readSmtpClient = (bytes: Uint8Array, at: number, source: PostfixText, into: MailLineRecord): void => {
  const { end } = source;
  let position = readPostfixClient(bytes, at + text.client.length, end, into);
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
      if (startsWithAt(bytes, at, end, text.to)) readPostfixDelivery(bytes, at, source, into);
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
      else if (startsWithAt(bytes, at, end, text.milterReject)) readPostfixRefusal(bytes, at + text.milterReject.length, end, into);
      else if (startsWithAt(bytes, at, end, text.milterHold)) into.kind = "hold";
      return;
    case 0x72: // r
      if (end - at === text.removed.length && startsWithAt(bytes, at, end, text.removed)) into.kind = "removed";
      else if (startsWithAt(bytes, at, end, text.reject)) readPostfixRefusal(bytes, at + text.reject.length, end, into);
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
    if (startsWithAt(bytes, at, end, text.reject)) readPostfixRefusal(bytes, at + text.reject.length, end, into);
    else if (startsWithAt(bytes, at, end, text.milterReject)) readPostfixRefusal(bytes, at + text.milterReject.length, end, into);
  } else if (startsWithAt(bytes, start, end, text.warning)) {
    readPostfixWarning(bytes, start + text.warning.length, end, into);
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
