import { asciiBytes, CLOSE_BRACKET, OPEN_BRACKET, SPACE, startsWithAt } from "../../kit/ascii.ts";
import { skipDigits, withoutCarriageReturn } from "../../kit/byte-text.ts";
import { eximIdEnd } from "../../kit/exim-fields.ts";
import { readEximMessage } from "../../kit/exim-message.ts";
import { createSyslogHead, type LineStamp, readIsoStamp, readSyslogLine, readZone } from "../../kit/syslog-line.ts";
import { longestLineBytes, type MailFields, type MailFormat, type Refusal } from "../../ports/log-format.ts";

const head = createSyslogHead();
/** Tried first, so that a message that only begins like a stamp leaves the envelope's alone. */
const innerStamp: LineStamp = { epochMs: Number.NaN, year: 0, month: 0, day: 0, msOfDay: 0, zoneMinutes: Number.NaN };
const eximName = asciiBytes("exim");

/** Reads `YYYY-MM-DD hh:mm:ss[.mmm] [±hhmm ]`; returns the position after its blank, or -1. A zone is there only with +log_timezone. */
const readStamp = (bytes: Uint8Array, start: number, end: number, stamp: LineStamp): number => {
  if (start + 20 > end || bytes[start + 10] !== SPACE) return -1;
  let at = readIsoStamp(bytes, start, end, stamp);
  if (at < 0 || at >= end || bytes[at] !== SPACE) return -1;
  const zoneEnd = readZone(bytes, at + 1, end, stamp);
  if (zoneEnd > at + 1) {
    if (zoneEnd >= end || bytes[zoneEnd] !== SPACE) return -1;
    at = zoneEnd;
  }
  return at + 1;
};

/** Reads `[pid] ` when it stands at `at` (+pid); returns the position after it. An address in brackets is no pid. */
const readPid = (bytes: Uint8Array, at: number, end: number, into: MailFields): number => {
  if (at >= end || bytes[at] !== OPEN_BRACKET) return at;
  const close = skipDigits(bytes, at + 1, Math.min(end, at + 12));
  if (close === at + 1 || close + 1 >= end || bytes[close] !== CLOSE_BRACKET || bytes[close + 1] !== SPACE) return at;
  let pid = 0;
  for (let i = at + 1; i < close; i++) pid = pid * 10 + (bytes[i] as number) - 0x30;
  into.pid = pid;
  return close + 2;
};

const isExim = (bytes: Uint8Array): boolean => {
  const { start, end } = head.program;
  if (!startsWithAt(bytes, start, end, eximName)) return false;
  const next = bytes[start + eximName.length];
  return start + eximName.length === end || next === 0x34 || next === 0x2d;
};

/** Lines that only Exim's main log has, told by how they begin. */
const marks = ["cwd=", "Start queue run", "End queue run", "exim ", "H=", "no host name found", "no IP address found", "SMTP "].map(
  asciiBytes,
);

const bearsMark = (bytes: Uint8Array, at: number, end: number): boolean => {
  for (let i = 0; i < marks.length; i++) if (startsWithAt(bytes, at, end, marks[i] as Uint8Array)) return true;
  return eximIdEnd(bytes, at, end) > 0;
};

const readFileLine = (bytes: Uint8Array, at: number, end: number, into: MailFields): void => {
  const message = readPid(bytes, at, end, into);
  readEximMessage(bytes, message, end, into);
  into.own = into.kind !== "other" || bearsMark(bytes, message, end);
};

/** Exim through syslog; it repeats its own stamp in the message unless syslog_timestamp is off, and that one has the year. */
const readSyslogged = (bytes: Uint8Array, start: number, end: number, into: MailFields): Refusal | null => {
  head.record = into;
  const refusal = readSyslogLine(bytes, start, end, head);
  if (refusal !== null) return refusal;
  if (!isExim(bytes)) return null;
  into.own = true;
  const { pid } = into;
  const inner = readStamp(bytes, head.message, end, innerStamp);
  if (inner > 0) readStamp(bytes, head.message, end, into.stamp);
  const message = readPid(bytes, inner > 0 ? inner : head.message, end, into);
  if (into.pid === 0) into.pid = pid;
  readEximMessage(bytes, message, end, into);
  return null;
};

const read = (bytes: Uint8Array, start: number, lineEnd: number, into: MailFields): Refusal | null => {
  into.bytes = bytes;
  const end = withoutCarriageReturn(bytes, start, lineEnd);
  if (start >= end) return "empty";
  if (end - start > longestLineBytes) return "too-long";
  const at = readStamp(bytes, start, end, into.stamp);
  if (at < 0) return readSyslogged(bytes, start, end, into);
  readFileLine(bytes, at, end, into);
  return null;
};

/** Exim's main log, with or without the optional selectors (pid, time zone, milliseconds, arguments), as a file or through syslog. */
export const exim: MailFormat = {
  kind: "mail",
  name: "exim",
  about: "Exim main log (file or syslog), with or without the optional log selectors",
  read,
};
