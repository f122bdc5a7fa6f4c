import { asciiBytes, CLOSE_PAREN, COMMA, DASH, EQUALS, GREATER, isDigit, LESS, SPACE, startsWithAt } from "./ascii.ts";
import { blankOrEnd, indexOfText, looksLikeAddress, setRange, skipDigits } from "./byte-text.ts";
import { readEximArrival, readEximRefusal } from "./exim-arrival.ts";
import { readEximDelivery } from "./exim-delivery.ts";
import { copyRange, eximAddress, eximIdEnd, readEximHost } from "./exim-fields.ts";
import type { MailLineRecord } from "./mail-line-record.ts";

const text = {
  completed: asciiBytes("Completed"),
  frozen: asciiBytes("Frozen"),
  frozenByAcl: asciiBytes("frozen"),
  isFrozen: asciiBytes("Message is frozen"),
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

/** The mark of two characters between id and address; source: the Exim specification, "Message reception", "Delivery". */
const readByMark = (bytes: Uint8Array, at: number, end: number, into: MailLineRecord): void => {
  const from = at + 3;
  if (from >= end || bytes[at + 2] !== SPACE) return;
  const pair = ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
  switch (pair) {
    case 0x3c3d: // <=
      return readEximArrival(bytes, from, end, into);
    case 0x3d3e: // =>
    case 0x2d3e: // ->
    case 0x3e3e: // >>
    case 0x2a3e: // *>
      into.status = "sent";
      return readEximDelivery(bytes, from, end, into);
    case 0x3d3d: // ==
      into.status = "deferred";
      return readEximDelivery(bytes, from, end, into);
    case 0x2a2a: // **
      into.status = "bounced";
      return readEximDelivery(bytes, from, end, into);
    default:
      return;
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
  const after = readEximHost(bytes, from, end);
  into.kind = "login-failed";
  copyRange(eximAddress, into.client);
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
  else readEximRefusal(bytes, at, end, into);
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
  readEximRefusal(bytes, start, end, into);
};
