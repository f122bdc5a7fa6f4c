import type { RejectedLine } from "../domain/scan-report.ts";
import { LineReader } from "../kit/line-reader.ts";
import { PlainLines } from "../kit/plain-lines.ts";
import { visibleBytes } from "../kit/visible-text.ts";
import { type AccessFormat, clearMailFields, longestLineBytes, type MailFormat, type Refusal } from "../ports/log-format.ts";
import { AccessLine } from "./access-line.ts";
import type { KnownSite } from "./directory.ts";
import { type InputTally, rejectedSamples } from "./input-tally.ts";
import { LogClock } from "./log-clock.ts";
import type { LogFile } from "./log-file.ts";
import type { LogPiece } from "./log-piece.ts";
import { MailStreamLine } from "./mail-stream-line.ts";
import type { ClientTold, RequestTexts } from "./request-texts.ts";
import type { SourceBook } from "./source-book.ts";
import type { StampTime } from "./stamp-time.ts";

/** A log with its rotated siblings, or what was written to it since, as one sequence of read lines. */
export interface LogStream {
  /** Event time of the line it stands on, epoch ms. */
  time: number;
  /** Moves to the next readable line in memory; false means: call {@link fill}. */
  readonly advance: () => boolean;
  /** Reads on; false when all files have ended. */
  readonly fill: () => Promise<boolean>;
  /** Hands on the line it stands on. */
  readonly dispatch: () => void;
  /** The line that it stands on and that was not handed on; null where it stands on none. */
  readonly standing: () => { readonly piece: LogPiece; readonly offset: number } | null;
  /** What its times were like, as far as it was read. */
  readonly clock: LogClock;
  readonly close: () => Promise<void>;
}

export interface LogStreamParts {
  /** In order; those of files without a format are passed over. */
  readonly pieces: readonly LogPiece[];
  readonly bufferBytes: number;
  /** Read ordinary access lines many at once: for few streams, since each reserves 10 GiB of address space for its memory. */
  readonly plain: boolean;
  readonly book: SourceBook;
  readonly texts: RequestTexts;
  readonly access: (line: AccessLine) => void;
  /** Sets site and source of the line. */
  readonly resolve: (line: AccessLine, file: LogFile) => void;
  readonly mail: (line: MailStreamLine) => void;
}

type Plain = PlainLines<KnownSite, ClientTold>;

/** The parts of one open file. */
interface Open {
  readonly piece: LogPiece;
  readonly reader: LineReader;
  readonly tally: InputTally;
  readonly times: StampTime;
  /** Reads the ordinary lines of the file; null where only the format reads it. */
  readonly plain: Plain | null;
  readonly close: () => Promise<void>;
}

class Stream implements LogStream {
  time = 0;
  readonly clock = new LogClock();
  private readonly parts: LogStreamParts;
  private readonly accessLine: AccessLine;
  private readonly mailLine = new MailStreamLine();
  private nextPiece = 0;
  /** The file of the access line it stands on. */
  private file: LogFile | null = null;
  private open: Open | null = null;
  private standsOn: "access" | "mail" = "access";
  private isStanding = false;
  private plain: { readonly kind: AccessFormat["plain"]; readonly lines: Plain | null } | null = null;
  /** Time of the last plain line. */
  private plainTime = Number.NaN;

  constructor(parts: LogStreamParts) {
    this.parts = parts;
    this.accessLine = new AccessLine(parts.book, parts.texts);
  }

  advance = (): boolean => {
    const { open } = this;
    if (open === null) return false;
    const format = open.tally.file.told?.format;
    if (format === undefined) return false;
    this.isStanding = format.kind === "access" ? this.nextAccess(open, format) : this.nextMail(open, format);
    return this.isStanding;
  };

  fill = async (): Promise<boolean> => {
    if (this.open !== null) {
      if (await this.open.reader.fill()) return true;
      await this.close();
    }
    return this.openNext();
  };

  standing = (): { readonly piece: LogPiece; readonly offset: number } | null =>
    this.isStanding && this.open !== null ? { piece: this.open.piece, offset: this.open.reader.offset } : null;

  dispatch = (): void => {
    this.isStanding = false;
    if (this.standsOn === "mail") return this.parts.mail(this.mailLine);
    // Only now: while the line waited for its turn, other streams may have turned over the book of sources.
    if (this.file !== null) this.parts.resolve(this.accessLine, this.file);
    this.parts.access(this.accessLine);
  };

  close = async (): Promise<void> => {
    const { open } = this;
    this.open = null;
    await open?.close();
  };

  private async openNext(): Promise<boolean> {
    const piece = this.parts.pieces[this.nextPiece++];
    if (piece === undefined) return false;
    const { tally } = piece;
    if (tally.file.told === null) return this.openNext();
    const { read, times, close } = await piece.open();
    const { format } = tally.file.told;
    const plain = format.kind === "access" ? this.plainFor(format.plain) : null;
    const { bufferBytes } = this.parts;
    const reader = new LineReader(read, bufferOf(piece, bufferBytes), plain);
    reader.beginAt(piece.from);
    this.open = { piece, reader, tally, plain, times, close };
    this.standsOn = format.kind;
    return true;
  }

  /** One memory for all files of a stream that are written in the same way. */
  private plainFor(kind: AccessFormat["plain"]): Plain | null {
    if (kind === undefined || !this.parts.plain) return null;
    if (this.plain?.kind !== kind) this.plain = { kind, lines: createPlainLines(this.parts.bufferBytes, kind) };
    return this.plain.lines;
  }

  /** Takes the line as a plain one if it is; false leaves it to the format. */
  private takesPlain(plain: Plain, { reader, times }: Open): boolean {
    const { stamp } = this.accessLine;
    if (reader.scanned < 0 || !plain.isPlain(reader.scanned, stamp)) return false;
    if (!plain.isSameStamp(reader.scanned)) {
      stamp.epochMs = Number.NaN;
      this.plainTime = times.toEpoch(stamp);
    }
    return isPlausible(this.plainTime);
  }

  private stand({ reader, tally }: Open, time: number): void {
    const line = this.accessLine;
    line.input = tally.file.shown;
    line.offset = reader.offset;
    line.length = reader.end - reader.start;
    line.time = time;
    this.time = time;
    this.file = tally.file;
    this.clock.see(time, line.input, line.offset);
  }

  private nextAccess(open: Open, format: AccessFormat): boolean {
    const { reader, tally, times, plain } = open;
    const line = this.accessLine;
    while (reader.next()) {
      tally.lines++;
      if (plain !== null && this.takesPlain(plain, open)) {
        this.stand(open, this.plainTime);
        line.classifyPlain(plain, reader.scanned);
        return true;
      }
      const { start, end } = reader;
      const fields = line.blankFields();
      const refusal = this.lengthRefusal(reader) ?? format.read(reader.bytes, start, end, fields);
      const time = refusal === null ? times.toEpoch(fields.stamp) : Number.NaN;
      if (!isPlausible(time)) {
        reject(tally, reader, refusal ?? "no-time");
        continue;
      }
      this.stand(open, time);
      line.classify();
      return true;
    }
    return false;
  }

  private nextMail({ reader, tally, times }: Open, format: MailFormat): boolean {
    const line = this.mailLine;
    const { fields } = line;
    while (reader.next()) {
      tally.lines++;
      const { start, end } = reader;
      clearMailFields(fields);
      const refusal = this.lengthRefusal(reader) ?? format.read(reader.bytes, start, end, fields);
      const time = refusal === null ? times.toEpoch(fields.stamp) : Number.NaN;
      if (!isPlausible(time)) {
        reject(tally, reader, refusal ?? "no-time");
        continue;
      }
      this.clock.see(time, tally.file.shown, reader.offset);
      if (fields.kind === "other") continue;
      line.stand(tally.file, time, reader);
      this.time = time;
      return true;
    }
    return false;
  }

  private lengthRefusal({ start, end, tooLong }: LineReader): Refusal | null {
    if (tooLong || end - start > longestLineBytes) return "too-long";
    return end === start ? "empty" : null;
  }
}

/** False for NaN and for a year that no web or mail log was written in: one such line would end every wait and stretch the period. */
const isPlausible = (time: number): boolean => time >= earliestTime && time <= latestTime;

const earliestTime = Date.UTC(1990, 0, 1);
const latestTime = Date.UTC(2100, 0, 1);

/** One more than a short piece has, so that a last line without its end is not taken for one that is too long. */
const bufferOf = ({ bytes }: LogPiece, most: number): number => (bytes === null ? most : Math.min(most, bytes + 1));

/** Null where the system refuses the address space (`ulimit -v`): the format reads every line then. */
const createPlainLines = (bufferBytes: number, kind: AccessFormat["plain"]): Plain | null => {
  try {
    return new PlainLines(bufferBytes, kind === "vhost-combined");
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};

const reject = (tally: InputTally, reader: LineReader, reason: Refusal): void => {
  tally.rejected++;
  if (tally.samples.length >= rejectedSamples) return;
  const shown = visibleBytes(reader.bytes.subarray(reader.start, Math.min(reader.end, reader.start + 200)));
  const sample: RejectedLine = { offset: reader.offset, reason, line: shown };
  tally.samples.push(sample);
};

/** Joins the pieces of a log into one stream. */
export const createLogStream = (parts: LogStreamParts): LogStream => new Stream(parts);
