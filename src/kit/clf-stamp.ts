import { COLON, DASH, monthAt, PLUS, SLASH, SPACE, twoDigits } from "./ascii.ts";

/** What a stamp reader writes; the calendar parts, or `epochMs` where the text states an absolute number. */
export interface StampTarget {
  epochMs: number;
  year: number;
  month: number;
  day: number;
  msOfDay: number;
  zoneMinutes: number;
}

/** Bytes of `dd/Mon/yyyy:HH:MM:SS +zzzz`, the stamp of Apache's `%t` and nginx's `$time_local` without brackets. */
export const clfStampBytes = 26;

/** Milliseconds since midnight; -1 when out of range. A second of 60 is a leap second and is allowed. */
export const msOfDay = (hour: number, minute: number, second: number): number =>
  hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60 ? -1 : ((hour * 60 + minute) * 60 + second) * 1000;

const daysOf = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

/** Whether the calendar has that day. Year 0 stands for "no year" elsewhere and is refused. */
export const isCalendarDay = (year: number, month: number, day: number): boolean =>
  year > 0 && month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= daysOf(year, month));

/** Minutes east of UTC for `+hhmm` at `at`; NaN when it is no zone. Farther than 18 hours exists nowhere (ISO 8601 readers agree on ±18). */
export const zoneAt = (bytes: Uint8Array, at: number): number => {
  const sign = bytes[at];
  const hours = twoDigits(bytes, at + 1);
  const minutes = twoDigits(bytes, at + 3);
  if ((sign !== PLUS && sign !== DASH) || hours < 0 || hours > 18 || minutes < 0 || minutes > 59) return Number.NaN;
  return sign === DASH ? -(hours * 60 + minutes) : hours * 60 + minutes;
};

const hasClfMarks = (bytes: Uint8Array, at: number): boolean =>
  bytes[at + 2] === SLASH &&
  bytes[at + 6] === SLASH &&
  bytes[at + 11] === COLON &&
  bytes[at + 14] === COLON &&
  bytes[at + 17] === COLON &&
  bytes[at + 20] === SPACE;

/** Reads {@link clfStampBytes} bytes at `at`; the caller has made sure they are inside the line. False when they are no valid stamp. */
export const readClfStamp = (bytes: Uint8Array, at: number, into: StampTarget): boolean => {
  if (!hasClfMarks(bytes, at)) return false;
  const century = twoDigits(bytes, at + 7);
  const yearOfCentury = twoDigits(bytes, at + 9);
  if (century < 0 || yearOfCentury < 0) return false;
  const year = century * 100 + yearOfCentury;
  const month = monthAt(bytes, at + 3);
  const day = twoDigits(bytes, at);
  const ms = msOfDay(twoDigits(bytes, at + 12), twoDigits(bytes, at + 15), twoDigits(bytes, at + 18));
  const zone = zoneAt(bytes, at + 21);
  if (ms < 0 || zone !== zone || !isCalendarDay(year, month, day)) return false;
  into.year = year;
  into.month = month;
  into.day = day;
  into.msOfDay = ms;
  into.zoneMinutes = zone;
  return true;
};
