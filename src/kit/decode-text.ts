import { BACKSLASH, QUOTE } from "./ascii.ts";

/** Bad UTF-8 becomes U+FFFD. A Buffer reads a range without making a view of it first. */
const utf8 = (bytes: Uint8Array, start = 0, end = bytes.length): string =>
  (Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)).toString("utf8", start, end);

const hexValue = (byte: number | undefined): number => {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
};

const shortEscapes: Readonly<Record<number, number>> = { 0x6e: 0x0a, 0x74: 0x09, 0x72: 0x0d, 0x62: 0x08, 0x76: 0x0b, 0x66: 0x0c };

/** Undoes `\"`, `\\`, `\t` and `\xHH` in one pass, so that `\\x22` stays the text `\x22`. Source: Apache and nginx. */
const unescapeLog = (bytes: Uint8Array): Uint8Array => {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    const next = bytes[at + 1];
    if (byte !== BACKSLASH || next === undefined) {
      out[length++] = byte;
      continue;
    }
    const high = hexValue(bytes[at + 2]);
    const low = hexValue(bytes[at + 3]);
    if (next === 0x78 && high >= 0 && low >= 0) {
      out[length++] = high * 16 + low;
      at += 3;
    } else {
      out[length++] = shortEscapes[next] ?? next;
      at += 1;
    }
  }
  return out.subarray(0, length);
};

const unescapeCsv = (bytes: Uint8Array): Uint8Array => {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    out[length++] = bytes[at] as number;
    if (bytes[at] === QUOTE && bytes[at + 1] === QUOTE) at++;
  }
  return unescapeLog(out.subarray(0, length));
};

const unescapeJson = (text: string): string => {
  try {
    const value: unknown = JSON.parse(`"${text}"`);
    return typeof value === "string" ? value : text;
  } catch {
    return text;
  }
};

/**
 * Text of the bytes in [start, end), its escapes undone once; bad UTF-8 becomes U+FFFD. Not for the hot path.
 * `log`: Apache and nginx; `csv`: doubled quotes, then `log`; `json`: JSON string content; `none`: as it stands.
 */
export const decodeText = (bytes: Uint8Array, start: number, end: number, escaping: "log" | "json" | "csv" | "none"): string => {
  if (escaping === "none" || !hasEscape(bytes, start, end, escaping)) return utf8(bytes, start, end);
  const part = bytes.subarray(start, end);
  switch (escaping) {
    case "json":
      return unescapeJson(utf8(part));
    case "csv":
      return utf8(unescapeCsv(part));
    case "log":
      return utf8(unescapeLog(part));
  }
};

const hasEscape = (bytes: Uint8Array, start: number, end: number, escaping: "log" | "json" | "csv"): boolean => {
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === BACKSLASH || (byte === QUOTE && escaping === "csv")) return true;
  }
  return false;
};
