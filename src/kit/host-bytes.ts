import { asciiBytes, CLOSE_BRACKET, COLON, DASH, DOT, isDigit, OPEN_BRACKET, startsWithAt } from "./ascii.ts";

/** A half-open range to fill. */
export interface SpanTarget {
  start: number;
  end: number;
}

const DIGIT = 1;
const POINT = 2;
const HEX_LETTER = 4;
const TWO_POINTS = 8;
const NAME = 16;
const ZONE_MARK = 32;

const fillClass = (table: Uint8Array, from: string, to: string, value: number): void => {
  table.fill(value, from.charCodeAt(0), to.charCodeAt(0) + 1);
};

const createClasses = (): Uint8Array => {
  const table = new Uint8Array(256);
  fillClass(table, "A", "Z", NAME);
  fillClass(table, "a", "z", NAME);
  fillClass(table, "A", "F", HEX_LETTER);
  fillClass(table, "a", "f", HEX_LETTER);
  fillClass(table, "0", "9", DIGIT);
  fillClass(table, "-", "-", NAME);
  fillClass(table, "_", "_", NAME);
  fillClass(table, ".", ".", POINT);
  fillClass(table, ":", ":", TWO_POINTS);
  fillClass(table, "%", "%", ZONE_MARK);
  return table;
};

const classes = createClasses();

/** Kind of an address: none. A host with a port is none. */
export const noAddress = 0;
/** Kind of an address: dotted IPv4. */
export const ipv4Address = 1;
/** Kind of an address: IPv6, mapped and zoned ones too. */
export const ipv6Address = 2;
/** Kind of an address: a host name (HostnameLookups). */
export const nameAddress = 3;

/** RFC 1035 limits a name to 255 bytes. */
const longestNameBytes = 255;

const ipv6Kind = (bytes: Uint8Array, start: number, end: number): number => {
  let colons = 0;
  for (let at = start; at < end; at++) {
    const kind = classes[bytes[at] as number] as number;
    if (kind === ZONE_MARK) return at > start && at + 1 < end && colons >= 2 ? ipv6Address : noAddress;
    if (kind === TWO_POINTS) colons++;
    else if (kind === NAME) return noAddress;
  }
  return colons >= 2 && colons <= 8 ? ipv6Address : noAddress;
};

const localhost = asciiBytes("localhost");

/**
 * Tells how [start, end) is an address: IPv4, IPv6 (mapped and zoned ones too), a host name, or not at all. A name without a dot
 * is none: looked-up names are full ones, and the month that a syslog line begins with must not pass for a client.
 */
export const addressKind = (bytes: Uint8Array, start: number, end: number): number => {
  if (end <= start || end - start > longestNameBytes) return noAddress;
  let seen = 0;
  let points = 0;
  for (let at = start; at < end; at++) {
    const kind = classes[bytes[at] as number] as number;
    if (kind === 0) return noAddress;
    seen |= kind;
    if (kind === POINT) points++;
  }
  if ((seen & ~(DIGIT | POINT)) === 0) return points === 3 && end - start <= 15 ? ipv4Address : noAddress;
  if ((seen & TWO_POINTS) !== 0) return ipv6Kind(bytes, start, end);
  if ((seen & ZONE_MARK) !== 0 || bytes[start] === DASH || bytes[start] === DOT) return noAddress;
  return points > 0 || startsWithAt(bytes, start, end, localhost) ? nameAddress : noAddress;
};

const isPort = (bytes: Uint8Array, at: number, end: number): boolean => {
  if (bytes[at] !== COLON || end - at < 2 || end - at > 6) return false;
  for (let i = at + 1; i < end; i++) if (!isDigit(bytes[i])) return false;
  return true;
};

/** End of the host in [start, end), which may go on with `:port`; -1 when it is no host. Brackets of an IPv6 literal are part of it. */
const hostEnd = (bytes: Uint8Array, start: number, end: number): number => {
  let at = start;
  if (bytes[start] === OPEN_BRACKET) {
    while (at < end && bytes[at] !== CLOSE_BRACKET) at++;
    if (at === end || addressKind(bytes, start + 1, at) !== ipv6Address) return -1;
    at++;
  } else {
    while (at < end && ((classes[bytes[at] as number] as number) & (DIGIT | POINT | HEX_LETTER | NAME)) !== 0) at++;
  }
  return at > start && at - start <= longestNameBytes && (at === end || isPort(bytes, at, end)) ? at : -1;
};

/**
 * Puts the host of `host[:port]` in [start, end) into `into`, without the port. `-` (nothing told) and `_` (nginx's name for a
 * catch-all server) leave it unset. False when it is no host: letters, digits, `-`, `.`, `_`, or an IPv6 literal in brackets.
 */
export const readHost = (bytes: Uint8Array, start: number, end: number, into: SpanTarget): boolean => {
  const stop = hostEnd(bytes, start, end);
  if (stop < 0) return false;
  if (stop === start + 1 && (bytes[start] === DASH || bytes[start] === 0x5f)) return true;
  into.start = start;
  into.end = stop;
  return true;
};

/** Puts the address of `address`, `1.2.3.4:port` or `[v6]:port` into `into`, without brackets and port. False when it is none. */
export const readAddress = (bytes: Uint8Array, start: number, end: number, into: SpanTarget): boolean => {
  let from = start;
  let to = end;
  if (addressKind(bytes, start, end) === noAddress) {
    to = hostEnd(bytes, start, end);
    if (to < 0) return false;
    if (bytes[start] === OPEN_BRACKET) {
      from++;
      to--;
    }
    if (addressKind(bytes, from, to) === noAddress) return false;
  }
  into.start = from;
  into.end = to;
  return true;
};
