/** Bytes of a Japanese text in the encodings that mail programs still use, from Node's own decoders turned round. */

const tableOf = (label: string, leads: readonly [number, number][], trails: readonly [number, number][]): ReadonlyMap<string, Buffer> => {
  const decoder = new TextDecoder(label);
  const table = new Map<string, Buffer>();
  for (const [fromLead, toLead] of leads)
    for (let lead = fromLead; lead <= toLead; lead++)
      for (const [fromTrail, toTrail] of trails)
        for (let trail = fromTrail; trail <= toTrail; trail++) {
          const pair = Buffer.from([lead, trail]);
          const text = decoder.decode(pair);
          if ([...text].length === 1 && text !== "�" && !table.has(text)) table.set(text, pair);
        }
  return table;
};

const eucTable = tableOf("euc-jp", [[0xa1, 0xfe]], [[0xa1, 0xfe]]);
const sjisTable = tableOf(
  "shift_jis",
  [
    [0x81, 0x9f],
    [0xe0, 0xfc],
  ],
  [
    [0x40, 0x7e],
    [0x80, 0xfc],
  ],
);

const pairOf = (table: ReadonlyMap<string, Buffer>, char: string): Buffer => {
  // Unicode has two of these for one Japanese one; the decoders know the second.
  const pair = table.get(char === "〜" ? "～" : char);
  if (!pair) throw new Error(`"${char}" is not in this encoding`);
  return pair;
};

const isAscii = (char: string): boolean => char.charCodeAt(0) < 0x80;

const plainTable =
  (table: ReadonlyMap<string, Buffer>) =>
  (text: string): Buffer =>
    Buffer.concat([...text].map((char) => (isAscii(char) ? Buffer.from(char) : pairOf(table, char))));

/** RFC 1468: two shifts, and back to ASCII before each line ends. */
const iso2022jp = (text: string): Buffer => {
  const parts: Buffer[] = [];
  let isShifted = false;
  for (const char of text) {
    if (isAscii(char) === isShifted) {
      parts.push(Buffer.from(isShifted ? "\x1b(B" : "\x1b$B", "latin1"));
      isShifted = !isShifted;
    }
    parts.push(isAscii(char) ? Buffer.from(char) : Buffer.from(pairOf(eucTable, char).map((byte) => byte & 0x7f)));
  }
  if (isShifted) parts.push(Buffer.from("\x1b(B", "latin1"));
  return Buffer.concat(parts);
};

/** Text to bytes, by the name of the charset as mail headers spell it. Throws for a character that it lacks. */
export const textBytes: Readonly<Record<string, (text: string) => Buffer>> = {
  "utf-8": (text) => Buffer.from(text, "utf8"),
  "iso-2022-jp": iso2022jp,
  shift_jis: plainTable(sjisTable),
  "euc-jp": plainTable(eucTable),
};

const hex = (byte: number): string => `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;

const quotedLine = (line: Buffer): string => {
  const units = [...line].map((byte, at) => {
    const isPlain = byte === 9 || byte === 32 ? at < line.length - 1 : byte > 32 && byte < 127 && byte !== 61;
    return isPlain ? String.fromCharCode(byte) : hex(byte);
  });
  const lines = [""];
  for (const unit of units) {
    if ((lines.at(-1)?.length ?? 0) + unit.length > 75) lines.push("");
    lines[lines.length - 1] += unit;
  }
  return lines.join("=\r\n");
};

/** Quoted-printable of a text in UTF-8. Source: RFC 2045, 6.7. */
export const quotedPrintable = (text: string): string =>
  text
    .split("\r\n")
    .map((line) => quotedLine(Buffer.from(line, "utf8")))
    .join("\r\n");

/** Base64 in lines of 76. */
export const base64Lines = (bytes: Buffer): string => (bytes.toString("base64").match(/.{1,76}/g) ?? []).join("\r\n");

/** A header's text as encoded words, each a whole one of its charset; plain ASCII stays as it is. */
export const encodedWords = (text: string, charset: string): string => {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const words: string[] = [];
  const chars = [...text];
  for (let at = 0; at < chars.length; at += 12) {
    const bytes = (textBytes[charset] ?? textBytes["utf-8"])?.(chars.slice(at, at + 12).join("")) ?? Buffer.alloc(0);
    words.push(`=?${charset.toUpperCase()}?B?${bytes.toString("base64")}?=`);
  }
  return words.join("\r\n ");
};
