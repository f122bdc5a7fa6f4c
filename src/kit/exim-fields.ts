import { CLOSE_BRACKET, CLOSE_PAREN, COLON, DASH, EQUALS, OPEN_PAREN, QUOTE, SPACE } from "./ascii.ts";
import {
  type AddressShape,
  addressEnd,
  type ByteRange,
  blankOrEnd,
  bracketedAddress,
  looksLikeAddress,
  quotedEnd,
  setRange,
} from "./byte-text.ts";

const beforeBlank: AddressShape = { json: false, before: SPACE };

const isIdByte = (byte: number): boolean => (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a);

const isIdPart = (bytes: Uint8Array, from: number, to: number): boolean => {
  for (let at = from; at < to; at++) if (!isIdByte(bytes[at] as number)) return false;
  return true;
};

/** Position after the message id at `at` (6-6-2 letters and digits, since 4.97 6-11-4) that a blank or the end follows, or -1. */
export const eximIdEnd = (bytes: Uint8Array, at: number, end: number): number => {
  if (at + 16 > end || bytes[at + 6] !== DASH || !isIdPart(bytes, at, at + 6)) return -1;
  const isShort = bytes[at + 13] === DASH;
  const middleEnd = isShort ? at + 13 : at + 18;
  const idEnd = isShort ? at + 16 : at + 23;
  if (idEnd > end || bytes[middleEnd] !== DASH || !isIdPart(bytes, at + 7, middleEnd) || !isIdPart(bytes, middleEnd + 1, idEnd)) return -1;
  return idEnd === end || bytes[idEnd] === SPACE ? idEnd : -1;
};

/** Position of the end of the address at `from`: a quoted local part may hold blanks. */
export const addressWordEnd = (bytes: Uint8Array, from: number, end: number): number => {
  const after = bytes[from] === QUOTE ? quotedEnd(bytes, from, end) : -1;
  return blankOrEnd(bytes, after > 0 ? after : from, end);
};

/** Position after the `>` of the `<address>` at `from`, or -1. A caller stops at -1, or the work could grow with the square of the line. */
export const bracketsEnd = (bytes: Uint8Array, from: number, end: number): number => {
  const close = addressEnd(bytes, from + 1, end, beforeBlank);
  return close < 0 ? -1 : close + 1;
};

/** Position of the end of a `NAME=value` field at `from`; the value may be quoted, with blanks and `\"` inside. */
export const fieldEnd = (bytes: Uint8Array, from: number, end: number): number => {
  let at = from;
  while (at < end && bytes[at] !== SPACE && bytes[at] !== EQUALS) at++;
  if (at < end && bytes[at] === EQUALS && bytes[at + 1] === QUOTE) {
    const after = quotedEnd(bytes, at + 1, end);
    if (after > 0) return blankOrEnd(bytes, after, end);
  }
  return blankOrEnd(bytes, at, end);
};

/** The name that {@link readEximHost} found. */
export const eximHost: ByteRange = { start: -1, end: -1 };

/** The address that {@link readEximHost} found. */
export const eximAddress: ByteRange = { start: -1, end: -1 };

/**
 * Reads `name (helo) [address]:port` at `at` into {@link eximHost} and {@link eximAddress}; any of name and helo may be missing.
 * Returns the position after it. The helo is the client's word: it may look like an address, so brackets inside the
 * parentheses are stepped over.
 */
export const readEximHost = (bytes: Uint8Array, at: number, end: number): number => {
  setRange(eximHost, -1, -1);
  setRange(eximAddress, -1, -1);
  if (at >= end) return end;
  let position = at;
  if (bytes[position] !== OPEN_PAREN && bytes[position] !== 0x5b) {
    position = blankOrEnd(bytes, at, end);
    if (position > at) setRange(eximHost, at, position);
    if (position < end) position++;
  }
  if (position < end && bytes[position] === OPEN_PAREN) {
    let close = position + 1;
    while (close < end && bytes[close] !== SPACE && !(bytes[close] === CLOSE_PAREN && (bytes[close + 1] === SPACE || close + 1 === end)))
      close++;
    if (close >= end || bytes[close] !== CLOSE_PAREN) return close;
    if (eximHost.start < 0) setRange(eximHost, position + 1, close);
    position = close + 2;
  }
  if (position >= end) return end;
  const after = bracketedAddress(bytes, position, end, eximAddress);
  if (after > 0) return blankOrEnd(bytes, after, end);
  // Deferred deliveries log `[192.0.2.1: reason`, without the bracket.
  if (bytes[position] === 0x5b) {
    let close = position + 1;
    while (close < end && bytes[close] !== SPACE && bytes[close] !== CLOSE_BRACKET) close++;
    if (bytes[close - 1] === COLON && looksLikeAddress(bytes, position + 1, close - 1)) setRange(eximAddress, position + 1, close - 1);
    return close;
  }
  return position;
};

/** Points `into` where `from` points. */
export const copyRange = (from: ByteRange, into: ByteRange): void => setRange(into, from.start, from.end);

/** Whether `at` is where a field in capitals begins: `R=`, `T=`, `DT=`. */
export const isField = (bytes: Uint8Array, at: number, end: number): boolean => {
  let position = at;
  while (position < end && (bytes[position] as number) >= 0x41 && (bytes[position] as number) <= 0x5a) position++;
  return position > at && position < end && bytes[position] === EQUALS;
};
