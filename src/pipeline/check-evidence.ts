import { createHash } from "node:crypto";
import type { ShownLine } from "../domain/case/claimed-abuse.ts";
import { OperationError } from "../domain/operation-error.ts";
import { shownLine } from "../domain/shown-line.ts";
import { LineReader } from "../kit/line-reader.ts";
import { visibleBytes } from "../kit/visible-text.ts";
import { openInput } from "./open-input.ts";

/**
 * What became of a quoted line in its log. `same`: it stands there as it was read; `changed`: that log is there, and something else stands in the
 * line's place; `gone`: no part of the log that is left holds its place; `not-readable`: nobody can tell, `why` says what hindered.
 */
export interface CheckedLine {
  readonly input: string;
  readonly offset: number;
  readonly state: "same" | "changed" | "gone" | "not-readable";
  /** The file that it was compared with, in the form of `input`; null where there was none. */
  readonly file: string | null;
  readonly why: string | null;
}

export interface LogFile {
  readonly shown: string;
  readonly absolute: string;
}

export interface EvidenceSources {
  /** The log that an input names and its rotated parts, newest first; null where the config names no such log. */
  readonly filesOf: (input: string) => readonly LogFile[] | null;
  /** Keyed digest of an untouched line, by its SHA-256 in hex; the one that the lines were quoted with. */
  readonly digest: (sha256: string) => string;
}

/** What stands at one place of one file now. */
interface Found {
  readonly digest: string;
  readonly shown: string;
}

/** One file as far as the quoted lines are concerned; `why`: it could not be read to the end. */
interface Looked {
  readonly file: LogFile;
  readonly lines: ReadonlyMap<number, Found>;
  readonly bytes: number;
  readonly why: string | null;
}

/** Longer than any line that is quoted. */
const bufferBytes = 1_048_576;

const foundOf = (bytes: Uint8Array, digest: EvidenceSources["digest"]): Found => ({
  digest: digest(createHash("sha256").update(bytes).digest("hex")),
  shown: shownLine(visibleBytes(bytes)),
});

const readLines = async (
  reader: LineReader,
  { lines, last, digest }: { readonly lines: Map<number, Found | null>; readonly last: number; readonly digest: EvidenceSources["digest"] },
): Promise<number> => {
  let seen = 0;
  do {
    while (reader.next()) {
      seen = reader.offset + (reader.end - reader.start);
      if (lines.has(reader.offset)) lines.set(reader.offset, foundOf(reader.bytes.subarray(reader.start, reader.end), digest));
      if (reader.offset >= last) return seen;
    }
  } while (await reader.fill());
  return seen;
};

const whyOf = (cause: unknown): string => {
  if (cause instanceof OperationError) return cause.code;
  throw cause;
};

const look = async (file: LogFile, quoted: readonly ShownLine[], digest: EvidenceSources["digest"]): Promise<Looked> => {
  const lines = new Map<number, Found | null>(quoted.map(({ offset }) => [offset, null]));
  const kept = (): ReadonlyMap<number, Found> => new Map([...lines].flatMap(([at, line]) => (line === null ? [] : [[at, line] as const])));
  try {
    const input = await openInput(file.shown, file.absolute);
    try {
      const last = Math.max(...lines.keys());
      const bytes = await readLines(new LineReader(input.read, bufferBytes), { lines, last, digest });
      return { file, lines: kept(), bytes, why: null };
    } finally {
      await input.close();
    }
  } catch (cause) {
    const why = whyOf(cause);
    // What was rotated away while we looked is a part that is not there.
    return { file, lines: kept(), bytes: 0, why: why === "input-missing" ? null : why };
  }
};

/** A time as access and mail logs write it, whatever the zone. */
const stamp =
  /\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2}|\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}|[A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2}/;

const hasSameTime = (a: string, b: string): boolean => {
  const [left, right] = [stamp.exec(a)?.[0], stamp.exec(b)?.[0]];
  return left !== undefined && left === right;
};

const matches = ({ lines }: Looked, { offset, digest }: ShownLine): boolean => lines.get(offset)?.digest === digest;

/** Whether this is the file that the line stood in: another line of the case still does, or the time in its place is the line's own. */
const isItsFile = (looked: Looked, line: ShownLine, quoted: readonly ShownLine[]): boolean =>
  hasSameTime(looked.lines.get(line.offset)?.shown ?? "", line.line) ||
  (looked.bytes > line.offset && quoted.some((other) => matches(looked, other)));

const judge = (line: ShownLine, quoted: readonly ShownLine[], all: readonly Looked[]): CheckedLine => {
  const { input, offset } = line;
  const same = all.find((looked) => matches(looked, line));
  if (same !== undefined) return { input, offset, state: "same", file: same.file.shown, why: null };
  const own = all.find((looked) => isItsFile(looked, line, quoted));
  if (own !== undefined) return { input, offset, state: "changed", file: own.file.shown, why: null };
  const unread = all.find(({ why }) => why !== null);
  if (unread !== undefined) return { input, offset, state: "not-readable", file: unread.file.shown, why: unread.why };
  return { input, offset, state: "gone", file: null, why: null };
};

/** Every line looks as it was quoted and none has its digest: it is the key that is another one, as of a claim from another server. */
const hasOtherKey = (quoted: readonly ShownLine[], all: readonly Looked[]): boolean =>
  all.every((looked) => !quoted.some((line) => matches(looked, line))) &&
  quoted.every((line) => all.some(({ lines }) => lines.get(line.offset)?.shown === line.line));

/** Compares quoted lines with what stands in the logs now, rotated and compressed parts included. In the order of `lines`. */
export const checkEvidence = async (lines: readonly ShownLine[], { filesOf, digest }: EvidenceSources): Promise<readonly CheckedLine[]> => {
  const checked = new Map<ShownLine, CheckedLine>();
  for (const [input, quoted] of Map.groupBy(lines, (line) => line.input)) {
    const files = filesOf(input);
    const all: Looked[] = [];
    for (const file of files ?? []) {
      all.push(await look(file, quoted, digest));
      if (quoted.every((line) => all.some((looked) => matches(looked, line)))) break;
    }
    const why = files === null ? "no-such-log" : hasOtherKey(quoted, all) ? "another-key" : null;
    for (const line of quoted) {
      const { offset } = line;
      checked.set(line, why === null ? judge(line, quoted, all) : { input, offset, state: "not-readable", file: null, why });
    }
  }
  return lines.flatMap((line) => checked.get(line) ?? []);
};
