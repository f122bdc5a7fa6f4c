import { asciiBytes, COLON, COMMA, GREATER, LESS, SPACE, startsWithAt } from "./ascii.ts";
import { type AddressShape, addressEnd, blankOrEnd, leadingNumber, setRange } from "./byte-text.ts";
import { addressWordEnd, bracketsEnd, copyRange, eximAddress, fieldEnd, isField, readEximHost } from "./exim-fields.ts";
import type { MailLineRecord } from "./mail-line-record.ts";

const text = {
  host: asciiBytes("H="),
  user: asciiBytes("U="),
  authenticator: asciiBytes("A="),
  size: asciiBytes("S="),
  id: asciiBytes("id="),
  subject: asciiBytes("T="),
  sender: asciiBytes("F=<"),
  for: asciiBytes("for "),
  rejected: asciiBytes("rejected "),
  temporarilyRejected: asciiBytes("temporarily rejected "),
  recipient: asciiBytes("RCPT <"),
};

const beforeColon: AddressShape = { json: false, before: COLON };

/** `A=dovecot_login:info@site.example[,sender]` → the mailbox. */
const readAuthenticator = (bytes: Uint8Array, at: number, end: number, into: MailLineRecord): void => {
  let colon = at;
  while (colon < end && bytes[colon] !== COLON) colon++;
  if (colon >= end) return;
  let close = colon + 1;
  while (close < end && bytes[close] !== COMMA) close++;
  if (close > colon + 1) setRange(into.mailbox, colon + 1, close);
};

/** `for a@x "b c"@y`: all the rest of the line is recipients. */
const readRecipients = (bytes: Uint8Array, from: number, end: number, into: MailLineRecord): void => {
  let count = 0;
  let at = from;
  while (at < end) {
    if (bytes[at] === SPACE) {
      at++;
      continue;
    }
    count++;
    at = addressWordEnd(bytes, at, end);
  }
  if (count === 0) return;
  setRange(into.recipient, from, end);
  into.recipientCount = count;
};

/** Reads one of the fields that Exim itself fills in; true when the field at `at` was such a one. */
const readArrivalField = (bytes: Uint8Array, at: number, close: number, into: MailLineRecord): void => {
  if (startsWithAt(bytes, at, close, text.user)) {
    // With a remote host U= is that host's own word (RFC 1413); only a local submission names a login here.
    if (into.client.start < 0 && into.user.start < 0) setRange(into.user, at + 2, close);
  } else if (startsWithAt(bytes, at, close, text.authenticator)) {
    if (into.mailbox.start < 0) readAuthenticator(bytes, at + 2, close, into);
  } else if (startsWithAt(bytes, at, close, text.size) && into.size < 0) {
    into.size = leadingNumber(bytes, at + 2, close);
  }
};

/** From `id=` on the text is the sender's: only the quoted subject is stepped over, and `for` begins the recipients. */
const readArrivalTail = (bytes: Uint8Array, from: number, end: number, into: MailLineRecord): void => {
  let at = from;
  while (at < end) {
    if (startsWithAt(bytes, at, end, text.for)) return readRecipients(bytes, at + text.for.length, end, into);
    at = fieldEnd(bytes, at, end) + 1;
  }
};

/** `sender [H=… | U=…] P=… S=… [id=…] [T="…"] [for …]` at `from`: a message that was taken in. */
export const readEximArrival = (bytes: Uint8Array, from: number, end: number, into: MailLineRecord): void => {
  into.kind = "arrival";
  let at = addressWordEnd(bytes, from, end);
  const isBounce = at === from + 2 && bytes[from] === LESS && bytes[from + 1] === GREATER;
  setRange(into.sender, isBounce ? from + 1 : from, isBounce ? from + 1 : at);
  at++;
  while (at < end) {
    if (startsWithAt(bytes, at, end, text.host)) {
      at = readEximHost(bytes, at + 2, end) + 1;
      if (into.client.start < 0) copyRange(eximAddress, into.client);
      continue;
    }
    if (startsWithAt(bytes, at, end, text.id)) {
      const close = blankOrEnd(bytes, at, end);
      setRange(into.messageId, at + text.id.length, close);
      return readArrivalTail(bytes, close + 1, end, into);
    }
    if (startsWithAt(bytes, at, end, text.subject) || startsWithAt(bytes, at, end, text.for)) return readArrivalTail(bytes, at, end, into);
    const close = fieldEnd(bytes, at, end);
    readArrivalField(bytes, at, close, into);
    at = close + 1;
  }
};

/** `[temporarily ]rejected RCPT <address>: …`. */
const readRefusedRecipient = (bytes: Uint8Array, from: number, end: number, into: MailLineRecord): void => {
  const at = from + (startsWithAt(bytes, from, end, text.rejected) ? text.rejected.length : text.temporarilyRejected.length);
  if (!startsWithAt(bytes, at, end, text.recipient)) return;
  const start = at + text.recipient.length;
  const close = addressEnd(bytes, start, end, beforeColon);
  if (close >= 0) setRange(into.recipient, start, close);
};

/** `[H=…] [U=…] [X=…] [A=…] [F=<…>] rejected …`: a refusal, when the fields end in that word. */
export const readEximRefusal = (bytes: Uint8Array, from: number, end: number, into: MailLineRecord): void => {
  let at = from;
  while (at < end) {
    if (startsWithAt(bytes, at, end, text.rejected) || startsWithAt(bytes, at, end, text.temporarilyRejected)) {
      into.kind = "refused";
      return readRefusedRecipient(bytes, at, end, into);
    }
    if (!isField(bytes, at, end)) return;
    if (startsWithAt(bytes, at, end, text.host)) {
      at = readEximHost(bytes, at + 2, end) + 1;
      if (into.client.start < 0) copyRange(eximAddress, into.client);
    } else if (startsWithAt(bytes, at, end, text.sender)) {
      const close = bracketsEnd(bytes, at + 2, end);
      if (close < 0) return;
      if (into.sender.start < 0) setRange(into.sender, at + 3, close - 1);
      at = close + 1;
    } else {
      const close = fieldEnd(bytes, at, end);
      readArrivalField(bytes, at, close, into);
      at = close + 1;
    }
  }
};
