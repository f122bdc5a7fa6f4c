import type { PlainLines } from "./plain-lines.ts";

/** Where bytes come from: fills [offset, into.length) as far as it can; 0 means the end. */
export type ReadBytes = (into: Uint8Array, offset: number) => Promise<number>;

const LF = 0x0a;

/**
 * Cuts a stream of bytes into lines without copying them: after {@link next} returned true the line is
 * `bytes[start, end)`, without its LF or CR LF. A last line without a line end is a line.
 * A line longer than the buffer is skipped to its end and reported with `tooLong` true and no bytes.
 */
export class LineReader {
  readonly bytes: Buffer;
  start = 0;
  end = 0;
  tooLong = false;
  /** Bytes from the start of the stream, or of its file, to the start of the current line. */
  offset = 0;
  /** Number of the line in {@link PlainLines}; -1 when it was not cut there. */
  scanned = -1;
  private readonly read: ReadBytes;
  private position = 0;
  private filled = 0;
  /** Stream offset of bytes[0]. */
  private base = 0;
  private ended = false;
  private skipping = false;
  private skippedFrom = 0;
  private readonly plain: PlainLines | null;

  /** `plain`: cuts many lines at once; its buffer is then the one that is read into. */
  constructor(read: ReadBytes, bufferBytes: number, plain: PlainLines | null = null) {
    this.read = read;
    this.plain = plain;
    this.bytes = plain?.bytes ?? Buffer.allocUnsafe(bufferBytes);
  }

  /** The stream begins at this offset of its file: for {@link offset}. Before the first read. */
  beginAt(offset: number): void {
    this.base = offset;
  }

  /** Moves to the next line if one is wholly in the buffer; false means: call {@link fill}. */
  next(): boolean {
    if (this.plain !== null && !this.skipping && this.nextScanned(this.plain)) return true;
    this.scanned = -1;
    const at = this.bytes.indexOf(LF, this.position);
    if (at < 0 || at >= this.filled) return this.ended && this.lastLine();
    return this.take(at, at + 1);
  }

  /** Reads more; false when the stream has ended and every line was delivered. */
  async fill(): Promise<boolean> {
    if (this.ended) return false;
    this.compact();
    const count = await this.read(this.bytes, this.filled);
    if (count === 0) {
      this.ended = true;
      return this.position < this.filled || this.skipping;
    }
    this.filled += count;
    return true;
  }

  private nextScanned(plain: PlainLines): boolean {
    if (++this.scanned === 0 || this.scanned >= plain.count) {
      this.scanned = 0;
      if (!plain.scan(this.position, this.filled)) return false;
    }
    const lineEnd = plain.endOf(this.scanned);
    return this.take(lineEnd, lineEnd + 1);
  }

  private take(lineEnd: number, next: number): boolean {
    this.tooLong = this.skipping;
    this.offset = this.skipping ? this.skippedFrom : this.base + this.position;
    this.start = this.skipping ? lineEnd : this.position;
    this.end = lineEnd > this.start && this.bytes[lineEnd - 1] === 0x0d ? lineEnd - 1 : lineEnd;
    this.skipping = false;
    this.position = next;
    return true;
  }

  private lastLine(): boolean {
    if (this.position >= this.filled && !this.skipping) return false;
    return this.take(this.filled, this.filled);
  }

  /** Moves the unfinished line to the front; a line that fills the whole buffer is dropped and skipped. */
  private compact(): void {
    if (this.position === 0 && this.filled === this.bytes.length) {
      if (!this.skipping) this.skippedFrom = this.base;
      this.skipping = true;
      this.base += this.filled;
      this.filled = 0;
      return;
    }
    this.bytes.copyWithin(0, this.position, this.filled);
    this.base += this.position;
    this.filled -= this.position;
    this.position = 0;
  }
}
