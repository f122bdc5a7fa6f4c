import {
  asciiBytes,
  CLOSE_BRACKET,
  COLON,
  DASH,
  DOT,
  digitsToNumber,
  GREATER,
  isDigit,
  LESS,
  monthAt,
  OPEN_BRACKET,
  PLUS,
  SPACE,
  startsWithAt,
  twoDigits,
} from "./ascii.ts";
import { type ByteRange, blankOrEnd, setRange, skipDigits } from "./byte-text.ts";

/** The moment a line states. Same shape and units as the mail and access records' stamp. */
export interface LineStamp {
  epochMs: number;
  /** 0 when the line has none. */
  year: number;
  month: number;
  day: number;
  msOfDay: number;
  /** Minutes east of UTC; NaN when the line has none. */
  zoneMinutes: number;
}

/** What the envelope of a syslog line fills in. */
export interface SyslogRecord {
  readonly stamp: LineStamp;
  readonly host: ByteRange;
  /** 0 when the line has none. */
  pid: number;
}

/** Where {@link readSyslogLine} writes. Reused from line to line, so that the hot path allocates nothing. */
export interface SyslogHead {
  /** Set by the caller before each line. */
  record: SyslogRecord;
  /** Name of the program, without `[pid]`; empty range when the line has none ("last message repeated 2 times"). */
  readonly program: ByteRange;
  /** First byte of the message. */
  message: number;
}

/** A fresh head; make one per reader. */
export const createSyslogHead = (): SyslogHead => ({
  record: {
    stamp: { epochMs: Number.NaN, year: 0, month: 0, day: 0, msOfDay: 0, zoneMinutes: Number.NaN },
    host: { start: -1, end: -1 },
    pid: 0,
  },
  program: { start: -1, end: -1 },
  message: -1,
});

const LETTER_T = 0x54;

/** Longest of each month; February as in a leap year, since a classic stamp has no year. */
const daysOfMonth = Uint8Array.of(0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31);

/** Sets month and day when they exist in a calendar; false otherwise. */
const setDate = (stamp: LineStamp, year: number, month: number, day: number): boolean => {
  if (month < 1 || month > 12 || day < 1 || day > (daysOfMonth[month] as number)) return false;
  stamp.year = year;
  stamp.month = month;
  stamp.day = day;
  return true;
};

/**
 * Reads `hh:mm:ss` with an optional fraction (`.` and digits, of which three count) at `at`. Returns the position after
 * it, or -1. Second 60 is a leap second and accepted.
 */
const readClock = (bytes: Uint8Array, at: number, end: number, stamp: LineStamp): number => {
  if (at + 8 > end || bytes[at + 2] !== COLON || bytes[at + 5] !== COLON) return -1;
  const hour = twoDigits(bytes, at);
  const minute = twoDigits(bytes, at + 3);
  const second = twoDigits(bytes, at + 6);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return -1;
  stamp.msOfDay = ((hour * 60 + minute) * 60 + second) * 1000;
  let position = at + 8;
  if (position + 1 < end && bytes[position] === DOT && isDigit(bytes[position + 1])) {
    let weight = 100;
    for (position++; position < end && isDigit(bytes[position]); position++) {
      stamp.msOfDay += Math.floor(weight) * ((bytes[position] as number) - 0x30);
      weight /= 10;
      if (weight < 1) weight = 0;
    }
  }
  return position;
};

/** Reads `Z`, `±hh:mm` or `±hhmm` at `at`; returns the position after it, or `at` when there is no zone. */
export const readZone = (bytes: Uint8Array, at: number, end: number, stamp: LineStamp): number => {
  const sign = bytes[at];
  if (at >= end) return at;
  if (sign === 0x5a) {
    stamp.zoneMinutes = 0;
    return at + 1;
  }
  if (sign !== PLUS && sign !== DASH) return at;
  const minuteAt = bytes[at + 3] === COLON ? at + 4 : at + 3;
  if (minuteAt + 2 > end) return at;
  const hour = twoDigits(bytes, at + 1);
  const minute = twoDigits(bytes, minuteAt);
  if (hour < 0 || hour > 14 || minute < 0 || minute > 59) return at;
  stamp.zoneMinutes = (sign === DASH ? -1 : 1) * (hour * 60 + minute);
  return minuteAt + 2;
};

/** Reads `YYYY-MM-DDThh:mm:ss` (or a blank for the `T`) at `at`. Returns the position after the clock, or -1. */
export const readIsoStamp = (bytes: Uint8Array, at: number, end: number, stamp: LineStamp): number => {
  if (at + 19 > end || bytes[at + 4] !== DASH || bytes[at + 7] !== DASH) return -1;
  if (bytes[at + 10] !== LETTER_T && bytes[at + 10] !== SPACE) return -1;
  const year = digitsToNumber(bytes, at, at + 4);
  if (year < 1970 || !setDate(stamp, year, twoDigits(bytes, at + 5), twoDigits(bytes, at + 8))) return -1;
  return readClock(bytes, at + 11, end, stamp);
};

/** `Nov 24 03:15:14`, the day padded with a blank, a zero, or not at all. Source: RFC 3164, 4.1.2, and what is seen. */
const readClassicStamp = (bytes: Uint8Array, at: number, end: number, stamp: LineStamp): number => {
  const month = at + 14 <= end ? monthAt(bytes, at) : 0;
  if (month === 0 || bytes[at + 3] !== SPACE) return -1;
  let position = at + 4;
  if (bytes[position] === SPACE) position++;
  const dayEnd = skipDigits(bytes, position, Math.min(end, position + 2));
  if (bytes[dayEnd] !== SPACE || !setDate(stamp, 0, month, digitsToNumber(bytes, position, dayEnd))) return -1;
  return readClock(bytes, dayEnd + 1, end, stamp);
};

const afterPriority = (bytes: Uint8Array, start: number, end: number): number => {
  if (bytes[start] !== LESS) return start;
  const close = skipDigits(bytes, start + 1, Math.min(end, start + 4));
  return close > start + 1 && close < end && bytes[close] === GREATER ? close + 1 : start;
};

const lastMessage = asciiBytes("last message repeated ");

const readProgram = (bytes: Uint8Array, at: number, end: number, head: SyslogHead): void => {
  let position = at;
  while (position < end) {
    const byte = bytes[position];
    if (byte === COLON || byte === OPEN_BRACKET || byte === SPACE) break;
    position++;
  }
  setRange(head.program, at, position);
  if (position < end && bytes[position] === OPEN_BRACKET) {
    const close = skipDigits(bytes, position + 1, end);
    const pid = digitsToNumber(bytes, position + 1, close);
    if (pid >= 0 && close < end && bytes[close] === CLOSE_BRACKET) {
      head.record.pid = pid;
      position = close + 1;
    }
  }
  if (position < end && bytes[position] === COLON) {
    position++;
    head.message = position < end && bytes[position] === SPACE ? position + 1 : position;
    return;
  }
  // No `program:`, so the whole rest is message.
  setRange(head.program, at, at);
  head.message = at;
};

/**
 * Reads the envelope of a syslog line: optional `<PRI>`, a classic or ISO 8601 stamp, host, `program[pid]:`.
 * Returns null when it was read, "no-time" when the line does not begin with a stamp, "not-this-format" when nothing
 * follows the stamp.
 */
export const readSyslogLine = (bytes: Uint8Array, start: number, end: number, head: SyslogHead): "no-time" | "not-this-format" | null => {
  const { record } = head;
  const at = afterPriority(bytes, start, end);
  const isIso = isDigit(bytes[at]) && bytes[at + 10] === LETTER_T;
  let position = isIso ? readIsoStamp(bytes, at, end, record.stamp) : readClassicStamp(bytes, at, end, record.stamp);
  if (position < 0) return "no-time";
  if (isIso) position = readZone(bytes, position, end, record.stamp);
  if (position >= end) return "not-this-format";
  if (bytes[position] !== SPACE) return "no-time";
  position++;
  if (startsWithAt(bytes, position, end, lastMessage)) {
    setRange(head.program, position, position);
    head.message = position;
    return null;
  }
  const hostEnd = blankOrEnd(bytes, position, end);
  if (hostEnd === position || hostEnd >= end) return "not-this-format";
  setRange(record.host, position, hostEnd);
  readProgram(bytes, hostEnd + 1, end, head);
  return null;
};

/**
 * Reads `[24-Nov-2026 03:15:14 Zone] ` as PHP writes it before each line of its logs. Returns the position after the
 * blank, or -1. Only UTC (by its names) and numeric offsets can be told here; an IANA zone leaves `zoneMinutes` NaN.
 */
export const readPhpStamp = (bytes: Uint8Array, start: number, end: number, stamp: LineStamp): number => {
  if (
    start + 22 > end ||
    bytes[start] !== OPEN_BRACKET ||
    bytes[start + 3] !== DASH ||
    bytes[start + 7] !== DASH ||
    bytes[start + 12] !== SPACE
  )
    return -1;
  const year = digitsToNumber(bytes, start + 8, start + 12);
  if (year < 1970 || !setDate(stamp, year, monthAt(bytes, start + 4), twoDigits(bytes, start + 1))) return -1;
  let position = readClock(bytes, start + 13, end, stamp);
  if (position < 0) return -1;
  if (position < end && bytes[position] === SPACE) {
    const zoneStart = position + 1;
    const limit = Math.min(end, zoneStart + 48);
    position = zoneStart;
    while (position < limit && bytes[position] !== CLOSE_BRACKET) position++;
    if (isUniversal(bytes, zoneStart, position)) stamp.zoneMinutes = 0;
    else readZone(bytes, zoneStart, position, stamp);
  }
  if (position >= end || bytes[position] !== CLOSE_BRACKET) return -1;
  position++;
  if (position < end && bytes[position] === COLON) position++;
  return position < end && bytes[position] === SPACE ? position + 1 : -1;
};

const universalNames = ["UTC", "GMT", "Etc/UTC", "Etc/GMT"].map(asciiBytes);

const isUniversal = (bytes: Uint8Array, start: number, end: number): boolean => {
  for (let i = 0; i < universalNames.length; i++) {
    const name = universalNames[i] as Uint8Array;
    if (end - start === name.length && startsWithAt(bytes, start, end, name)) return true;
  }
  return false;
};
