import { asciiBytes, digitsToNumber, startsWithAt } from "../../kit/ascii.ts";
import { type ByteRange, isText, setRange, withoutCarriageReturn } from "../../kit/byte-text.ts";
import { createJsonMember, enterJsonObject, jsonEnd, jsonString, nextJsonMember } from "../../kit/json-walk.ts";
import type { PostfixText } from "../../kit/postfix-delivery.ts";
import { isPostfixProgram, readPostfixMessage } from "../../kit/postfix-message.ts";
import { longestLineBytes, type MailFields, type MailFormat, type Refusal } from "../../ports/log-format.ts";

const keyNames = [
  "__REALTIME_TIMESTAMP",
  "_HOSTNAME",
  "SYSLOG_IDENTIFIER",
  "SYSLOG_PID",
  "_PID",
  "MESSAGE",
  "_SYSTEMD_UNIT",
  "_UID",
] as const;
const keys = keyNames.map(asciiBytes);
const [timeKey, hostKey, identifierKey, syslogPidKey, pidKey, messageKey, unitKey, uidKey] = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** First UID of a person's or customer's account. Source: login.defs(5), UID_MIN. */
const firstPersonalUid = 1000;

const member = createJsonMember();
const values: readonly ByteRange[] = keys.map(() => ({ start: -1, end: -1 }));
const source: PostfixText = { start: 0, end: 0, json: true };

const keyIndex = (bytes: Uint8Array): number => {
  const length = member.keyEnd - member.keyStart;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as Uint8Array;
    if (key.length === length && startsWithAt(bytes, member.keyStart, member.keyEnd, key)) return i;
  }
  return -1;
};

const numberAt = (bytes: Uint8Array, index: number): number => {
  const value = values[index] as ByteRange;
  return value.start < 0 ? -1 : digitsToNumber(bytes, value.start, value.end);
};

const collect = (bytes: Uint8Array, start: number, end: number): Refusal | null => {
  for (let i = 0; i < values.length; i++) setRange(values[i] as ByteRange, -1, -1);
  let at = enterJsonObject(bytes, start, end);
  if (at < 0) return "not-this-format";
  for (;;) {
    at = nextJsonMember(bytes, at, end, member);
    if (at < 0) return "bad-quoting";
    if (at === jsonEnd) return null;
    const index = keyIndex(bytes);
    // A message that is not UTF-8 comes as an array of numbers, a repeated field as an array of strings: left unread.
    if (index >= 0 && member.kind === jsonString) setRange(values[index] as ByteRange, member.valueStart, member.valueEnd);
  }
};

const unitName = asciiBytes("postfix");
const submitters = ["postfix/sendmail", "postfix/postdrop"].map(asciiBytes);

/**
 * Anybody may log under Postfix's name with logger(1); the fields that journald itself adds tell. A customer's process is
 * believed only where Postfix runs in the customer's name: the submission programs.
 */
const isPretended = (bytes: Uint8Array): boolean => {
  const unit = values[unitKey] as ByteRange;
  if (numberAt(bytes, uidKey) < firstPersonalUid || (unit.start >= 0 && startsWithAt(bytes, unit.start, unit.end, unitName))) return false;
  const identifier = values[identifierKey] as ByteRange;
  return !isText(bytes, identifier, submitters[0] as Uint8Array) && !isText(bytes, identifier, submitters[1] as Uint8Array);
};

const read = (bytes: Uint8Array, start: number, lineEnd: number, into: MailFields): Refusal | null => {
  into.bytes = bytes;
  into.escaping = "json";
  const end = withoutCarriageReturn(bytes, start, lineEnd);
  if (start >= end) return "empty";
  if (end - start > longestLineBytes) return "too-long";
  const refusal = collect(bytes, start, end);
  if (refusal !== null) return refusal;
  // Microseconds as 16 digits: the last three are dropped, which keeps the number exact.
  const time = values[timeKey] as ByteRange;
  const epochMs = time.start < 0 ? -1 : digitsToNumber(bytes, time.start, time.end - 3);
  if (epochMs < 0 || digitsToNumber(bytes, time.end - 3, time.end) < 0) return "no-time";
  into.stamp.epochMs = epochMs;
  const host = values[hostKey] as ByteRange;
  if (host.end > host.start) setRange(into.host, host.start, host.end);
  const syslogPid = numberAt(bytes, syslogPidKey);
  into.pid = Math.max(0, syslogPid >= 0 ? syslogPid : numberAt(bytes, pidKey));
  const identifier = values[identifierKey] as ByteRange;
  if (identifier.start < 0 || !isPostfixProgram(bytes, identifier.start, identifier.end) || isPretended(bytes)) return null;
  into.own = true;
  const message = values[messageKey] as ByteRange;
  if (message.start < 0) return null;
  source.start = message.start;
  source.end = message.end;
  readPostfixMessage(bytes, source, into);
  return null;
};

/** The journal's JSON lines (`journalctl -o json`), where Postfix logs to systemd only. Times are absolute. */
export const postfixJournal: MailFormat = {
  kind: "mail",
  name: "postfix-journal",
  about: "Postfix through the systemd journal, as written by journalctl -o json",
  read,
};
