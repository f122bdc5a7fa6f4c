import type { AccessEvent } from "../domain/access-event.ts";
import type { LinePlace } from "../domain/line-place.ts";
import { asciiBytes, DOT, indexOfByte, QUESTION, SLASH, startsWithAt, ZERO } from "../kit/ascii.ts";
import { decodeText } from "../kit/decode-text.ts";
import type { PlainLines } from "../kit/plain-lines.ts";
import { type AccessFields, clearAccessFields, createAccessFields, type Span, type Stamp } from "../ports/log-format.ts";
import type { KnownSite } from "./directory.ts";
import type { KnownSource } from "./known-source.ts";
import type { Addressed, ClientTold, RefererParts, RequestTexts } from "./request-texts.ts";
import type { SourceBook } from "./source-book.ts";

const ONE = ZERO + 1;
const get = asciiBytes("GET");
const head = asciiBytes("HEAD");
const options = asciiBytes("OPTIONS");
/** Nearly all writes are one: to be told without making text of it. */
const post = asciiBytes("POST");
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
  private readonly read = createAccessFields();
  /** The plain line that it is, if it is one, and whether its fields are yet to be read: most lines are counted without them. */
  private plain: PlainLines<KnownSite, ClientTold> | null = null;
  private scanned = -1;
  private isUnread = false;
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

  get fields(): AccessFields {
    if (this.isUnread && this.plain !== null) {
      this.isUnread = false;
      this.read.bytes = this.plain.bytes;
      this.read.escaping = "log";
      this.plain.read(this.scanned, this.read);
    }
    return this.read;
  }

  /** The fields, for a format to write a line into that is not plain. */
  blankFields(): AccessFields {
    this.plain = null;
    this.isUnread = false;
    clearAccessFields(this.read);
    return this.read;
  }

  get stamp(): Stamp {
    return this.read.stamp;
  }

  get addressed(): Addressed {
    return this.texts.addressed(this.fields.bytes, this.fields.target, this.fields.escaping);
  }

  get refererParts(): RefererParts | null {
    return this.texts.referer(this.fields.bytes, this.fields.referer, this.fields.escaping);
  }

  get client(): ClientTold {
    const { plain } = this;
    const number = plain === null ? -1 : plain.agentNumberOf(this.scanned);
    if (plain === null || number < 0) return this.clientInFields;
    plain.agents[number] ??= this.clientInFields;
    return plain.agents[number] as ClientTold;
  }

  private get clientInFields(): ClientTold {
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

  /** Finds the row of its source. */
  findRow(): void {
    const { book, plain, scanned } = this;
    if (plain?.hasIpv4(scanned)) this.row = book.rowOfIpv4(plain.ipv4Of(scanned));
    else {
      const { bytes, address } = this.fields;
      this.row = book.rowOf(bytes, address.start, address.end);
    }
  }

  /** What `siteOf` tells of its site's name, asked once for each name; null where the line names none. */
  siteBy(siteOf: (bytes: Uint8Array, start: number, end: number) => KnownSite): KnownSite | null {
    const { plain } = this;
    const number = plain === null ? -1 : plain.siteNumberOf(this.scanned);
    const known = number < 0 ? undefined : plain?.sites[number];
    if (known !== undefined) return known;
    const { bytes, site } = this.fields;
    if (site.start < 0) return null;
    const told = siteOf(bytes, site.start, site.end);
    if (plain !== null && number >= 0) plain.sites[number] = told;
    return told;
  }

  /** Works out what the fields say of the request; call after the fields are read. */
  classify(): void {
    const { bytes, method, target } = this.fields;
    this.isWrite = false;
    this.isAsset = false;
    this.isScript = false;
    if (target.start < 0 || method.start < 0) return;
    this.tell(bytes, target, { isRead: this.isReadMethod(), mark: indexOfByte(bytes, QUESTION, target.start, target.end) });
  }

  /** The same for a plain line, whose scan has looked at method and target already. */
  classifyPlain(plain: PlainLines<KnownSite, ClientTold>, scanned: number): void {
    this.plain = plain;
    this.scanned = scanned;
    this.isUnread = true;
    const target = { start: plain.targetOf(scanned), end: plain.targetEndOf(scanned) };
    this.tell(plain.bytes, target, { isRead: plain.isRead(scanned), mark: plain.queryOf(scanned) });
  }

  private tell(bytes: Uint8Array, target: Span, { isRead, mark }: { readonly isRead: boolean; readonly mark: number }): void {
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
    const { bytes, method } = this.fields;
    const isPost = method.end - method.start === post.length && startsWithAt(bytes, method.start, method.end, post);
    return isPost ? "POST" : this.text(method);
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
