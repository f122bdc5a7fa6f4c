import type { ClfTarget } from "./clf-line.ts";
import { readClfStamp, type StampTarget } from "./clf-stamp.ts";
import type { SpanTarget } from "./host-bytes.ts";
import { plainLinesWasm } from "./plain-lines-wasm.ts";

/**
 * Reads the ordinary lines of the Apache family sixteen bytes at a time: a buffer is cut into lines at once, and of each line that
 * is written without anything unusual (no user, no escapes, no further fields) the places of its fields are noted. Every other
 * line is left to the byte readers, so what this takes is never read in another way, only sooner. See wasm/plain-lines.as.ts.
 */
export class PlainLines {
  /** Where the text must be put that is to be scanned. */
  readonly bytes: Buffer;
  /** Lines that the last {@link scan} found. */
  count = 0;
  private readonly words: Int32Array;
  private readonly run: (from: number, end: number, most: number, hasSite: boolean) => number;
  private readonly hasSite: boolean;
  /** What the last stamp said; a log has many lines of one second. */
  private isStampValid = false;

  constructor(bufferBytes: number, hasSite: boolean) {
    const memory = new WebAssembly.Memory({ initial: Math.ceil((textFrom + bufferBytes + paddingBytes) / pageBytes) });
    module ??= new WebAssembly.Module(Buffer.from(plainLinesWasm, "base64"));
    this.run = new WebAssembly.Instance(module, { env: { memory } }).exports.scan as typeof this.run;
    this.words = new Int32Array(memory.buffer, 0, mostLines * recordWords);
    this.bytes = Buffer.from(memory.buffer, textFrom, bufferBytes);
    this.hasSite = hasSite;
  }

  /** Finds the whole lines in [from, end), at most a thousand; false when there is none. */
  scan(from: number, end: number): boolean {
    this.count = this.run(from + textFrom, end + textFrom, mostLines, this.hasSite);
    return this.count > 0;
  }

  startOf(line: number): number {
    return (this.words[line * recordWords + START] as number) - textFrom;
  }

  /** Where the line's LF stands. */
  endOf(line: number): number {
    return (this.words[line * recordWords + END] as number) - textFrom;
  }

  /**
   * Sets every field of a plain line; false for any other, with fields in disorder. Lines must be asked for in order, since the
   * stamp of a line that has the same as the one before is not read again: then `into.stamp` is as the call before left it.
   */
  read(line: number, into: PlainTarget): boolean {
    const { words } = this;
    const at = line * recordWords;
    const flags = words[at + FLAGS] as number;
    if ((flags & isPlain) === 0) return false;
    const stamp = (words[at + STAMP] as number) - textFrom;
    into.isSameStamp = (flags & isSameStamp) !== 0;
    if (!into.isSameStamp) this.isStampValid = readClfStamp(this.bytes, stamp, into.stamp);
    if (!this.isStampValid) return false;
    const site = this.hasSite ? (words[at + START] as number) - textFrom : -1;
    setSpan(into.site, site, this.hasSite ? (words[at + SITE_END] as number) - textFrom : -1);
    setSpan(into.address, (words[at + ADDRESS] as number) - textFrom, (words[at + ADDRESS_END] as number) - textFrom);
    setSpan(into.user, -1, -1);
    this.readRequest(at, stamp + stampToRequest, into);
    into.status = words[at + STATUS] as number;
    into.size = words[at + SIZE] as number;
    this.readTail(at, into);
    return true;
  }

  private readRequest(at: number, from: number, into: PlainTarget): void {
    const { words } = this;
    const methodEnd = (words[at + METHOD_END] as number) - textFrom;
    const targetEnd = (words[at + TARGET_END] as number) - textFrom;
    const query = words[at + QUERY] as number;
    setSpan(into.method, from, methodEnd);
    setSpan(into.target, methodEnd + 1, targetEnd);
    setSpan(into.protocol, targetEnd + 1, (words[at + REQUEST_END] as number) - textFrom);
    into.queryAt = query < 0 ? -1 : query - textFrom;
    into.isRead = ((words[at + FLAGS] as number) & isReadMethod) !== 0;
  }

  private readTail(at: number, into: PlainTarget): void {
    const { words } = this;
    const refererEnd = (words[at + REFERER_END] as number) - textFrom;
    setText(this.bytes, into.referer, (words[at + REFERER] as number) - textFrom, refererEnd);
    setText(this.bytes, into.userAgent, refererEnd + 3, (words[at + END] as number) - textFrom - 1);
  }
}

/** What a plain line fills: the fields of its format, and what the scan has seen on the way. */
export interface PlainTarget extends ClfTarget {
  readonly stamp: StampTarget;
  readonly site: SpanTarget;
  /** The line has the stamp of the plain line before, in the same scan. */
  isSameStamp: boolean;
  /** The first `?` of the target; -1 without one. */
  queryAt: number;
  /** GET, HEAD or OPTIONS. */
  isRead: boolean;
}

/** The part of Node's WebAssembly that is used: its types come with those of browsers only. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: { readonly scan: unknown } };
};

let module: object | null = null;

const pageBytes = 65_536;
const mostLines = 1_024;
const recordWords = 16;
const textFrom = mostLines * recordWords * 4;
/** The scan loads sixteen bytes at once and looks at those inside the text. */
const paddingBytes = 64;
/** Bytes from the stamp's first to the request's first: the stamp, `] "`. */
const stampToRequest = 29;

const isPlain = 1;
const isSameStamp = 2;
const isReadMethod = 4;

const START = 0;
const END = 1;
const FLAGS = 2;
const SITE_END = 3;
const ADDRESS = 4;
const ADDRESS_END = 5;
const STAMP = 6;
const METHOD_END = 7;
const QUERY = 8;
const TARGET_END = 9;
const REQUEST_END = 10;
const STATUS = 11;
const SIZE = 12;
const REFERER = 13;
const REFERER_END = 14;

const setSpan = (span: SpanTarget, start: number, end: number): void => {
  span.start = start;
  span.end = end;
};

/** An empty field and a lone `-` are not there. */
const setText = (bytes: Uint8Array, span: SpanTarget, start: number, end: number): void => {
  if (end === start || (end === start + 1 && bytes[start] === 0x2d)) setSpan(span, -1, -1);
  else setSpan(span, start, end);
};
