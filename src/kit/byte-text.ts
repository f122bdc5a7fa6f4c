import {
  asciiBytes,
  BACKSLASH,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  CR,
  DOT,
  GREATER,
  isDigit,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
  startsWithAt,
} from "./ascii.ts";

/** A half-open range of bytes; `start < 0` means "not there". */
export interface ByteRange {
  start: number;
  end: number;
}

/** Points `range` at [start, end). */
export const setRange = (range: ByteRange, start: number, end: number): void => {
  range.start = start;
  range.end = end;
};

/** Position of `text` in [from, end), or -1. Plain search: `text` is a short constant, so the cost stays linear in the line. */
export const indexOfText = (bytes: Uint8Array, from: number, end: number, text: Uint8Array): number => {
  const first = text[0] as number;
  const last = end - text.length;
  for (let at = from; at <= last; at++) if (bytes[at] === first && startsWithAt(bytes, at, end, text)) return at;
  return -1;
};

/** Last position of `text` in [from, end), or -1. */
export const lastIndexOfText = (bytes: Uint8Array, from: number, end: number, text: Uint8Array): number => {
  const first = text[0] as number;
  for (let at = end - text.length; at >= from; at--) if (bytes[at] === first && startsWithAt(bytes, at, end, text)) return at;
  return -1;
};

/** Whether [start, end) is exactly `text`. */
export const isText = (bytes: Uint8Array, range: ByteRange, text: Uint8Array): boolean =>
  range.end - range.start === text.length && startsWithAt(bytes, range.start, range.end, text);

/** Value of the digits at `at` (at most 15), stopping at the first other byte; -1 when there is no digit. */
export const leadingNumber = (bytes: Uint8Array, at: number, end: number): number => {
  let value = 0;
  let position = at;
  const limit = Math.min(end, at + 15);
  while (position < limit && isDigit(bytes[position])) value = value * 10 + (bytes[position++] as number) - 0x30;
  return position === at ? -1 : value;
};

/** First position in [from, end) that holds no digit; `end` when all are digits. */
export const skipDigits = (bytes: Uint8Array, from: number, end: number): number => {
  let at = from;
  while (at < end && isDigit(bytes[at])) at++;
  return at;
};

/** Position of the first blank in [from, end), or `end`. */
export const blankOrEnd = (bytes: Uint8Array, from: number, end: number): number => {
  let at = from;
  while (at < end && bytes[at] !== SPACE) at++;
  return at;
};

/** `end`, less the carriage returns that a file with CRLF line ends leaves behind. */
export const withoutCarriageReturn = (bytes: Uint8Array, start: number, end: number): number => {
  let at = end;
  while (at > start && bytes[at - 1] === CR) at--;
  return at;
};

/** Whether [start, end) holds only the bytes of an IPv4 or IPv6 address (also with a zone-less IPv4 tail) and at least one `.` or `:`. */
export const looksLikeAddress = (bytes: Uint8Array, start: number, end: number): boolean => {
  let marks = 0;
  if (end - start > 45) return false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    const lower = byte | 0x20;
    if (byte === DOT || byte === COLON) marks++;
    else if (!isDigit(byte) && !(lower >= 0x61 && lower <= 0x66)) return false;
  }
  return marks > 0;
};

const ipv6Prefix = asciiBytes("IPv6:");

/** Reads `[address]` (also `[IPv6:address]`) at `at` into `into`; returns the position after `]`, or -1 when there is no address in brackets. */
export const bracketedAddress = (bytes: Uint8Array, at: number, end: number, into: ByteRange): number => {
  if (at >= end || bytes[at] !== OPEN_BRACKET) return -1;
  const from = startsWithAt(bytes, at + 1, end, ipv6Prefix) ? at + 1 + ipv6Prefix.length : at + 1;
  const limit = Math.min(end, from + 47);
  for (let close = from; close < limit; close++) {
    if (bytes[close] !== CLOSE_BRACKET) continue;
    if (!looksLikeAddress(bytes, from, close)) return -1;
    setRange(into, from, close);
    return close + 1;
  }
  return -1;
};

/** Bytes that the character at `at` takes: 1, or the length of a JSON escape when the text is the inside of a JSON string. */
const characterWidth = (bytes: Uint8Array, at: number, json: boolean): number => {
  if (!json || bytes[at] !== BACKSLASH) return 1;
  return bytes[at + 1] === 0x75 ? 6 : 2;
};

/** The character at `at`, escapes undone as far as structure needs it: quote and backslash; 0 for any other JSON escape. */
const characterAt = (bytes: Uint8Array, at: number, json: boolean): number => {
  const byte = bytes[at] as number;
  if (!json || byte !== BACKSLASH) return byte;
  const next = bytes[at + 1];
  return next === QUOTE || next === BACKSLASH ? next : 0;
};

/**
 * Position after the quoted string that opens at `at` (RFC 5321: a backslash takes the next character literally), or -1
 * when it is not closed in [at, end).
 */
export const quotedEnd = (bytes: Uint8Array, at: number, end: number, json = false): number => {
  let position = at + characterWidth(bytes, at, json);
  while (position < end) {
    const character = characterAt(bytes, position, json);
    position += characterWidth(bytes, position, json);
    if (character === QUOTE) return position <= end ? position : -1;
    if (character === BACKSLASH && position < end) position += characterWidth(bytes, position, json);
  }
  return -1;
};

/** How an address is written where it stands. Make constants of it: it is handed over once per address. */
export interface AddressShape {
  /** The text is the inside of a JSON string. */
  readonly json: boolean;
  /** Byte that follows the closing `>` when the line goes on. */
  readonly before: number;
}

/**
 * Position of the `>` that closes the mail address whose first byte is at `from`, or -1. A quoted local part may hold
 * anything, `>` included, so quotes are honoured where an address may open them (at its start and after a dot); outside
 * quotes only a `>` before `shape.before` or at the line's end closes.
 */
export const addressEnd = (bytes: Uint8Array, from: number, end: number, shape: AddressShape): number => {
  let at = from;
  let wordStart = true;
  while (at < end) {
    const character = characterAt(bytes, at, shape.json);
    if (character === QUOTE && wordStart) {
      const after = quotedEnd(bytes, at, end, shape.json);
      // A quote that nothing closes is no quoted string (old mail servers log such addresses bare): read on literally.
      if (after > 0) {
        at = after;
        wordStart = false;
        continue;
      }
    }
    if (character === GREATER && (at + 1 === end || bytes[at + 1] === shape.before)) return at;
    wordStart = character === DOT;
    at += characterWidth(bytes, at, shape.json);
  }
  return -1;
};

/** Position of the `, ` that ends a field without brackets, or `end`. */
export const commaOrEnd = (bytes: Uint8Array, from: number, end: number): number => {
  for (let at = from; at + 1 < end; at++) if (bytes[at] === COMMA && bytes[at + 1] === SPACE) return at;
  return end;
};
