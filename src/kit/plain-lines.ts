import type { ClfTarget } from "./clf-line.ts";
import { readClfStamp, type StampTarget } from "./clf-stamp.ts";
import type { SpanTarget } from "./host-bytes.ts";
import { plainLinesWasm } from "./plain-lines-wasm.ts";

/**
 * Reads the ordinary lines of the Apache family sixteen bytes at a time: a buffer is cut into lines at once, and of each line that
 * is written without anything unusual (no user, no escapes, no further fields) the places of its fields are noted. Every other
 * line is left to the byte readers, so what this takes is never read in another way, only sooner. See wasm/plain-lines.as.ts.
 */
export class PlainLines<Site = unknown, Agent = unknown> {
  /** Where the text must be put that is to be scanned. */
  readonly bytes: Buffer;
  /** Lines that the last {@link scan} found. */
  count = 0;
  /** For the caller: what stands behind the site of a number, and behind a user agent. Emptied when a table of numbers is. */
  readonly sites: Site[] = [];
  readonly agents: Agent[] = [];
  private readonly words: Int32Array;
  private readonly run: (from: number, end: number, most: number, hasSite: boolean) => number;
  private readonly numberOf: (table: number, from: number, end: number) => number;
  private readonly hasSite: boolean;
  /** What the last stamp said; a log has many lines of one second. */
  private isStampValid = false;

  constructor(bufferBytes: number, hasSite: boolean) {
    const memory = new WebAssembly.Memory({ initial: Math.ceil((textFrom + bufferBytes + paddingBytes) / pageBytes) });
    module ??= new WebAssembly.Module(Buffer.from(plainLinesWasm, "base64"));
    const { scan, numberOf } = new WebAssembly.Instance(module, { env: { memory } }).exports;
    this.run = scan as typeof this.run;
    this.numberOf = numberOf as typeof this.numberOf;
    this.words = new Int32Array(memory.buffer, 0, textFrom / 4);
    this.bytes = Buffer.from(memory.buffer, textFrom, bufferBytes);
    this.hasSite = hasSite;
    for (const table of [sitesFrom, agentsFrom]) crypto.getRandomValues(this.words.subarray(table / 4 + SEED, table / 4 + SEED + 2));
  }

  /** Finds the whole lines in [from, end), at most a thousand; false when there is none. */
  scan(from: number, end: number): boolean {
    this.makeRoom(sitesFrom, this.sites);
    this.makeRoom(agentsFrom, this.agents);
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
   * Whether it is a plain line; if so its stamp is in `into`. Lines must be asked for in order, since the stamp of a line that has
   * the same as the one before is not read again: then `into` is as the call before left it.
   */
  isPlain(line: number, into: StampTarget): boolean {
    const at = line * recordWords;
    const flags = this.words[at + FLAGS] as number;
    if ((flags & isPlain) === 0) return false;
    if ((flags & isSameStamp) === 0) this.isStampValid = readClfStamp(this.bytes, (this.words[at + STAMP] as number) - textFrom, into);
    return this.isStampValid;
  }

  /** The line has the stamp of the plain line before, in the same scan. */
  isSameStamp(line: number): boolean {
    return ((this.words[line * recordWords + FLAGS] as number) & isSameStamp) !== 0;
  }

  /** GET, HEAD or OPTIONS. */
  isRead(line: number): boolean {
    return ((this.words[line * recordWords + FLAGS] as number) & isReadMethod) !== 0;
  }

  /** Where the target of a plain line begins; ends. */
  targetOf(line: number): number {
    return (this.words[line * recordWords + METHOD_END] as number) - textFrom + 1;
  }

  targetEndOf(line: number): number {
    return (this.words[line * recordWords + TARGET_END] as number) - textFrom;
  }

  /** The first `?` of the target; -1 without one. */
  queryOf(line: number): number {
    const query = this.words[line * recordWords + QUERY] as number;
    return query < 0 ? -1 : query - textFrom;
  }

  /** Whether a plain line is one of an IPv4 address, whose value {@link ipv4Of} tells then. */
  hasIpv4(line: number): boolean {
    return ((this.words[line * recordWords + FLAGS] as number) & isIpv4) !== 0;
  }

  /** As a signed 32-bit number. */
  ipv4Of(line: number): number {
    return this.words[line * recordWords + IPV4] as number;
  }

  /** A number for the text of a plain line's site, below 1,024; -1 where it has none. Until the next scan. */
  siteNumberOf(line: number): number {
    return ((this.words[line * recordWords + FLAGS] as number) >>> 16) - 1;
  }

  /** The same for its user agent, whether or not it is empty or a `-`. */
  agentNumberOf(line: number): number {
    const at = line * recordWords;
    return this.numberOf(agentsFrom, (this.words[at + REFERER_END] as number) + 3, (this.words[at + END] as number) - 1);
  }

  /** Sets every field of a plain line but its stamp. */
  read(line: number, into: ClfTarget & { readonly site: SpanTarget }): void {
    const { words } = this;
    const at = line * recordWords;
    const site = this.hasSite ? (words[at + START] as number) - textFrom : -1;
    setSpan(into.site, site, this.hasSite ? (words[at + SITE_END] as number) - textFrom : -1);
    setSpan(into.address, (words[at + ADDRESS] as number) - textFrom, (words[at + ADDRESS_END] as number) - textFrom);
    setSpan(into.user, -1, -1);
    this.readRequest(at, (words[at + STAMP] as number) - textFrom + stampToRequest, into);
    into.status = words[at + STATUS] as number;
    into.size = words[at + SIZE] as number;
    this.readTail(at, into);
  }

  /** A table in which a text found no room is emptied: most texts of a log come again, and those get their numbers anew. */
  private makeRoom(table: number, values: unknown[]): void {
    const at = table / 4;
    if (this.words[at + FULL] === 0) return;
    this.words.fill(0, at, at + SEED);
    this.words.fill(0, at + headWords, at + headWords + slotWords);
    values.length = 0;
  }

  private readRequest(at: number, from: number, into: ClfTarget): void {
    const { words } = this;
    const methodEnd = (words[at + METHOD_END] as number) - textFrom;
    const targetEnd = (words[at + TARGET_END] as number) - textFrom;
    setSpan(into.method, from, methodEnd);
    setSpan(into.target, methodEnd + 1, targetEnd);
    setSpan(into.protocol, targetEnd + 1, (words[at + REQUEST_END] as number) - textFrom);
  }

  private readTail(at: number, into: ClfTarget): void {
    const { words } = this;
    const refererEnd = (words[at + REFERER_END] as number) - textFrom;
    setText(this.bytes, into.referer, (words[at + REFERER] as number) - textFrom, refererEnd);
    setText(this.bytes, into.userAgent, refererEnd + 3, (words[at + END] as number) - textFrom - 1);
  }
}

/** The part of Node's WebAssembly that is used: its types come with those of browsers only. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: { readonly scan: unknown; readonly numberOf: unknown } };
};

let module: object | null = null;

const pageBytes = 65_536;
const mostLines = 1_024;
const recordWords = 16;
/** Tables of texts as wasm/plain-texts.as.ts lays them out. */
const headWords = 16;
const slotWords = 2_048 * 4;
const tableBytes = (headWords + slotWords) * 4 + 131_072;
const sitesFrom = mostLines * recordWords * 4;
const agentsFrom = sitesFrom + tableBytes;
const textFrom = agentsFrom + tableBytes;
const FULL = 2;
const SEED = 4;
/** The scan loads sixteen bytes at once and looks at those inside the text. */
const paddingBytes = 64;
/** Bytes from the stamp's first to the request's first: the stamp, `] "`. */
const stampToRequest = 29;

const isPlain = 1;
const isSameStamp = 2;
const isReadMethod = 4;
const isIpv4 = 8;

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
const IPV4 = 15;

const setSpan = (span: SpanTarget, start: number, end: number): void => {
  span.start = start;
  span.end = end;
};

/** An empty field and a lone `-` are not there. */
const setText = (bytes: Uint8Array, span: SpanTarget, start: number, end: number): void => {
  if (end === start || (end === start + 1 && bytes[start] === 0x2d)) setSpan(span, -1, -1);
  else setSpan(span, start, end);
};
