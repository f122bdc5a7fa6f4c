import { CLOSE_BRACKET, COLON, COMMA, DASH, digitsToNumber, indexOfByte, OPEN_BRACKET, QUOTE, SLASH } from "../../kit/ascii.ts";
import {
  BAD_QUOTING,
  clfRefusal,
  closingQuote,
  LEFT_OVER,
  NO_ADDRESS,
  NO_REQUEST,
  NO_STATUS,
  NO_TIME,
  NOT_THIS_FORMAT,
  setField,
  trimmedEnd,
} from "../../kit/clf-line.ts";
import { clfStampBytes, readClfStamp } from "../../kit/clf-stamp.ts";
import { addressKind, noAddress, readHost } from "../../kit/host-bytes.ts";
import { isMethod } from "../../kit/request-line.ts";
import type { AccessFields, AccessFormat } from "../../ports/log-format.ts";

/** Bytes of `[` stamp `]`. */
const bracketBytes = clfStampBytes + 2;

const isStampAt = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === OPEN_BRACKET &&
  bytes[at + 3] === SLASH &&
  bytes[at + 7] === SLASH &&
  bytes[at + 12] === COLON &&
  bytes[at + 27] === CLOSE_BRACKET;

/** The last bracket of the shape `,[stamp],` in [from, quote): a user name may imitate one, but what follows the real one cannot. */
const lastStamp = (bytes: Uint8Array, from: number, quote: number): number => {
  for (let at = quote - bracketBytes - 1; at > from; at--) {
    if (isStampAt(bytes, at) && bytes[at - 1] === COMMA && bytes[at + bracketBytes] === COMMA) return at;
  }
  return -1;
};

const commasIn = (bytes: Uint8Array, start: number, end: number): number => {
  let count = 0;
  for (let at = start; at < end; at++) if (bytes[at] === COMMA) count++;
  return count;
};

/**
 * `%l,%u` in [start, end). nginx has no `%l` and logs the user twice. With more commas than these places allow, a host or user
 * name with commas in it has shifted the columns, and nobody can tell which address is the true one: the line is refused.
 */
const readUser = (bytes: Uint8Array, start: number, end: number, into: AccessFields): number => {
  const isPlain = bytes[start] === DASH && bytes[start + 1] === COMMA;
  const commas = commasIn(bytes, start, end);
  if (commas === 0) return NOT_THIS_FORMAT;
  if (commas > (isPlain ? 2 : 1)) return LEFT_OVER;
  setField(bytes, indexOfByte(bytes, COMMA, start, end) + 1, end, into.user);
  return 0;
};

/** `host,port,address,%l,%u,[stamp],`; returns the position after the comma that follows the stamp. */
const readHead = (bytes: Uint8Array, start: number, quote: number, into: AccessFields): number => {
  const portStart = indexOfByte(bytes, COMMA, start, quote) + 1;
  if (portStart === 0) return NOT_THIS_FORMAT;
  const addressStart = indexOfByte(bytes, COMMA, portStart, quote) + 1;
  if (addressStart === 0 || digitsToNumber(bytes, portStart, addressStart - 1) < 0) return NOT_THIS_FORMAT;
  const addressEnd = indexOfByte(bytes, COMMA, addressStart, quote);
  if (addressEnd < 0 || addressKind(bytes, addressStart, addressEnd) === noAddress) return NO_ADDRESS;
  const open = lastStamp(bytes, addressEnd, quote);
  if (open < 0 || !readClfStamp(bytes, open + 1, into.stamp)) return NO_TIME;
  into.address.start = addressStart;
  into.address.end = addressEnd;
  const user = readUser(bytes, addressEnd + 1, open - 1, into);
  return user < 0 ? user : open + bracketBytes + 1;
};

/**
 * The figures between stamp and first quote. The status is the last of them. Body bytes are the fourth in both servers' layouts,
 * counted from the front when nothing before it can hold a comma, which is so for Apache (`%I,%O,%S,%B`) and for nginx with one
 * upstream or none; with several upstreams the size is left 0.
 */
const readFigures = (bytes: Uint8Array, start: number, quote: number, into: AccessFields): number => {
  const statusStart = quote - 4;
  if (statusStart <= start || bytes[statusStart - 1] !== COMMA || bytes[quote - 1] !== COMMA) return NO_STATUS;
  const status = digitsToNumber(bytes, statusStart, quote - 1);
  if (status < 0) return NO_STATUS;
  into.status = status;
  if (commasIn(bytes, start, quote) !== 8) return 0;
  let at = start;
  for (let skipped = 0; skipped < 3; skipped++) at = indexOfByte(bytes, COMMA, at, quote) + 1;
  const size = digitsToNumber(bytes, at, indexOfByte(bytes, COMMA, at, quote));
  into.size = size < 0 ? 0 : size;
  return 0;
};

/** `"protocol","method","path","query","referer","agent","cookie",id`, from the first quote on. */
const readQuoted = (bytes: Uint8Array, quote: number, end: number, into: AccessFields): number => {
  let open = quote;
  for (let column = 0; column < 7; column++) {
    if (open >= end || bytes[open] !== QUOTE) return BAD_QUOTING;
    const close = closingQuote(bytes, open + 1, end);
    if (close < 0) return BAD_QUOTING;
    if (column === 0) setField(bytes, open + 1, close, into.protocol);
    else if (column === 1 && isMethod(bytes, open + 1, close)) setField(bytes, open + 1, close, into.method);
    else if (column === 2 && into.method.start >= 0) setField(bytes, open + 1, close, into.target);
    else if (column === 4) setField(bytes, open + 1, close, into.referer);
    else if (column === 5) setField(bytes, open + 1, close, into.userAgent);
    if (close + 1 >= end || bytes[close + 1] !== COMMA) return BAD_QUOTING;
    open = close + 2;
  }
  if (open >= end) return LEFT_OVER;
  for (let at = open; at < end; at++) if (bytes[at] === COMMA || bytes[at] === QUOTE) return LEFT_OVER;
  return end;
};

const readColumns = (bytes: Uint8Array, start: number, end: number, into: AccessFields): number => {
  const quote = closingQuote(bytes, start, end);
  if (quote < 0) return NO_REQUEST;
  const figures = readHead(bytes, start, quote, into);
  if (figures < 0) return figures;
  const outcome = readFigures(bytes, figures, quote, into);
  return outcome < 0 ? outcome : readQuoted(bytes, quote, end, into);
};

/**
 * The comma-separated layout that http-logs-to-mysql asks Apache and nginx to write: 22 columns, of which the text columns are
 * quoted and escaped as in any other log of the server. Path and query are columns of their own, so the target is the path only.
 */
export const csvAccess: AccessFormat = {
  kind: "access",
  name: "csv",
  about: "Comma-separated layout of http-logs-to-mysql, from Apache or nginx",
  read: (bytes, start, end, into) => {
    const to = trimmedEnd(bytes, start, end);
    if (to === start) return "empty";
    into.bytes = bytes;
    const result = readColumns(bytes, start, to, into);
    if (result < 0) return clfRefusal(result);
    return readHost(bytes, start, indexOfByte(bytes, COMMA, start, to), into.site) ? null : "bad-site";
  },
};
