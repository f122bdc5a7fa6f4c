import {
  clearAccessFields,
  clearMailFields,
  createAccessFields,
  createMailFields,
  type LogFormat,
  type Stamp,
} from "../ports/log-format.ts";

/** Which format reads a file, told by its first lines. */
export interface ToldFormat {
  readonly format: LogFormat;
  /** Share of the sampled lines that it reads, 0 to 1. */
  readonly confidence: number;
  /** Stamp of the first line that it reads. */
  readonly firstStamp: Stamp;
}

const sampledLines = 500;
/** While no line of a mail log bears a format's own mark, sampling goes on: at night a mail server logs little but log-ins. */
const mostSampledLines = 4_000;
/** Below this share of readable lines a file is not taken for the format at all. */
const leastShare = 0.5;

interface Line {
  readonly start: number;
  readonly end: number;
}

const linesOf = (bytes: Uint8Array, whole: boolean): readonly Line[] => {
  const lines: Line[] = [];
  let start = 0;
  while (start < bytes.length && lines.length < mostSampledLines) {
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
  const tried = Math.min(lines.length, sampledLines);
  for (const { start, end } of lines.slice(0, tried)) {
    clearAccessFields(fields);
    if (format.read(bytes, start, end, fields) !== null) continue;
    read++;
    firstStamp ??= { ...fields.stamp };
  }
  return { read, own: read, tried, firstStamp };
};

const tryMail = (format: LogFormat & { kind: "mail" }, bytes: Uint8Array, lines: readonly Line[]) => {
  const fields = createMailFields();
  let read = 0;
  let own = 0;
  let tried = 0;
  let firstStamp: Stamp | null = null;
  for (const { start, end } of lines) {
    if (tried >= sampledLines && own > 0) break;
    tried++;
    clearMailFields(fields);
    if (format.read(bytes, start, end, fields) !== null) continue;
    read++;
    if (fields.own) own++;
    firstStamp ??= { ...fields.stamp };
  }
  return { read, own, tried, firstStamp };
};

/** Stamp of the last line in `bytes`, a file's end, that the format reads; null when it reads none. The first line may be cut. */
export const lastStampOf = (format: LogFormat, bytes: Uint8Array): Stamp | null => {
  let end = bytes.length;
  for (let tries = 0; end > 0 && tries < sampledLines; tries++) {
    const lf = bytes.lastIndexOf(0x0a, end - 1);
    const start = lf + 1;
    const lines = start < end ? [{ start, end: bytes[end - 1] === 0x0d ? end - 1 : end }] : [];
    const { firstStamp } = format.kind === "access" ? tryAccess(format, bytes, lines) : tryMail(format, bytes, lines);
    if (firstStamp !== null) return firstStamp;
    end = lf;
  }
  return null;
};

/**
 * The format that reads most of the first 500 lines; of equals the one with more lines of its own, then the one
 * named first. Null when none reads at least half of them. `whole`: `bytes` is the whole file.
 */
export const tellFormat = (formats: readonly LogFormat[], bytes: Uint8Array, whole: boolean): ToldFormat | null => {
  const lines = linesOf(bytes, whole);
  let best: { told: ToldFormat; share: number; own: number } | null = null;
  for (const format of formats) {
    const { read, own, tried, firstStamp } = format.kind === "access" ? tryAccess(format, bytes, lines) : tryMail(format, bytes, lines);
    const share = read / Math.max(1, tried);
    if (own === 0 || firstStamp === null || share < leastShare) continue;
    if (best !== null && (share < best.share || (share === best.share && own <= best.own))) continue;
    best = { told: { format, confidence: share, firstStamp }, share, own };
  }
  return best?.told ?? null;
};
