import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  CR,
  DASH,
  DOT,
  LF,
  OPEN_BRACE,
  OPEN_BRACKET,
  PLUS,
  QUOTE,
  SPACE,
  TAB,
} from "./ascii.ts";

/**
 * Walks the members of one JSON object over bytes: no JSON.parse, no strings, no recursion. Escapes are kept as they stand.
 * Strings may hold any byte but an unescaped quote, since servers do write what RFC 8259 forbids (`\xHH`, raw control bytes).
 */

/** Kind of a value: a string; its escapes are as they stand. */
export const jsonString = 1;
/** Kind of a value: a number, by its first byte; its digits are not checked. */
export const jsonNumber = 2;
/** Kind of a value: `true`, `false`, `null`, or another bare word. */
export const jsonLiteral = 3;
/** Kind of a value: an object, brackets included. */
export const jsonObject = 4;
/** Kind of a value: an array, brackets included. */
export const jsonArray = 5;

/** One member; spans of strings exclude their quotes, those of objects and arrays include their brackets. */
export interface JsonMember {
  keyStart: number;
  keyEnd: number;
  valueStart: number;
  valueEnd: number;
  kind: number;
}

/** Result of {@link nextJsonMember} when the object ends here. */
export const jsonEnd = 0;

/** How deep arrays and objects may nest; deeper input is refused. No access log nests more than five levels. */
export const deepestJson = 32;

/** A fresh member to reuse. */
export const createJsonMember = (): JsonMember => ({ keyStart: 0, keyEnd: 0, valueStart: 0, valueEnd: 0, kind: 0 });

const skipBlanks = (bytes: Uint8Array, from: number, end: number): number => {
  let at = from;
  while (at < end && (bytes[at] === SPACE || bytes[at] === TAB || bytes[at] === LF || bytes[at] === CR)) at++;
  return at;
};

/** Position of the quote that closes the string whose content begins at `from`; -1 when none does. */
const stringEnd = (bytes: Uint8Array, from: number, end: number): number => {
  for (let at = from; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at++;
  }
  return -1;
};

/** Position after the bracket that closes the one at `from`; -1 when none does, a wrong one does, or it nests too deep. */
const nestedEnd = (bytes: Uint8Array, from: number, end: number): number => {
  let depth = 0;
  // One bit a level: 1 for an object, 0 for an array.
  let kinds = 0;
  for (let at = from; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) {
      at = stringEnd(bytes, at + 1, end);
      if (at < 0) return -1;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (++depth > deepestJson - 1) return -1;
      kinds = (kinds << 1) | (byte === OPEN_BRACE ? 1 : 0);
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if ((kinds & 1) !== (byte === CLOSE_BRACE ? 1 : 0)) return -1;
      kinds >>>= 1;
      if (--depth === 0) return at + 1;
    }
  }
  return -1;
};

const isScalarByte = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || byte === DOT || byte === DASH || byte === PLUS || byte === 0x45;

/** A number, `true`, `false` or `null`, taken as any run of their bytes. Position after it; -1 when there is none. */
const scalarEnd = (bytes: Uint8Array, from: number, end: number): number => {
  let at = from;
  while (at < end && isScalarByte(bytes[at] as number)) at++;
  return at > from ? at : -1;
};

/** Reads the value at `at` into `into`; position after it, or -1. */
const readValue = (bytes: Uint8Array, at: number, end: number, into: JsonMember): number => {
  if (at >= end) return -1;
  const first = bytes[at] as number;
  if (first === QUOTE) {
    const close = stringEnd(bytes, at + 1, end);
    into.kind = jsonString;
    into.valueStart = at + 1;
    into.valueEnd = close;
    return close < 0 ? -1 : close + 1;
  }
  const isNested = first === OPEN_BRACE || first === OPEN_BRACKET;
  const after = isNested ? nestedEnd(bytes, at, end) : scalarEnd(bytes, at, end);
  if (isNested) into.kind = first === OPEN_BRACE ? jsonObject : jsonArray;
  else into.kind = first === DASH || first <= 0x39 ? jsonNumber : jsonLiteral;
  into.valueStart = at;
  into.valueEnd = after;
  return after;
};

/** Enters the object in [start, end): the position to hand to {@link nextJsonMember}, or -1 when there is no `{`. */
export const enterJsonObject = (bytes: Uint8Array, start: number, end: number): number => {
  const at = skipBlanks(bytes, start, end);
  return at < end && bytes[at] === OPEN_BRACE ? at : -1;
};

/**
 * Reads the next member. `at` is what {@link enterJsonObject} or the previous call returned. Returns the position to go on from,
 * {@link jsonEnd} when the object is over and only blanks follow it, -1 when the text is no JSON object.
 */
export const nextJsonMember = (bytes: Uint8Array, at: number, end: number, into: JsonMember): number => {
  const isFirst = bytes[at] === OPEN_BRACE;
  let from = skipBlanks(bytes, isFirst ? at + 1 : at, end);
  if (from >= end) return -1;
  if (bytes[from] === CLOSE_BRACE) return skipBlanks(bytes, from + 1, end) === end ? jsonEnd : -1;
  if (!isFirst) {
    if (bytes[from] !== COMMA) return -1;
    from = skipBlanks(bytes, from + 1, end);
  }
  if (from >= end || bytes[from] !== QUOTE) return -1;
  into.keyStart = from + 1;
  into.keyEnd = stringEnd(bytes, from + 1, end);
  if (into.keyEnd < 0) return -1;
  const colon = skipBlanks(bytes, into.keyEnd + 1, end);
  if (colon >= end || bytes[colon] !== COLON) return -1;
  return readValue(bytes, skipBlanks(bytes, colon + 1, end), end, into);
};

/** Reads the first element of the array in [start, end) into the value part of `into`. False when it is empty or no array. */
export const firstJsonElement = (bytes: Uint8Array, start: number, end: number, into: JsonMember): boolean => {
  if (start >= end || bytes[start] !== OPEN_BRACKET) return false;
  return readValue(bytes, skipBlanks(bytes, start + 1, end), end, into) > 0;
};
