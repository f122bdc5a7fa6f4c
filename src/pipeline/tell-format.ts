import { clearAccessFields, clearMailFields, createAccessFields, createMailFields, type LogFormat, type Stamp } from "../ports/log-format.ts";

/** Which format reads a file, told by its first lines. */
export interface ToldFormat {
  readonly format: LogFormat;
  /** Share of the sampled lines that it reads, 0 to 1. */
  readonly confidence: number;
  /** Stamp of the first line that it reads. */
  readonly firstStamp: Stamp;
}

const sampledLines = 500;
/** Below this share of readable lines a file is not taken for the format at all. */
const leastShare = 0.5;

interface Line {
  readonly start: number;
  readonly end: number;
}

const linesOf = (bytes: Uint8Array, whole: boolean): readonly Line[] => {
  const lines: Line[] = [];
  let start = 0;
  while (start < bytes.length && lines.length < sampledLines) {
    const lf = bytes.indexOf(0x0a, start);
    if (lf < 0 && !whole && lines.length > 0) break;
    const next = lf < 0 ? bytes.length : lf;
    const end = next > start && bytes[next - 1] === 0x0d ? next - 1 : next;
    if (end > start) lines.push({ start, end });
    start = next + 1;
  }
  return lines;
};

const tryAccess = (format: LogFormat & { kind: "access" }, bytes: Uint8Array, lines: readonly Line[]) => {
  const fields = createAccessFields();
  let read = 0;
  let firstStamp: Stamp | null = null;
  for (const { start, end } of lines) {
    clearAccessFields(fields);
    if (format.read(bytes, start, end, fields) !== null) continue;
    read++;
    firstStamp ??= { ...fields.stamp };
  }
  return { read, own: read, firstStamp };
};

const tryMail = (format: LogFormat & { kind: "mail" }, bytes: Uint8Array, lines: readonly Line[]) => {
  const fields = createMailFields();
  let read = 0;
  let own = 0;
  let firstStamp: Stamp | null = null;
  for (const { start, end } of lines) {
    clearMailFields(fields);
    if (format.read(bytes, start, end, fields) !== null) continue;
    read++;
    if (fields.own) own++;
    firstStamp ??= { ...fields.stamp };
  }
  return { read, own, firstStamp };
};

/**
 * The format that reads most of the first 500 lines; of equals the one with more lines of its own, then the one
 * named first. Null when none reads at least half of them. `whole`: `bytes` is the whole file.
 */
export const tellFormat = (formats: readonly LogFormat[], bytes: Uint8Array, whole: boolean): ToldFormat | null => {
  const lines = linesOf(bytes, whole);
  let best: { told: ToldFormat; read: number; own: number } | null = null;
  for (const format of formats) {
    const { read, own, firstStamp } = format.kind === "access" ? tryAccess(format, bytes, lines) : tryMail(format, bytes, lines);
    if (own === 0 || firstStamp === null || read < lines.length * leastShare) continue;
    if (best !== null && (read < best.read || (read === best.read && own <= best.own))) continue;
    best = { told: { format, confidence: read / lines.length, firstStamp }, read, own };
  }
  return best?.told ?? null;
};
