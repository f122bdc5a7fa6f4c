import { BACKSLASH, CLOSE_BRACKET, CR, DASH, OPEN_BRACKET, QUOTE, SPACE, ZERO } from "./ascii.ts";
import { clfStampBytes, readClfStamp, type StampTarget } from "./clf-stamp.ts";
import { addressKind, ipv4Address, ipv6Address, noAddress, type SpanTarget } from "./host-bytes.ts";
import { type RequestTarget, splitRequest } from "./request-line.ts";

/**
 * The line of the Apache family, `%h %l %u %t "%r" %>s %b` and what may follow, read left to right over bytes. The address is the
 * first token; the request begins at the first unescaped quote; the stamp is the bracket right before it, so that a user name
 * with blanks and brackets in it cannot pass for one. Functions return a position, or one of the negative numbers below.
 */

/** What a line of the Apache family fills. `-` and empty fields stay unset. */
export interface ClfTarget extends RequestTarget {
  readonly stamp: StampTarget;
  readonly address: SpanTarget;
  readonly user: SpanTarget;
  status: number;
  size: number;
  readonly referer: SpanTarget;
  readonly userAgent: SpanTarget;
}

const refusals = ["no-address", "no-time", "no-request", "no-status", "bad-quoting", "left-over", "not-this-format"] as const;

/** Why a line was refused, as text. */
export type ClfRefusal = (typeof refusals)[number];

/** The first token is no client address. */
export const NO_ADDRESS = -1;
/** No valid stamp right before the request. */
export const NO_TIME = -2;
/** No quote opens a request. */
export const NO_REQUEST = -3;
/** What follows the request is no status. */
export const NO_STATUS = -4;
/** A quoted field is not closed, or a pair of them not complete. */
export const BAD_QUOTING = -5;
/** Something is left that fits no field. */
export const LEFT_OVER = -6;
/** The line is of another format. */
export const NOT_THIS_FORMAT = -7;

/** The text of a negative result; null for a position. */
export const clfRefusal = (result: number): ClfRefusal | null => (result < 0 ? (refusals[-result - 1] ?? "not-this-format") : null);

/** `[` stamp `] "`: the bytes from the bracket to the quote that opens the request. */
const bracketToQuoteBytes = clfStampBytes + 3;

/** Where the line ends without the carriage return and the blanks at its end. */
export const trimmedEnd = (bytes: Uint8Array, start: number, end: number): number => {
  let to = end;
  while (to > start && (bytes[to - 1] === CR || bytes[to - 1] === SPACE)) to--;
  return to;
};

/** What ends a run of ordinary bytes inside quotes: one look-up a byte instead of two comparisons. */
const stops = new Uint8Array(256);
stops[QUOTE] = 1;
stops[BACKSLASH] = 1;

/** Position of the next unescaped quote in [from, end), or -1. Apache and nginx write a quote inside a field as `\"` or `\x22`. */
export const closingQuote = (bytes: Uint8Array, from: number, end: number): number => {
  for (let at = from; ; at += 2) {
    while (at < end && stops[bytes[at] as number] === 0) at++;
    if (at >= end) return -1;
    if (bytes[at] === QUOTE) return at;
  }
};

/** Position of the next blank in [from, end), or `end`. */
export const tokenEnd = (bytes: Uint8Array, from: number, end: number): number => {
  let at = from;
  while (at < end && bytes[at] !== SPACE) at++;
  return at;
};

/** Sets `span` unless [start, end) is empty or a lone `-`. */
export const setField = (bytes: Uint8Array, start: number, end: number, span: SpanTarget): void => {
  if (end <= start || (end === start + 1 && bytes[start] === DASH)) return;
  span.start = start;
  span.end = end;
};

const isIpLiteral = (bytes: Uint8Array, start: number, end: number): boolean => {
  const kind = addressKind(bytes, start, end);
  return kind === ipv4Address || kind === ipv6Address;
};

/** Apache writes an empty user name as `""`. */
const isEmptyUser = (bytes: Uint8Array, at: number, end: number): boolean =>
  at + 3 < end && bytes[at] === QUOTE && bytes[at + 1] === QUOTE && bytes[at + 2] === SPACE && bytes[at + 3] === OPEN_BRACKET;

/** The stamp whose bracket opens at `open`, followed by the request's quote; returns the quote's position. */
const readStamp = (bytes: Uint8Array, open: number, into: ClfTarget): number => {
  const quote = open + bracketToQuoteBytes;
  if (bytes[open] !== OPEN_BRACKET || bytes[quote - 2] !== CLOSE_BRACKET || bytes[quote - 1] !== SPACE || bytes[quote] !== QUOTE)
    return NO_TIME;
  return readClfStamp(bytes, open + 1, into.stamp) ? quote : NO_TIME;
};

const readNamedUser = (bytes: Uint8Array, at: number, end: number, into: ClfTarget): number => {
  const userStart = tokenEnd(bytes, at, end) + 1;
  if (userStart > end) return NO_TIME;
  // An address here, or a name and then `- -`, means that another token came first: a host name, as in vhost_combined.
  if (isIpLiteral(bytes, at, userStart - 1)) return NOT_THIS_FORMAT;
  const isNamed = bytes[at] !== DASH || userStart !== at + 2;
  const isDashFirst = userStart + 2 < end && bytes[userStart] === DASH && bytes[userStart + 1] === SPACE;
  if (isNamed && isDashFirst && bytes[userStart + 2] !== OPEN_BRACKET) return NOT_THIS_FORMAT;
  const searchFrom = isEmptyUser(bytes, userStart, end) ? userStart + 2 : userStart;
  const quote = closingQuote(bytes, searchFrom, end);
  if (quote < 0) return NO_REQUEST;
  const open = quote - bracketToQuoteBytes;
  // Some nginx configurations leave the user out: `%h - %t`.
  if (open < userStart || bytes[open - 1] !== SPACE) return NO_TIME;
  if (searchFrom === userStart) setField(bytes, userStart, open - 1, into.user);
  return readStamp(bytes, open, into);
};

/** `%l %u %t "` at `at`; returns the position of the quote that opens the request. */
const readUserAndStamp = (bytes: Uint8Array, at: number, end: number, into: ClfTarget): number => {
  const open = at + 4;
  const isPlain =
    bytes[at] === DASH && bytes[at + 1] === SPACE && bytes[at + 2] === DASH && bytes[at + 3] === SPACE && bytes[open] === OPEN_BRACKET;
  if (isPlain && open + bracketToQuoteBytes < end && bytes[open + bracketToQuoteBytes] === QUOTE) {
    const quote = readStamp(bytes, open, into);
    if (quote >= 0) return quote;
  }
  return readNamedUser(bytes, at, end, into);
};

const readSize = (bytes: Uint8Array, from: number, end: number, into: ClfTarget): number => {
  if (bytes[from] === DASH) return from + 1 === end || bytes[from + 1] === SPACE ? from + 1 : LEFT_OVER;
  let size = 0;
  let at = from;
  for (; at < end; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit < 0 || digit > 9) break;
    size = size * 10 + digit;
  }
  if (at === from || at - from > 15 || (at < end && bytes[at] !== SPACE)) return LEFT_OVER;
  into.size = size;
  return at;
};

/** `%>s %b` at `at`; returns the position after the size. */
const readOutcome = (bytes: Uint8Array, at: number, end: number, into: ClfTarget): number => {
  // Traefik logs `-` when the client left before there was a status.
  if (at + 3 < end && bytes[at] === SPACE && bytes[at + 1] === DASH && bytes[at + 2] === SPACE) return readSize(bytes, at + 3, end, into);
  if (at + 5 >= end || bytes[at] !== SPACE || bytes[at + 4] !== SPACE) return NO_STATUS;
  const hundreds = (bytes[at + 1] as number) - ZERO;
  const tens = (bytes[at + 2] as number) - ZERO;
  const ones = (bytes[at + 3] as number) - ZERO;
  if (hundreds < 0 || hundreds > 9 || tens < 0 || tens > 9 || ones < 0 || ones > 9) return NO_STATUS;
  into.status = hundreds * 100 + tens * 10 + ones;
  return readSize(bytes, at + 5, end, into);
};

/** Reads `%h %l %u %t "%r" %>s %b` from `start`; returns the position after the size. */
export const readClfLine = (bytes: Uint8Array, start: number, end: number, into: ClfTarget): number => {
  const addressEnd = tokenEnd(bytes, start, end);
  if (addressKind(bytes, start, addressEnd) === noAddress) return NO_ADDRESS;
  into.address.start = start;
  into.address.end = addressEnd;
  return readAfterAddress(bytes, addressEnd + 1, end, into);
};

/** Reads `%l %u %t "%r" %>s %b` from `at`, for a caller that has read the address; returns the position after the size. */
export const readAfterAddress = (bytes: Uint8Array, at: number, end: number, into: ClfTarget): number => {
  const open = readUserAndStamp(bytes, at, end, into);
  if (open < 0) return open;
  const close = closingQuote(bytes, open + 1, end);
  if (close < 0) return BAD_QUOTING;
  splitRequest(bytes, open + 1, close, into);
  return readOutcome(bytes, close + 1, end, into);
};

/** Any further fields of a site's own log format: bare, quoted, or `name="quoted"`, each after a blank. Their text is not used. */
const skipFurtherFields = (bytes: Uint8Array, from: number, end: number): number => {
  let at = from;
  while (at < end) {
    if (bytes[at] !== SPACE) return LEFT_OVER;
    at++;
    while (at < end && bytes[at] !== SPACE) {
      if (bytes[at] === QUOTE) {
        at = closingQuote(bytes, at + 1, end);
        if (at < 0) return BAD_QUOTING;
      }
      at++;
    }
  }
  return at;
};

/**
 * Reads ` "referer" "agent"` and skips further fields, from the position after the size. Also accepts that nothing follows: some
 * servers write both formats into one file. Returns the end.
 */
export const readRefererAndAgent = (bytes: Uint8Array, at: number, end: number, into: ClfTarget): number => {
  if (at >= end) return at;
  if (bytes[at + 1] !== QUOTE) return LEFT_OVER;
  const refererEnd = closingQuote(bytes, at + 2, end);
  if (refererEnd < 0) return BAD_QUOTING;
  if (refererEnd + 2 >= end || bytes[refererEnd + 1] !== SPACE || bytes[refererEnd + 2] !== QUOTE) return BAD_QUOTING;
  const agentEnd = closingQuote(bytes, refererEnd + 3, end);
  if (agentEnd < 0) return BAD_QUOTING;
  setField(bytes, at + 2, refererEnd, into.referer);
  setField(bytes, refererEnd + 3, agentEnd, into.userAgent);
  return skipFurtherFields(bytes, agentEnd + 1, end);
};
