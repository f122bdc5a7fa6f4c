/**
 * Text from outside, made safe to show: whatever would not be seen, or would move what is seen around it, becomes a
 * visible escape. Source of the list: Unicode general categories and Default_Ignorable_Code_Point.
 *
 * Hidden are: controls, format characters (bidi and zero-width among them), lone surrogates, private and unassigned
 * code points (\p{C}); line and paragraph separators; everything a renderer may leave out (\p{DI}: variation
 * selectors, fillers, soft hyphen); the blank Braille cell; and combining marks after the fourth on one base, which
 * would paint over neighbouring lines. Emoji joined by U+200D therefore show the joint: that is meant.
 */
const hidden = /[\p{C}\p{Zl}\p{Zp}\p{DI}\u2800]|(?<=\p{M}{4})\p{M}/gu;

const plainAscii = /^[\x20-\x7e]*$/;

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");

const escapeCodePoint = (char: string): string => {
  const code = char.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${hex(code, 2)}`;
  return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\u{${hex(code, 5)}}`;
};

/** The text with every character that hides or moves text as `\x1b`, `\u202e` or `\u{e0041}`; all else, the backslash too, unchanged. */
export const visibleText = (text: string): string => (plainAscii.test(text) ? text : text.replace(hidden, escapeCodePoint));

/** Lowest code point allowed for a sequence of that many bytes: shorter forms of it are overlong, so not UTF-8 (RFC 3629). */
const lowestOfLength = [0, 0, 0x80, 0x800, 0x10000] as const;

const sequenceLength = (lead: number): number =>
  lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;

/** Code point of the valid UTF-8 sequence at `at`; -1 where there is none. */
const codePointAt = (bytes: Uint8Array, at: number): number => {
  const lead = bytes[at] ?? 0;
  const length = sequenceLength(lead);
  if (length <= 1) return length === 1 ? lead : -1;
  let code = lead & (0x7f >> length);
  for (let next = at + 1; next < at + length; next++) {
    const byte = bytes[next] ?? 0;
    if ((byte & 0xc0) !== 0x80) return -1;
    code = (code << 6) | (byte & 0x3f);
  }
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return code < (lowestOfLength[length] ?? 0) || code > 0x10ffff || isSurrogate ? -1 : code;
};

/** A byte that is not UTF-8 is kept as the lone surrogate U+DC00 + byte, which valid UTF-8 can never yield. */
const decodeLossless = (bytes: Uint8Array): string => {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const code = codePointAt(bytes, at);
    parts.push(code < 0 ? String.fromCharCode(0xdc00 + (bytes[at] ?? 0)) : String.fromCodePoint(code));
    at += code < 0 ? 1 : sequenceLength(bytes[at] ?? 0);
  }
  return parts.join("");
};

const utf8 = new TextEncoder();

const escapeBytes = (char: string): string => {
  const code = char.charCodeAt(0);
  if (char.length === 1 && code >= 0xdc00 && code <= 0xdcff) return `\\x${hex(code - 0xdc00, 2)}`;
  return Array.from(utf8.encode(char), (byte) => `\\x${hex(byte, 2)}`).join("");
};

/**
 * A log line as evidence shows it: valid printable UTF-8 kept, every other byte as `\xHH` in lower-case hex, the
 * backslash as it stands. What counts as printable is the list above, so a bidi control shows as its three bytes.
 */
export const visibleBytes = (bytes: Uint8Array): string => decodeLossless(bytes).replace(hidden, escapeBytes);
