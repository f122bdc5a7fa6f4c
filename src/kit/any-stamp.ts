import {
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DASH,
  DOT,
  digitsToNumber,
  isDigit,
  OPEN_BRACKET,
  PLUS,
  SLASH,
  SPACE,
  twoDigits,
  ZERO,
} from "./ascii.ts";
import { clfStampBytes, isCalendarDay, msOfDay, readClfStamp, type StampTarget, zoneAt } from "./clf-stamp.ts";

/** Position after the digits at `at`. */
const skipDigits = (bytes: Uint8Array, from: number, end: number): number => {
  let at = from;
  while (at < end && isDigit(bytes[at])) at++;
  return at;
};

/** Milliseconds of the fraction whose first digit is at `at`. */
const fractionMs = (bytes: Uint8Array, at: number, end: number): number => {
  let ms = 0;
  for (let i = 0; i < 3; i++) ms = ms * 10 + (at + i < end ? (bytes[at + i] as number) - ZERO : 0);
  return ms;
};

/** Zone text in [at, end): empty is NaN, `Z` is 0, `+hh`, `+hhmm`, `+hh:mm`. -1e9 when it is none of these. */
const zoneText = (bytes: Uint8Array, at: number, end: number): number => {
  const length = end - at;
  if (length === 0) return Number.NaN;
  if (length === 1) return ((bytes[at] as number) | 0x20) === 0x7a ? 0 : -1e9;
  let minutes = Number.NaN;
  if (length === 5) minutes = zoneAt(bytes, at);
  else if (length === 3 || (length === 6 && bytes[at + 3] === COLON)) {
    const hours = twoDigits(bytes, at + 1);
    const rest = length === 6 ? twoDigits(bytes, at + 4) : 0;
    const sign = bytes[at] === DASH ? -1 : 1;
    if ((bytes[at] === PLUS || bytes[at] === DASH) && hours >= 0 && hours <= 18 && rest >= 0 && rest < 60)
      minutes = sign * (hours * 60 + rest);
  }
  return minutes === minutes ? minutes : -1e9;
};

const hasIsoMarks = (bytes: Uint8Array, at: number): boolean => {
  const mark = bytes[at + 4];
  const between = bytes[at + 10];
  return (
    (mark === DASH || mark === SLASH) &&
    bytes[at + 7] === mark &&
    (between === 0x54 || between === 0x74 || between === SPACE) &&
    bytes[at + 13] === COLON &&
    bytes[at + 16] === COLON
  );
};

/** `yyyy-mm-ddTHH:MM:SS[.fff][zone]` (ISO 8601, RFC 3339), also with a blank for the T and with `/` in the date. */
const readIso = (bytes: Uint8Array, at: number, end: number, into: StampTarget): boolean => {
  if (end - at < 19 || !hasIsoMarks(bytes, at)) return false;
  const century = twoDigits(bytes, at);
  const yearOfCentury = twoDigits(bytes, at + 2);
  if (century < 0 || yearOfCentury < 0) return false;
  const year = century * 100 + yearOfCentury;
  const month = twoDigits(bytes, at + 5);
  const day = twoDigits(bytes, at + 8);
  const ms = msOfDay(twoDigits(bytes, at + 11), twoDigits(bytes, at + 14), twoDigits(bytes, at + 17));
  const hasFraction = bytes[at + 19] === DOT || bytes[at + 19] === COMMA;
  const zoneStart = at + 19 < end && hasFraction ? skipDigits(bytes, at + 20, end) : at + 19;
  const zone = zoneText(bytes, zoneStart, end);
  if (ms < 0 || zone < -1e8 || !isCalendarDay(year, month, day)) return false;
  into.year = year;
  into.month = month;
  into.day = day;
  into.msOfDay = ms + (zoneStart > at + 20 ? fractionMs(bytes, at + 20, zoneStart) : 0);
  into.zoneMinutes = zone;
  return true;
};

/** Value of `digits[.digits][e[+]digits]`; NaN when it is none, or too long to be a time. */
const decimalValue = (bytes: Uint8Array, start: number, end: number): number => {
  if (end - start > 40) return Number.NaN;
  let at = start;
  let value = 0;
  for (; at < end && isDigit(bytes[at]); at++) value = value * 10 + (bytes[at] as number) - ZERO;
  if (at === start) return Number.NaN;
  if (at < end && bytes[at] === DOT) {
    let unit = 0.1;
    for (at++; at < end && isDigit(bytes[at]); at++, unit /= 10) value += ((bytes[at] as number) - ZERO) * unit;
  }
  if (at < end && ((bytes[at] as number) | 0x20) === 0x65) {
    const from = at + 1 < end && bytes[at + 1] === PLUS ? at + 2 : at + 1;
    at = skipDigits(bytes, from, end);
    const exponent = digitsToNumber(bytes, from, at);
    if (exponent < 0) return Number.NaN;
    value *= 10 ** exponent;
  }
  return at === end ? value : Number.NaN;
};

/**
 * Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by magnitude: seconds stay below 1e11 until the
 * year 5138, milliseconds above it from 1973 on. Before 1973 no web server wrote a log.
 */
const readEpoch = (bytes: Uint8Array, start: number, end: number, into: StampTarget): boolean => {
  const value = decimalValue(bytes, start, end);
  if (!(value > 0 && value < 1e20)) return false;
  if (value < 1e11) into.epochMs = Math.round(value * 1000);
  else if (value < 1e14) into.epochMs = Math.floor(value);
  else into.epochMs = Math.floor(value < 1e17 ? value / 1e3 : value / 1e6);
  return true;
};

/**
 * Reads the whole of [start, end) as a stamp: `dd/Mon/yyyy:HH:MM:SS +zzzz` with or without brackets, ISO 8601, or an epoch number.
 * False when it is none of these.
 */
export const readAnyStamp = (bytes: Uint8Array, start: number, end: number, into: StampTarget): boolean => {
  const bracketed = end - start > 2 && bytes[start] === OPEN_BRACKET && bytes[end - 1] === CLOSE_BRACKET;
  const from = bracketed ? start + 1 : start;
  const to = bracketed ? end - 1 : end;
  if (to - from === clfStampBytes && readClfStamp(bytes, from, into)) return true;
  return readIso(bytes, from, to, into) || readEpoch(bytes, from, to, into);
};
