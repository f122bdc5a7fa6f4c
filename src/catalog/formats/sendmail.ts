import {
  asciiBytes,
  CLOSE_PAREN,
  COLON,
  COMMA,
  GREATER,
  LESS,
  OPEN_BRACKET,
  OPEN_PAREN,
  QUOTE,
  SPACE,
  startsWithAt,
} from "../../kit/ascii.ts";
import {
  type AddressShape,
  addressEnd,
  type ByteRange,
  bracketedAddress,
  commaOrEnd,
  isText,
  lastIndexOfText,
  leadingNumber,
  quotedEnd,
  setRange,
  skipDigits,
  withoutCarriageReturn,
} from "../../kit/byte-text.ts";
import { createSyslogHead, readPhpStamp, readSyslogLine } from "../../kit/syslog-line.ts";
import { longestLineBytes, type MailFields, type MailFormat, type MailLineStatus, type Refusal } from "../../ports/log-format.ts";

const head = createSyslogHead();
const beforeComma: AddressShape = { json: false, before: COMMA };

const programs = ["sendmail", "sm-mta", "sm-msp-queue", "sm-msp", "sendmail-mta", "sendmail-msp"].map(asciiBytes);

const text = {
  from: asciiBytes("from="),
  to: asciiBytes("to="),
  size: asciiBytes("size="),
  recipients: asciiBytes("nrcpts="),
  messageId: asciiBytes("msgid="),
  controller: asciiBytes("ctladdr="),
  relay: asciiBytes("relay="),
  lastRelay: asciiBytes(", relay="),
  localhost: asciiBytes("@localhost"),
  dsn: asciiBytes("dsn="),
  status: asciiBytes("stat="),
  sent: asciiBytes("Sent"),
  deferred: asciiBytes("Deferred"),
  queued: asciiBytes("queued"),
  done: asciiBytes("done; "),
  ruleset: asciiBytes("ruleset="),
  authFailure: asciiBytes("AUTH failure ("),
  dsnNotice: asciiBytes("DSN: "),
  returnReceipt: asciiBytes("Return receipt"),
  returned: asciiBytes("return to sender: "),
};

const isSendmail = (bytes: Uint8Array): boolean => {
  for (let i = 0; i < programs.length; i++) if (isText(bytes, head.program, programs[i] as Uint8Array)) return true;
  return false;
};

const isLetterOrDigit = (byte: number): boolean => (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a);

/** Position after the queue id at `at` that a colon and a blank follow, or -1. `21QBRGdX006005`: eight of base 60, then the pid. */
const queueIdEnd = (bytes: Uint8Array, at: number, end: number): number => {
  const limit = Math.min(end, at + 24);
  let position = at;
  let digits = 0;
  while (position < limit && isLetterOrDigit(bytes[position] as number)) {
    digits = (bytes[position] as number) < 0x3a ? digits + 1 : 0;
    position++;
  }
  const isId = position - at >= 12 && digits >= 5;
  return isId && position + 1 < end && bytes[position] === COLON && bytes[position + 1] === SPACE ? position : -1;
};

/** Position of the `, ` that ends a list of addresses: those inside angle brackets or quotes do not count. `end` when there is none. */
const addressListEnd = (bytes: Uint8Array, from: number, end: number): number => {
  let at = from;
  while (at < end) {
    const byte = bytes[at];
    if (byte === LESS) {
      const close = addressEnd(bytes, at + 1, end, beforeComma);
      if (close < 0) return commaOrEnd(bytes, at, end);
      at = close + 1;
    } else if (byte === QUOTE) {
      const after = quotedEnd(bytes, at, end);
      at = after > 0 ? after : at + 1;
    } else if (byte === COMMA && (at + 1 >= end || bytes[at + 1] === SPACE)) return at;
    else at++;
  }
  return end;
};

/** Sets `into` to the address or list in [start, end), without the brackets when it is a single `<…>`. */
const setAddress = (bytes: Uint8Array, into: ByteRange, start: number, end: number): void => {
  const isBracketed = end - start >= 2 && bytes[start] === LESS && addressEnd(bytes, start + 1, end, beforeComma) === end - 1;
  setRange(into, isBracketed ? start + 1 : start, isBracketed ? end - 1 : end);
};

/** `name [address]`, `[address] [address]`, `user@localhost`: the address in the last brackets, the name before them. */
const readRelay = (
  bytes: Uint8Array,
  start: number,
  end: number,
  into: { readonly host: ByteRange; readonly address: ByteRange },
): void => {
  let nameEnd = start;
  while (nameEnd < end && bytes[nameEnd] !== SPACE && bytes[nameEnd] !== COMMA) nameEnd++;
  const after = bracketedAddress(bytes, start, end, into.host);
  if (after < 0) setRange(into.host, start, nameEnd);
  const open = nameEnd + 1 < end && bytes[nameEnd + 1] === OPEN_BRACKET ? nameEnd + 1 : start;
  bracketedAddress(bytes, open, end, into.address);
};

const relayHost: ByteRange = { start: -1, end: -1 };
const arrivalRelay = { host: relayHost, address: relayHost };

/** The relay of an arrival is its last field; the message id before it is the sender's own text, so look from the right. */
const readArrivalRelay = (bytes: Uint8Array, from: number, end: number, into: MailFields): void => {
  const mark = lastIndexOfText(bytes, from, end, text.lastRelay);
  if (mark < 0) return;
  const start = mark + text.lastRelay.length;
  const userEnd = end - text.localhost.length;
  if (userEnd > start && startsWithAt(bytes, userEnd, end, text.localhost)) {
    setRange(into.user, start, userEnd);
    return;
  }
  arrivalRelay.address = into.client;
  readRelay(bytes, start, end, arrivalRelay);
};

const fieldNumber = (bytes: Uint8Array, at: number, end: number, name: Uint8Array): number =>
  startsWithAt(bytes, at, end, name) ? leadingNumber(bytes, at + name.length, end) : -1;

const readArrival = (bytes: Uint8Array, at: number, end: number, into: MailFields): void => {
  const senderAt = at + text.from.length;
  let position = addressListEnd(bytes, senderAt, end);
  setAddress(bytes, into.sender, senderAt, position);
  while (position + 2 < end) {
    position += 2;
    if (startsWithAt(bytes, position, end, text.messageId)) {
      const idAt = position + text.messageId.length;
      setAddress(bytes, into.messageId, idAt, addressListEnd(bytes, idAt, end));
      readArrivalRelay(bytes, idAt, end, into);
      break;
    }
    const size = fieldNumber(bytes, position, end, text.size);
    if (size >= 0 && into.size < 0) into.size = size;
    const count = fieldNumber(bytes, position, end, text.recipients);
    if (count >= 0 && into.recipientCount < 0) into.recipientCount = count;
    if (startsWithAt(bytes, position, end, text.relay)) {
      readArrivalRelay(bytes, position - 2, end, into);
      break;
    }
    position = commaOrEnd(bytes, position, end);
  }
  if (into.size >= 0) into.kind = "arrival";
};

const statusOf = (bytes: Uint8Array, at: number, end: number, dsnClass: number): MailLineStatus => {
  if (startsWithAt(bytes, at, end, text.sent)) return "sent";
  if (startsWithAt(bytes, at, end, text.deferred) || startsWithAt(bytes, at, end, text.queued)) return "deferred";
  return dsnClass === 0x34 ? "deferred" : "bounced";
};

/** `ctladdr=<user> (uid/gid)` or `ctladdr=user (uid/gid)`: on whose behalf. */
const readController = (bytes: Uint8Array, at: number, end: number, into: MailFields): number => {
  const isBracketed = bytes[at] === LESS;
  let nameEnd = at;
  while (nameEnd < end && bytes[nameEnd] !== SPACE && bytes[nameEnd] !== COMMA) nameEnd++;
  if (isBracketed && bytes[nameEnd - 1] !== GREATER) return commaOrEnd(bytes, at, end);
  const open = nameEnd + 1;
  const slash = skipDigits(bytes, open + 1, end);
  const uid = leadingNumber(bytes, open + 1, end);
  if (bytes[open] === OPEN_PAREN && uid >= 0 && bytes[slash] === 0x2f) {
    const close = skipDigits(bytes, slash + 1, end);
    if (close < end && bytes[close] === CLOSE_PAREN) {
      into.uid = uid;
      if (isBracketed) setRange(into.user, at + 1, nameEnd - 1);
      else setRange(into.user, at, nameEnd);
    }
  }
  return commaOrEnd(bytes, nameEnd, end);
};

const deliveryRelay = { host: relayHost, address: relayHost };

const readDelivery = (bytes: Uint8Array, at: number, end: number, into: MailFields): void => {
  const recipientAt = at + text.to.length;
  let position = addressListEnd(bytes, recipientAt, end);
  setAddress(bytes, into.recipient, recipientAt, position);
  let dsnClass = 0;
  while (position + 2 < end) {
    position += 2;
    if (startsWithAt(bytes, position, end, text.status)) {
      into.status = statusOf(bytes, position + text.status.length, end, dsnClass);
      into.kind = "delivery";
      return;
    }
    if (startsWithAt(bytes, position, end, text.controller)) {
      position = readController(bytes, position + text.controller.length, end, into);
      continue;
    }
    const fieldEnd = commaOrEnd(bytes, position, end);
    if (startsWithAt(bytes, position, end, text.dsn)) dsnClass = bytes[position + text.dsn.length] ?? 0;
    if (startsWithAt(bytes, position, end, text.relay)) {
      deliveryRelay.host = into.relayHost;
      deliveryRelay.address = into.relayAddress;
      readRelay(bytes, position + text.relay.length, fieldEnd, deliveryRelay);
    }
    position = fieldEnd;
  }
};

/** `QID: NEWQID: DSN: User unknown`, `QID: NEWQID: return to sender: …`. A return receipt is no bounce. */
const readBounceNotice = (bytes: Uint8Array, at: number, end: number, into: MailFields): void => {
  const idEnd = queueIdEnd(bytes, at, end);
  if (idEnd < 0) return;
  setRange(into.newQueueId, at, idEnd);
  const why = idEnd + 2;
  const isNotice =
    startsWithAt(bytes, why, end, text.dsnNotice) && !startsWithAt(bytes, why + text.dsnNotice.length, end, text.returnReceipt);
  if (isNotice || startsWithAt(bytes, why, end, text.returned)) into.kind = "bounce-notice";
};

const readMessage = (bytes: Uint8Array, start: number, end: number, into: MailFields): void => {
  const idEnd = queueIdEnd(bytes, start, end);
  if (idEnd > 0) setRange(into.queueId, start, idEnd);
  const at = idEnd > 0 ? idEnd + 2 : start;
  if (startsWithAt(bytes, at, end, text.ruleset)) into.kind = "refused";
  else if (startsWithAt(bytes, at, end, text.authFailure)) {
    into.kind = "login-failed";
    readArrivalRelay(bytes, at, end, into);
  } else if (idEnd < 0) return;
  else if (startsWithAt(bytes, at, end, text.from)) readArrival(bytes, at, end, into);
  else if (startsWithAt(bytes, at, end, text.to)) readDelivery(bytes, at, end, into);
  else if (startsWithAt(bytes, at, end, text.done)) into.kind = "removed";
  else readBounceNotice(bytes, at, end, into);
};

const read = (bytes: Uint8Array, start: number, lineEnd: number, into: MailFields): Refusal | null => {
  into.bytes = bytes;
  const end = withoutCarriageReturn(bytes, start, lineEnd);
  if (start >= end) return "empty";
  if (end - start > longestLineBytes) return "too-long";
  head.record = into;
  const refusal = readSyslogLine(bytes, start, end, head);
  if (refusal !== null) return readPhpStamp(bytes, start, end, into.stamp) > 0 ? null : refusal;
  if (isSendmail(bytes)) {
    into.own = true;
    readMessage(bytes, head.message, end, into);
  }
  return null;
};

/** Sendmail 8 through syslog: one line for the arrival, one for each attempt at delivery. */
export const sendmail: MailFormat = {
  kind: "mail",
  name: "sendmail",
  about: "Sendmail 8 mail log through syslog; lines of other daemons are passed over",
  read,
};
