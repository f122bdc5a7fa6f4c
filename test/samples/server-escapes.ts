/** How servers write client text into a log line. Each takes text, and gives bytes written one character a byte. */

const bytesOf = (text: string): readonly number[] => [...Buffer.from(text, "utf8")];

const hex = (byte: number, upper: boolean): string => {
  const digits = byte.toString(16).padStart(2, "0");
  return upper ? digits.toUpperCase() : digits;
};

const apacheShort: Readonly<Record<number, string>> = { 8: "\\b", 9: "\\t", 10: "\\n", 11: "\\v", 13: "\\r", 34: '\\"', 92: "\\\\" };

/** Apache: `\"`, `\\`, C escapes, `\xhh` for other control and non-ASCII bytes. Source: ap_escape_logitem, measured. */
export const apacheText = (text: string): string =>
  bytesOf(text)
    .map((byte) => apacheShort[byte] ?? (byte < 0x20 || byte > 0x7e ? `\\x${hex(byte, false)}` : String.fromCharCode(byte)))
    .join("");

/** nginx's default: `\xHH` for the quote, the backslash and control bytes; bytes above 0x7E too. Source: nginx's log module, measured. */
export const nginxText = (text: string): string =>
  bytesOf(text)
    .map((byte) => (byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c ? `\\x${hex(byte, true)}` : String.fromCharCode(byte)))
    .join("");

/** JSON string content (nginx `escape=json`, Go's encoder). */
export const jsonText = (text: string): string => Buffer.from(JSON.stringify(text).slice(1, -1), "utf8").toString("latin1");

/** What a server logs where the client sent nothing. */
export const orDash = (text: string): string => (text === "" ? "-" : text);
