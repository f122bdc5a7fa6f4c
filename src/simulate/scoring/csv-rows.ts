import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { OperationError } from "../../domain/operation-error.ts";

/** One row, by column name. Throws `world-failed` with file, line and column. */
export interface CsvRow {
  readonly has: (column: string) => boolean;
  readonly text: (column: string) => string;
  readonly number: (column: string) => number;
  /** `0` or `1`. */
  readonly flag: (column: string) => boolean;
}

/** Where the quoted field that begins at `from` has its closing mark; -1 where it is not closed. */
const closingMark = (line: string, from: number): number => {
  for (let at = line.indexOf('"', from + 1); at >= 0; at = line.indexOf('"', at + 2)) if (line[at + 1] !== '"') return at;
  return -1;
};

/** The fields of a line; null where its quotes do not match. Source: RFC 4180, line breaks within a field excepted. */
const splitCsvLine = (line: string): readonly string[] | null => {
  if (!line.includes('"')) return line.split(",");
  const fields: string[] = [];
  for (let at = 0; at <= line.length; at++) {
    const isQuoted = line[at] === '"';
    const comma = line.indexOf(",", at);
    const end = isQuoted ? closingMark(line, at) + 1 : comma < 0 ? line.length : comma;
    if (isQuoted && (end === 0 || (end < line.length && line[end] !== ","))) return null;
    fields.push(isQuoted ? line.slice(at + 1, end - 1).replaceAll('""', '"') : line.slice(at, end));
    at = end;
  }
  return fields;
};

/** Texts that come again and again are kept once, and apart from the line that they were cut from. */
const createInterner = (): ((text: string) => string) => {
  const known = new Map<string, string>();
  return (text) => {
    const same = known.get(text);
    if (same !== undefined) return same;
    const copy = Buffer.from(text).toString();
    known.set(copy, copy);
    return copy;
  };
};

/** Hands every row of a CSV file with a line of heads to `take`, one after another. */
export const readCsv = async (file: string, columns: readonly string[], take: (row: CsvRow) => void): Promise<void> => {
  const intern = createInterner();
  let lineNumber = 0;
  let places = new Map<string, number>();
  let fields: readonly string[] = [];
  const wrong = (problem: string): OperationError => new OperationError("world-failed", `${file}:${lineNumber} ${problem}`);
  const field = (column: string): string => fields[places.get(column) ?? -1] ?? "";
  const number = (column: string): number => {
    const value = Number(field(column));
    if (field(column) === "" || !Number.isFinite(value)) throw wrong(`${column}: a number expected, not "${field(column)}"`);
    return value;
  };
  const flag = (column: string): boolean => {
    if (field(column) !== "0" && field(column) !== "1") throw wrong(`${column}: 0 or 1 expected, not "${field(column)}"`);
    return field(column) === "1";
  };
  const row: CsvRow = { has: (column) => places.has(column), text: (column) => intern(field(column)), number, flag };
  const readHeads = (): void => {
    places = new Map(fields.map((name, at) => [name.trim(), at]));
    const missing = columns.filter((column) => !places.has(column));
    if (missing.length > 0) throw wrong(`the columns ${missing.join(", ")} are missing; there are ${fields.join(", ")}`);
  };
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) {
    lineNumber++;
    if (line === "") continue;
    const split = splitCsvLine(line);
    if (split === null) throw wrong("a quotation mark is not closed");
    fields = split;
    if (places.size === 0) readHeads();
    else if (fields.length === places.size) take(row);
    else throw wrong(`${places.size} fields expected, not ${fields.length}`);
  }
  if (places.size === 0) throw wrong(`is empty; a line of heads is expected: ${columns.join(",")}`);
};
