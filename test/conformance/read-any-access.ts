import { caddy } from "../../src/catalog/formats/caddy.ts";
import { combined } from "../../src/catalog/formats/combined.ts";
import { csvAccess } from "../../src/catalog/formats/csv-access.ts";
import { jsonAccess } from "../../src/catalog/formats/json-access.ts";
import { ltsv } from "../../src/catalog/formats/ltsv.ts";
import { vhostCombined } from "../../src/catalog/formats/vhost-combined.ts";
import { type AccessFormat, clearAccessFields, createAccessFields, type Refusal } from "../../src/ports/log-format.ts";
import type { AccessReading } from "../samples/access-sample.ts";
import { toReading } from "../samples/read-access.ts";

/** All access formats but `common`, which `combined` contains. */
const accessFormats: readonly AccessFormat[] = [combined, vhostCombined, csvAccess, ltsv, jsonAccess, caddy];

/** What the first format that takes the line reads; null when none does. */
export const readWithAnyFormat = (bytes: Uint8Array): AccessReading | null => {
  const fields = createAccessFields();
  for (const format of accessFormats) {
    clearAccessFields(fields);
    if (format.read(bytes, 0, bytes.length, fields) === null) return toReading(fields);
  }
  return null;
};

/** One line that a file's format refused. */
interface RefusedLine {
  readonly offset: number;
  readonly reason: Refusal;
}

/** How one file was read. */
export interface FileReading {
  readonly format: string;
  readonly lines: number;
  readonly refused: readonly RefusedLine[];
}

/** Reads all lines of a file with one format; empty lines are no lines. */
const readFileWith = (format: AccessFormat, bytes: Buffer): FileReading => {
  const fields = createAccessFields();
  const refused: RefusedLine[] = [];
  let lines = 0;
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    clearAccessFields(fields);
    const reason = format.read(bytes, start, end, fields);
    if (reason !== "empty") lines++;
    if (reason !== null && reason !== "empty") refused.push({ offset: start, reason });
    start = end + 1;
  }
  return { format: format.name, lines, refused };
};

/** Reads a file with the one format that takes most of its lines. */
export const readFileWithBestFormat = (bytes: Buffer): FileReading => {
  const readings = accessFormats.map((format) => readFileWith(format, bytes));
  return readings.reduce((best, next) => (next.refused.length < best.refused.length ? next : best));
};
