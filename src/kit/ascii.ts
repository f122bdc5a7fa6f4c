/** ASCII bytes by name, and the few readings of digits and months that every line format needs. Allocation-free. */

export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const OPEN_PAREN = 0x28;
export const CLOSE_PAREN = 0x29;
export const PLUS = 0x2b;
export const COMMA = 0x2c;
export const DASH = 0x2d;
export const DOT = 0x2e;
export const SLASH = 0x2f;
export const ZERO = 0x30;
const NINE = 0x39;
export const COLON = 0x3a;
export const LESS = 0x3c;
export const EQUALS = 0x3d;
export const GREATER = 0x3e;
export const QUESTION = 0x3f;
export const AT = 0x40;
export const OPEN_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;

export const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= NINE;

/** Value of the digits in [start, end); -1 when empty, not all digits, or above 2^53. */
export const digitsToNumber = (bytes: Uint8Array, start: number, end: number): number => {
  if (start >= end || end - start > 15) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
};

/** Value of two digits at `at`; -1 when they are not two digits. */
export const twoDigits = (bytes: Uint8Array, at: number): number => {
  const high = (bytes[at] ?? 0) - ZERO;
  const low = (bytes[at + 1] ?? 0) - ZERO;
  return high >= 0 && high <= 9 && low >= 0 && low <= 9 ? high * 10 + low : -1;
};

const monthKey = (a: number, b: number, c: number): number => ((a | 0x20) << 16) | ((b | 0x20) << 8) | (c | 0x20);

const monthKeys = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"].map((name) =>
  monthKey(name.charCodeAt(0), name.charCodeAt(1), name.charCodeAt(2)),
);

/** 1 to 12 for an English three-letter month at `at`, in any case; 0 when there is none. */
export const monthAt = (bytes: Uint8Array, at: number): number =>
  monthKeys.indexOf(monthKey(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0)) + 1;

/** Position of `byte` in [from, end), or -1. A plain loop: for short ranges it beats the native search. */
export const indexOfByte = (bytes: Uint8Array, byte: number, from: number, end: number): number => {
  for (let at = from; at < end; at++) if (bytes[at] === byte) return at;
  return -1;
};

/** Whether the bytes at `at` are the given ASCII text; `text` as bytes made once with {@link asciiBytes}. */
export const startsWithAt = (bytes: Uint8Array, at: number, end: number, text: Uint8Array): boolean => {
  if (at + text.length > end) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false;
  return true;
};

/** A copy of the bytes in [start, end) that stays when the buffer is read into again; `slice` of a Buffer is only a view. */
export const copyOfBytes = (bytes: Uint8Array, start: number, end: number): Uint8Array => {
  const copy = new Uint8Array(end - start);
  for (let at = start; at < end; at++) copy[at - start] = bytes[at] as number;
  return copy;
};

/** ASCII text as bytes, for {@link startsWithAt}; for constants only. */
export const asciiBytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
