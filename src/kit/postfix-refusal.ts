import { asciiBytes, CLOSE_PAREN, COLON, DASH, OPEN_BRACKET, OPEN_PAREN, SPACE, startsWithAt } from "./ascii.ts";
import { bracketedAddress, indexOfText, lastIndexOfText, leadingNumber, setRange, skipDigits } from "./byte-text.ts";
import type { MailLineRecord } from "./mail-line-record.ts";
import { queueIdEnd } from "./postfix-queue-id.ts";

const text = {
  fatalUser: asciiBytes("fatal: User "),
  notAllowed: asciiBytes(" is not allowed to submit mail"),
  sasl: asciiBytes(": SASL "),
  authenticationFailed: asciiBytes(" authentication failed"),
  saslUsername: asciiBytes(", sasl_username="),
  fromClient: asciiBytes(" from "),
};

/** Reads `name[address]` at `at`; returns the position after `]` (or after `]:port`), or -1. The name comes from DNS and has no bracket. */
export const readPostfixClient = (bytes: Uint8Array, at: number, end: number, into: MailLineRecord): number => {
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

/** `reject: RCPT from name[address]: …`. A stage is capitals only, so a header's text (`reject: header Subject: …`) is not taken for one. */
export const readPostfixRefusal = (bytes: Uint8Array, at: number, end: number, into: MailLineRecord): void => {
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
  readPostfixClient(bytes, clientAt, end, into);
};

/** `name[address]: SASL LOGIN authentication failed: reason[, sasl_username=name]`. The name runs to the line's end. */
const readLoginFailure = (bytes: Uint8Array, at: number, end: number, into: MailLineRecord): void => {
  const afterClient = readPostfixClient(bytes, at, end, into);
  if (afterClient < 0 || !startsWithAt(bytes, afterClient, end, text.sasl)) return setRange(into.client, -1, -1);
  let methodEnd = afterClient + text.sasl.length;
  while (methodEnd < end && (bytes[methodEnd] as number) > SPACE) methodEnd++;
  if (!startsWithAt(bytes, methodEnd, end, text.authenticationFailed)) return setRange(into.client, -1, -1);
  into.kind = "login-failed";
  const nameAt = indexOfText(bytes, methodEnd, end, text.saslUsername);
  if (nameAt >= 0) setRange(into.mailbox, nameAt + text.saslUsername.length, end);
};

/** `warning: QID: …` names its message and is of no further interest; a failed login is a warning too. */
export const readPostfixWarning = (bytes: Uint8Array, at: number, end: number, into: MailLineRecord): void => {
  const idEnd = queueIdEnd(bytes, at, end);
  if (idEnd > 0 && idEnd < end && bytes[idEnd] === COLON) setRange(into.queueId, at, idEnd);
  else readLoginFailure(bytes, at, end, into);
};

/** `fatal: User acct0001(5001) is not allowed to submit mail`, from sendmail and postdrop. */
export const readSubmissionRefused = (bytes: Uint8Array, at: number, end: number, into: MailLineRecord): void => {
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
