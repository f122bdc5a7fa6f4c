import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { clearMailFields, createMailFields, type MailFormat, type Refusal } from "../../src/ports/log-format.ts";
import { type MailReading, mailLineBytes, mailReadingOf } from "../samples/mail-sample.ts";

const fields = createMailFields();

/** Reads one line of text (UTF-8). */
export const readMailLine = (format: MailFormat, line: string): MailReading | { readonly refused: Refusal } => {
  const bytes = mailLineBytes(Buffer.from(line, "utf8"));
  clearMailFields(fields);
  const refused = format.read(bytes, 0, bytes.length, fields);
  return refused === null ? mailReadingOf(fields) : { refused };
};

/** One line of a file: where it begins and what became of it. */
export interface FileLine {
  readonly offset: number;
  readonly text: string;
  readonly reading: MailReading | { readonly refused: Refusal };
}

/** Reads all lines of a file, unpacked when its name ends in .gz; a last line without its end counts, an empty rest does not. */
export const readMailFile = (format: MailFormat, path: string): readonly FileLine[] => {
  const raw = readFileSync(path);
  const bytes = path.endsWith(".gz") ? gunzipSync(raw) : raw;
  const lines: FileLine[] = [];
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    clearMailFields(fields);
    const refused = format.read(bytes, start, end, fields);
    lines.push({
      offset: start,
      text: bytes.toString("latin1", start, end),
      reading: refused === null ? mailReadingOf(fields) : { refused },
    });
    start = end + 1;
  }
  return lines;
};
