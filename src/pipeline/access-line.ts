import type { AccessEvent } from "../domain/access-event.ts";
import type { LinePlace } from "../domain/line-place.ts";
import { asciiBytes, DOT, indexOfByte, QUESTION, SLASH, startsWithAt, ZERO } from "../kit/ascii.ts";
import { decodeText } from "../kit/decode-text.ts";
import type { PlainTarget } from "../kit/plain-lines.ts";
import { type AccessFields, createAccessFields, type Span } from "../ports/log-format.ts";
import type { KnownSite } from "./directory.ts";
import type { KnownSource } from "./known-source.ts";
import type { Addressed, ClientTold, RefererParts, RequestTexts } from "./request-texts.ts";
import type { SourceBook } from "./source-book.ts";

const ONE = ZERO + 1;
const get = asciiBytes("GET");
const head = asciiBytes("HEAD");
const options = asciiBytes("OPTIONS");
const methodOverride = asciiBytes("method=");

const packed = (text: string): number => [...text].reduce((sum, char) => (sum << 6) ^ (char.charCodeAt(0) | 0x20), 0);

const assetEndings = new Set(
  [
    "css",
    "js",
    "mjs",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "webp",
    "avif",
    "svg",
    "ico",
    "woff",
    "woff2",
    "ttf",
    "otf",
    "eot",
    "map",
    "mp4",
    "webm",
    "mp3",
  ].map(packed),
);

const scriptEndings = new Set(["php", "php5", "php7", "php8", "phtml", "pl", "cgi", "py"].map(packed));

/** The extension of the path in [start, end) as a number; -1 where it has none of up to five characters. */
const endingOf = (bytes: Uint8Array, start: number, end: number): number => {
  let key = 0;
  let length = 0;
  let at = end - 1;
  for (; at >= start && length <= 5; at--, length++) if (bytes[at] === DOT || bytes[at] === SLASH) break;
  if (at < start || bytes[at] !== DOT || length === 0 || length > 5) return -1;
  for (let i = at + 1; i < end; i++) key = (key << 6) ^ ((bytes[i] as number) | 0x20);
  return key;
};

const overridesMethod = (bytes: Uint8Array, start: number, end: number): boolean => {
  for (let at = start; at + methodOverride.length <= end; at++) {
    if (bytes[at] === methodOverride[0] && startsWithAt(bytes, at, end, methodOverride)) return true;
  }
  return false;
};

/** The one access line that a stream stands on, as an {@link AccessEvent}; text is decoded only when asked for. */
export class AccessLine implements AccessEvent {
  readonly kind = "access";
  readonly fields: AccessFields & PlainTarget = { ...createAccessFields(), isSameStamp: false, queryAt: -1, isRead: false };
  time = 0;
  site!: KnownSite;
  /** Row of the source in the book. */
  row = 0;
  private readonly book: SourceBook;
  private readonly texts: RequestTexts;
  isWrite = false;
  isAsset = false;
  isScript = false;
  input = "";
  offset = 0;
  length = 0;

  constructor(book: SourceBook, texts: RequestTexts) {
    this.book = book;
    this.texts = texts;
  }

  get addressed(): Addressed {
    return this.texts.addressed(this.fields.bytes, this.fields.target, this.fields.escaping);
  }

  get refererParts(): RefererParts | null {
    return this.texts.referer(this.fields.bytes, this.fields.referer, this.fields.escaping);
  }

  get client(): ClientTold {
    return this.texts.client(this.fields.bytes, this.fields.userAgent, this.fields.escaping);
  }

  /** HTTP/1.0: the protocol's last byte tells it from all others. */
  get isOldProtocol(): boolean {
    const { bytes, protocol } = this.fields;
    return protocol.end - protocol.start === 8 && bytes[protocol.end - 1] === ZERO && bytes[protocol.end - 3] === ONE;
  }

  get source(): KnownSource {
    return this.book.sourceAt(this.row);
  }

  /** Works out what the fields say of the request; call after the fields are read. */
  classify(): void {
    const { bytes, method, target } = this.fields;
    this.isWrite = false;
    this.isAsset = false;
    this.isScript = false;
    if (target.start < 0 || method.start < 0) return;
    this.tell(this.isReadMethod(), indexOfByte(bytes, QUESTION, target.start, target.end));
  }

  /** The same for a plain line, whose scan has looked at method and target already. */
  classifyPlain(): void {
    this.tell(this.fields.isRead, this.fields.queryAt);
  }

  private tell(isRead: boolean, mark: number): void {
    const { bytes, target } = this.fields;
    this.isWrite = !isRead || (mark >= 0 && overridesMethod(bytes, mark, target.end));
    const ending = this.isWrite ? -1 : endingOf(bytes, target.start, mark < 0 ? target.end : mark);
    this.isAsset = ending !== -1 && assetEndings.has(ending);
    this.isScript = ending !== -1 && !this.isAsset && scriptEndings.has(ending);
  }

  private isReadMethod(): boolean {
    const { bytes, method } = this.fields;
    const name = method.end - method.start === 3 ? get : method.end - method.start === 4 ? head : options;
    return method.end - method.start === name.length && startsWithAt(bytes, method.start, method.end, name);
  }

  private text(span: Span): string {
    return span.start < 0 ? "" : decodeText(this.fields.bytes, span.start, span.end, this.fields.escaping);
  }

  private optional(span: Span): string | null {
    const text = this.text(span);
    return text === "" || text === "-" ? null : text;
  }

  get method(): string {
    return this.text(this.fields.method);
  }

  get target(): string {
    return this.text(this.fields.target);
  }

  get protocol(): string {
    return this.text(this.fields.protocol);
  }

  get status(): number {
    return this.fields.status;
  }

  get bytes(): number {
    return this.fields.size;
  }

  get referer(): string | null {
    return this.optional(this.fields.referer);
  }

  get userAgent(): string | null {
    return this.optional(this.fields.userAgent);
  }

  get place(): LinePlace {
    return { input: this.input, offset: this.offset, length: this.length };
  }
}
