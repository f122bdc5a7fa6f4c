import {
  asciiBytes,
  CLOSE_BRACKET,
  CLOSE_PAREN,
  COLON,
  COMMA,
  DASH,
  EQUALS,
  GREATER,
  isDigit,
  LESS,
  OPEN_PAREN,
  QUOTE,
  SPACE,
  startsWithAt,
} from "./ascii.ts";
import {
  type AddressShape,
  addressEnd,
  type ByteRange,
  blankOrEnd,
  bracketedAddress,
  indexOfText,
  leadingNumber,
  looksLikeAddress,
  quotedEnd,
  setRange,
  skipDigits,
} from "./byte-text.ts";
import type { MailLineRecord } from "./mail-line-record.ts";

const beforeBlank: AddressShape = { json: false, before: SPACE };
const beforeColon: AddressShape = { json: false, before: COLON };

const isIdByte = (byte: number): boolean => (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a);

const isIdPart = (bytes: Uint8Array, from: number, to: number): boolean => {
  for (let at = from; at < to; at++) if (!isIdByte(bytes[at] as number)) return false;
  return true;
};

/** Position after the message id at `at` (6-6-2 letters and digits, since 4.97 6-11-4) that a blank or the end follows, or -1. */
export const eximIdEnd = (bytes: Uint8Array, at: number, end: number): number => {
  if (at + 16 > end || bytes[at + 6] !== DASH || !isIdPart(bytes, at, at + 6)) return -1;
  const isShort = bytes[at + 13] === DASH;
  const middleEnd = isShort ? at + 13 : at + 18;
  const idEnd = isShort ? at + 16 : at + 23;
  if (idEnd > end || bytes[middleEnd] !== DASH || !isIdPart(bytes, at + 7, middleEnd) || !isIdPart(bytes, middleEnd + 1, idEnd)) return -1;
  return idEnd === end || bytes[idEnd] === SPACE ? idEnd : -1;
};

const text = {
  host: asciiBytes("H="),
  user: asciiBytes("U="),
  authenticator: asciiBytes("A="),
  size: asciiBytes("S="),
  id: asciiBytes("id="),
  subject: asciiBytes("T="),
  sender: asciiBytes("F=<"),
  returnPath: asciiBytes("P=<"),
  for: asciiBytes("for "),
  defer: asciiBytes("defer"),
  completed: asciiBytes("Completed"),
  frozen: asciiBytes("Frozen"),
  frozenByAcl: asciiBytes("frozen"),
  isFrozen: asciiBytes("Message is frozen"),
  rejected: asciiBytes("rejected "),
  temporarilyRejected: asciiBytes("temporarily rejected "),
  recipient: asciiBytes("RCPT <"),
  cwd: asciiBytes("cwd="),
  args: asciiBytes(" args: "),
  scriptDetails: asciiBytes("Script details"),
  phpScript: asciiBytes("X-PHP-Script: "),
  phpFilename: asciiBytes("X-PHP-Filename: "),
  remoteAddress: asciiBytes("REMOTE_ADDR: "),
  visitor: asciiBytes(" for "),
  authenticatorFailed: asciiBytes("authenticator failed for "),
  setId: asciiBytes("(set_id="),
};

/** Position of the end of the address at `from`: a quoted local part may hold blanks. */
const addressWordEnd = (bytes: Uint8Array, from: number, end: number): number => {
  const after = bytes[from] === QUOTE ? quotedEnd(bytes, from, end) : -1;
  return blankOrEnd(bytes, after > 0 ? after : from, end);
};

/** Position after the `>` of the `<address>` at `from`, or -1. A caller stops at -1, or the work could grow with the square of the line. */
const bracketsEnd = (bytes: Uint8Array, from: number, end: number): number => {
  const close = addressEnd(bytes, from + 1, end, beforeBlank);
  return close < 0 ? -1 : close + 1;
};

/** Position of the end of a `NAME=value` field at `from`; the value may be quoted, with blanks and `\"` inside. */
const fieldEnd = (bytes: Uint8Array, from: number, end: number): number => {
  let at = from;
  while (at < end && bytes[at] !== SPACE && bytes[at] !== EQUALS) at++;
  if (at < end && bytes[at] === EQUALS && bytes[at + 1] === QUOTE) {
    const after = quotedEnd(bytes, at + 1, end);
    if (after > 0) return blankOrEnd(bytes, after, end);
  }
  return blankOrEnd(bytes, at, end);
};

const host: ByteRange = { start: -1, end: -1 };
const address: ByteRange = { start: -1, end: -1 };

/**
 * Reads `name (helo) [address]:port` at `at` into the module's `host` and `address`; any of name and helo may be missing.
 * Returns the position after it. The helo is the client's word: it may look like an address, so brackets inside the
 * parentheses are stepped over.
 */
const readHost = (bytes: Uint8Array, at: number, end: number): number => {
  setRange(host, -1, -1);
  setRange(address, -1, -1);
  if (at >= end) return end;
  let position = at;
  if (bytes[position] !== OPEN_PAREN && bytes[position] !== 0x5b) {
    position = blankOrEnd(bytes, at, end);
    if (position > at) setRange(host, at, position);
    if (position < end) position++;
  }
  if (position < end && bytes[position] === OPEN_PAREN) {
    let close = position + 1;
    while (close < end && bytes[close] !== SPACE && !(bytes[close] === CLOSE_PAREN && (bytes[close + 1] === SPACE || close + 1 === end)))
      close++;
    if (close >= end || bytes[close] !== CLOSE_PAREN) return close;
    if (host.start < 0) setRange(host, position + 1, close);
    position = close + 2;
  }
  if (position >= end) return end;
  const after = bracketedAddress(bytes, position, end, address);
  if (after > 0) return blankOrEnd(bytes, after, end);
  // Deferred deliveries log `[192.0.2.1: reason`, without the bracket.
  if (bytes[position] === 0x5b) {
    let close = position + 1;
    while (close < end && bytes[close] !== SPACE && bytes[close] !== CLOSE_BRACKET) close++;
    if (bytes[close - 1] === COLON && looksLikeAddress(bytes, position + 1, close - 1)) setRange(address, position + 1, close - 1);
    return close;
  }
  return position;
};

const copyRange = (from: ByteRange, into: ByteRange): void => setRange(into, from.start, from.end);

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

const readArrival = (bytes: Uint8Array, from: number, end: number, into: MailLineRecord): void => {
  into.kind = "arrival";
  let at = addressWordEnd(bytes, from, end);
  const isBounce = at === from + 2 && bytes[from] === LESS && bytes[from + 1] === GREATER;
  setRange(into.sender, isBounce ? from + 1 : from, isBounce ? from + 1 : at);
  at++;
  while (at < end) {
    if (startsWithAt(bytes, at, end, text.host)) {
      at = readHost(bytes, at + 2, end) + 1;
      if (into.client.start < 0) copyRange(address, into.client);
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

/** Whether `at` is where a field in capitals begins: `R=`, `T=`, `DT=`. */
const isField = (bytes: Uint8Array, at: number, end: number): boolean => {
  let position = at;
  while (position < end && (bytes[position] as number) >= 0x41 && (bytes[position] as number) <= 0x5a) position++;
  return position > at && position < end && bytes[position] === EQUALS;
};

const hasAt = (bytes: Uint8Array, start: number, end: number): boolean => {
  for (let at = start; at < end; at++) if (bytes[at] === 0x40) return true;
  return false;
};

/** Reads `recipient [<original>]`; returns the position of the first field, or -1 when free text follows. */
const readRecipient = (bytes: Uint8Array, from: number, end: number, into: MailLineRecord): number => {
  let close = addressWordEnd(bytes, from, end);
  const endsText = close > from && bytes[close - 1] === COLON;
  if (endsText) close--;
  setRange(into.recipient, from, close);
  if (endsText) return -1;
  const isFull = hasAt(bytes, from, close);
  let at = close + 1;
  while (at < end && !isField(bytes, at, end) && !startsWithAt(bytes, at, end, text.defer)) {
    let next = blankOrEnd(bytes, at, end);
    if (bytes[at] === LESS) {
      // `<original>` or, before an error text, `<original>:`.
      next = bytes[next - 1] === COLON ? next : bracketsEnd(bytes, at, end);
      if (next < 0) return -1;
      const last = bytes[next - 1] === COLON ? next - 2 : next - 1;
      // A local name, a file or a command: the address it stands for comes in the brackets.
      if (!isFull && last > at + 1) setRange(into.recipient, at + 1, last);
    }
    if (bytes[next - 1] === COLON) return -1;
    at = next + 1;
  }
  return at;
};

const readDelivery = (bytes: Uint8Array, from: number, end: number, into: MailLineRecord): void => {
  into.kind = "delivery";
  let at = readRecipient(bytes, from, end, into);
  while (at >= 0 && at < end) {
    if (startsWithAt(bytes, at, end, text.host)) {
      readHost(bytes, at + 2, end);
      copyRange(host, into.relayHost);
      copyRange(address, into.relayAddress);
      return;
    }
    const isAddress = startsWithAt(bytes, at, end, text.sender) || startsWithAt(bytes, at, end, text.returnPath);
    const close = isAddress ? bracketsEnd(bytes, at + 2, end) : fieldEnd(bytes, at, end);
    // A colon ends the fields: what follows are words of the remote server.
    if (close < 0 || bytes[close - 1] === COLON) return;
    at = close + 1;
  }
};

/** The mark of two characters between id and address; source: the Exim specification, "Message reception", "Delivery". */
const readByMark = (bytes: Uint8Array, at: number, end: number, into: MailLineRecord): void => {
  const from = at + 3;
  if (from >= end || bytes[at + 2] !== SPACE) return;
  const pair = ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
  switch (pair) {
    case 0x3c3d: // <=
      return readArrival(bytes, from, end, into);
    case 0x3d3e: // =>
    case 0x2d3e: // ->
    case 0x3e3e: // >>
    case 0x2a3e: // *>
      into.status = "sent";
      return readDelivery(bytes, from, end, into);
    case 0x3d3d: // ==
      into.status = "deferred";
      return readDelivery(bytes, from, end, into);
    case 0x2a2a: // **
      into.status = "bounced";
      return readDelivery(bytes, from, end, into);
    default:
      return;
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
const readRefusal = (bytes: Uint8Array, from: number, end: number, into: MailLineRecord): void => {
  let at = from;
  while (at < end) {
    if (startsWithAt(bytes, at, end, text.rejected) || startsWithAt(bytes, at, end, text.temporarilyRejected)) {
      into.kind = "refused";
      return readRefusedRecipient(bytes, at, end, into);
    }
    if (!isField(bytes, at, end)) return;
    if (startsWithAt(bytes, at, end, text.host)) {
      at = readHost(bytes, at + 2, end) + 1;
      if (into.client.start < 0) copyRange(address, into.client);
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

/** `cwd=/path N args: …`: where the program that handed in the mail ran. The leftmost ` N args: ` is Exim's own. */
const readWorkingDirectory = (bytes: Uint8Array, from: number, end: number, into: MailLineRecord): void => {
  for (let at = from; at < end; at++) {
    if (bytes[at] !== SPACE || !isDigit(bytes[at + 1])) continue;
    const digitsEnd = skipDigits(bytes, at + 1, end);
    if (!startsWithAt(bytes, digitsEnd, end, text.args)) continue;
    if (at === from) return;
    into.kind = "script-details";
    setRange(into.workingDirectory, from, at);
    return;
  }
};

/** `… X-PHP-Script: site.example/index.php for 203.0.113.7, X-PHP-Filename: /path REMOTE_ADDR: 203.0.113.7`. A sender may forge all of it. */
const readScriptDetails = (bytes: Uint8Array, from: number, end: number, into: MailLineRecord): void => {
  into.kind = "script-details";
  const name = indexOfText(bytes, from, end, text.phpFilename);
  if (name >= 0) {
    const start = name + text.phpFilename.length;
    const close = blankOrEnd(bytes, start, end);
    if (close > start) setRange(into.script, start, close);
  }
  let visitor = indexOfText(bytes, from, end, text.remoteAddress);
  if (visitor >= 0) visitor += text.remoteAddress.length;
  else {
    const script = indexOfText(bytes, from, end, text.phpScript);
    const mark = script < 0 ? -1 : indexOfText(bytes, script, end, text.visitor);
    if (mark < 0) return;
    visitor = mark + text.visitor.length;
  }
  let close = visitor;
  while (close < end && bytes[close] !== SPACE && bytes[close] !== COMMA) close++;
  if (looksLikeAddress(bytes, visitor, close)) setRange(into.client, visitor, close);
};

/** `NAME authenticator failed for host (helo) [address]:port: 535 … (set_id=mailbox)`. */
const readLoginFailure = (bytes: Uint8Array, from: number, end: number, into: MailLineRecord): void => {
  const after = readHost(bytes, from, end);
  into.kind = "login-failed";
  copyRange(address, into.client);
  const name = indexOfText(bytes, after, end, text.setId);
  if (name < 0) return;
  const start = name + text.setId.length;
  setRange(into.mailbox, start, end > start && bytes[end - 1] === CLOSE_PAREN ? end - 1 : end);
};

const readWithId = (bytes: Uint8Array, at: number, end: number, into: MailLineRecord): void => {
  const mark = bytes[at] as number;
  if (mark === LESS || mark === EQUALS || mark === DASH || mark === GREATER || mark === 0x2a) return readByMark(bytes, at, end, into);
  if (startsWithAt(bytes, at, end, text.completed)) into.kind = "removed";
  else if (
    startsWithAt(bytes, at, end, text.frozen) ||
    startsWithAt(bytes, at, end, text.frozenByAcl) ||
    startsWithAt(bytes, at, end, text.isFrozen)
  )
    into.kind = "hold";
  else if (startsWithAt(bytes, at, end, text.scriptDetails) || startsWithAt(bytes, at, end, text.phpScript))
    readScriptDetails(bytes, at, end, into);
  else readRefusal(bytes, at, end, into);
};

/**
 * Reads the part of an Exim main log line after stamp and pid, from left to right: fields that Exim fills in are read
 * before those that a sender or a remote server chose, and nothing is read from the latter. Leaves `kind` at "other"
 * for what is of no interest.
 */
export const readEximMessage = (bytes: Uint8Array, start: number, end: number, into: MailLineRecord): void => {
  const idEnd = eximIdEnd(bytes, start, end);
  if (idEnd > 0) {
    setRange(into.queueId, start, idEnd);
    if (idEnd + 1 < end) readWithId(bytes, idEnd + 1, end, into);
    return;
  }
  if (startsWithAt(bytes, start, end, text.cwd)) return readWorkingDirectory(bytes, start + text.cwd.length, end, into);
  if (startsWithAt(bytes, start, end, text.scriptDetails) || startsWithAt(bytes, start, end, text.phpScript))
    return readScriptDetails(bytes, start, end, into);
  const driverEnd = blankOrEnd(bytes, start, Math.min(end, start + 64));
  if (startsWithAt(bytes, driverEnd + 1, end, text.authenticatorFailed)) {
    return readLoginFailure(bytes, driverEnd + 1 + text.authenticatorFailed.length, end, into);
  }
  readRefusal(bytes, start, end, into);
};
