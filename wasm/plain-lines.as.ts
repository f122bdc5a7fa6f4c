import { numberOf } from "./plain-texts.as";

/**
 * AssemblyScript, built by `npm run build:wasm` into src/kit/plain-lines-wasm.ts. Cuts a buffer into lines and reads those of
 * the Apache family that are written without anything unusual; of the others it only tells where they end, and the readers in
 * src/kit/clf-line.ts look at them. What is taken here must be read in the same way there: test/contracts/plain-lines.test.ts compares.
 */

/** Records lie from address 0, 16 words each (see src/kit/plain-lines.ts); then the table of sites, that of agents, and the text. */
const recordBytes: usize = 64;
const longestLine: usize = 65536;
const sites: usize = 65536;

const QUOTE: u8 = 0x22;
const SPACE: u8 = 0x20;
const DASH: u8 = 0x2d;
const DOT: u8 = 0x2e;

export { numberOf };

let stampBefore: usize = 0;

// @ts-ignore: decorator
@inline
function byte(at: usize): u8 {
  return load<u8>(at);
}

// @ts-ignore: decorator
@inline
function isDigit(value: u8): bool {
  return value - 0x30 <= 9;
}

// @ts-ignore: decorator
@inline
function isNameByte(value: u8): bool {
  return isDigit(value) || (value | 0x20) - 0x61 <= 25 || value == DASH || value == DOT || value == 0x5f;
}

/** First `wanted` at or after `at`; reads up to 15 bytes beyond it, so the buffer is padded. `end` where there is none before. */
// @ts-ignore: decorator
@inline
function find(wanted: u8, from: usize, end: usize): usize {
  const pattern = i8x16.splat(wanted);
  for (let at = from; at < end; at += 16) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(at), pattern));
    if (mask != 0) return min(end, at + <usize>ctz(mask));
  }
  return end;
}

/** The quote that closes a field; `end` when a backslash or the end of the line comes first. */
// @ts-ignore: decorator
@inline
function closing(from: usize, end: usize): usize {
  const quote = i8x16.splat(QUOTE);
  const backslash = i8x16.splat(0x5c);
  for (let at = from; at < end; at += 16) {
    const text = v128.load(at);
    const mask = i8x16.bitmask(v128.or(i8x16.eq(text, quote), i8x16.eq(text, backslash)));
    if (mask == 0) continue;
    const stop = at + <usize>ctz(mask);
    return stop < end && byte(stop) == QUOTE ? stop : end;
  }
  return end;
}

/** `host` or `host:port` and a blank at `at`: writes where the host ends, returns the position after the blank; 0 for anything else. */
function readSite(record: usize, from: usize, end: usize): usize {
  let at = from;
  while (at < end && isNameByte(byte(at))) at++;
  if (at - from < 2 || at - from > 255) return 0;
  store<usize>(record, at, 12);
  store<u16>(record, <u16>(numberOf(sites, from, at) + 1), 10);
  if (at < end && byte(at) == 0x3a) {
    const port = ++at;
    while (at < end && isDigit(byte(at))) at++;
    if (at == port || at - port > 5) return 0;
  }
  return at < end && byte(at) == SPACE ? at + 1 : 0;
}

/** The end of a dotted IPv4 address without leading zeros, whose value it notes; 0 for anything else. The line's end is no digit. */
function readIpv4(record: usize, from: usize, end: usize): usize {
  let value: u32 = 0;
  let at = from;
  for (let part = 0; part < 4; part++) {
    if (part > 0 && byte(at++) != DOT) return 0;
    if (!isDigit(byte(at))) return 0;
    let number = <u32>byte(at++) - 48;
    for (let more = 0; more < 2 && isDigit(byte(at)); more++) {
      if (number == 0) return 0;
      number = number * 10 + <u32>byte(at++) - 48;
    }
    if (number > 255) return 0;
    value = (value << 8) | number;
  }
  if (at >= end || byte(at) != SPACE) return 0;
  store<u32>(record, value, 60);
  store<u32>(record, load<u32>(record, 8) | 8, 8);
  return at;
}

/** The end of an address of digits, letters a to f, dots and colons; 0 when it is neither IPv4 nor IPv6 as addressKind tells them. */
function addressEnd(from: usize, end: usize): usize {
  let points = 0;
  let colons = 0;
  let letters = 0;
  let at = from;
  for (; at < end; at++) {
    const value = byte(at);
    if (value == SPACE) break;
    if (value == DOT) points++;
    else if (value == 0x3a) colons++;
    else if (!isDigit(value)) {
      if ((value | 0x20) - 0x61 > 5) return 0;
      letters++;
    }
  }
  if (at == from || at - from > 45) return 0;
  if (colons == 0) return letters == 0 && points == 3 && at - from <= 15 ? at : 0;
  return colons >= 2 && colons <= 8 ? at : 0;
}

// @ts-ignore: decorator
@inline
function isSameText(a: usize, b: usize): bool {
  return !v128.any_true(v128.xor(v128.load(a), v128.load(b))) && !v128.any_true(v128.xor(v128.load(a, 10), v128.load(b, 10)));
}

/** `- - [` stamp `] "` at `at`; what the stamp says is checked by the caller of scan. Returns the position after the quote; 0 for anything else. */
function readStamp(record: usize, at: usize, end: usize): usize {
  if (at + 34 >= end) return 0;
  if (load<u32>(at) != 0x202d202d || byte(at + 4) != 0x5b) return 0;
  const stamp = at + 5;
  if (byte(stamp + 26) != 0x5d || byte(stamp + 27) != SPACE || byte(stamp + 28) != QUOTE) return 0;
  store<usize>(record, stamp, 24);
  if (stampBefore != 0 && isSameText(stamp, stampBefore)) store<u32>(record, load<u32>(record, 8) | 2, 8);
  stampBefore = stamp;
  return stamp + 29;
}

function isReadMethod(from: usize, length: usize): bool {
  if (length == 3) return (load<u32>(from) & 0xffffff) == 0x544547;
  if (length == 4) return load<u32>(from) == 0x44414548;
  return length == 7 && load<u32>(from) == 0x4954504f && load<u32>(from, 3) == 0x534e4f49;
}

/** `METHOD target HTTP/x"` at `from`; returns the position after the quote, 0 for anything else. */
function readRequest(record: usize, from: usize, end: usize): usize {
  const close = closing(from, end);
  if (close == end) return 0;
  let method = from;
  while (method < close && byte(method) - 0x41 <= 25) method++;
  if (method == from || method - from > 32 || byte(method) != SPACE) return 0;
  let last = close - 1;
  while (byte(last) != SPACE) last--;
  if (last <= method + 1 || close - last < 7) return 0;
  if (load<u32>(last, 1) != 0x50545448 || byte(last + 5) != 0x2f) return 0;
  const query = find(0x3f, method + 1, last);
  if (isReadMethod(from, method - from)) store<u32>(record, load<u32>(record, 8) | 4, 8);
  store<usize>(record, method, 28);
  store<i32>(record, query == last ? -1 : <i32>query, 32);
  store<usize>(record, last, 36);
  store<usize>(record, close, 40);
  return close + 1;
}

/** ` status size ` at `at`; returns the position after the last blank, 0 for anything else. */
function readOutcome(record: usize, at: usize, end: usize): usize {
  if (at + 7 >= end || byte(at) != SPACE || byte(at + 4) != SPACE) return 0;
  const hundreds = byte(at + 1);
  const tens = byte(at + 2);
  const ones = byte(at + 3);
  if (!isDigit(hundreds) || !isDigit(tens) || !isDigit(ones)) return 0;
  store<i32>(record, (<i32>hundreds - 48) * 100 + (<i32>tens - 48) * 10 + (<i32>ones - 48), 44);
  let size = 0;
  const from = at + 5;
  let to = from;
  if (byte(to) == DASH) to++;
  else while (to < end && isDigit(byte(to))) size = size * 10 + (<i32>byte(to++) - 48);
  if (to == from || to - from > 9 || to >= end || byte(to) != SPACE) return 0;
  store<i32>(record, size, 48);
  return to + 1;
}

/** `"referer" "agent"` from `at` to the end of the line, and nothing after it. */
function readTail(record: usize, at: usize, end: usize): bool {
  if (at + 5 > end || byte(at) != QUOTE) return false;
  const referer = closing(at + 1, end);
  if (referer + 2 >= end || byte(referer + 1) != SPACE || byte(referer + 2) != QUOTE) return false;
  if (closing(referer + 3, end) + 1 != end) return false;
  store<usize>(record, at + 1, 52);
  store<usize>(record, referer, 56);
  return true;
}

function readLine(record: usize, from: usize, end: usize, hasSite: bool): bool {
  const before = stampBefore;
  const address = hasSite ? readSite(record, from, end) : from;
  if (hasSite && address == 0) return false;
  let addressTo = readIpv4(record, address, end);
  if (addressTo == 0) addressTo = addressEnd(address, end);
  if (addressTo == 0) return false;
  store<usize>(record, address, 16);
  store<usize>(record, addressTo, 20);
  const request = readStamp(record, addressTo + 1, end);
  if (request == 0) return false;
  const outcome = readRequest(record, request, end);
  const tail = outcome == 0 ? 0 : readOutcome(record, outcome, end);
  if (tail != 0 && readTail(record, tail, end)) return true;
  stampBefore = before;
  return false;
}

/** Fills at most `most` records with the whole lines in [from, end); returns how many. */
export function scan(from: usize, end: usize, most: i32, hasSite: bool): i32 {
  let at = from;
  let count = 0;
  stampBefore = 0;
  for (; count < most; count++) {
    const lineEnd = find(0x0a, at, end);
    if (lineEnd == end) break;
    const record = <usize>count * recordBytes;
    store<usize>(record, at);
    store<usize>(record, lineEnd, 4);
    store<u32>(record, 0, 8);
    if (lineEnd - at <= longestLine && readLine(record, at, lineEnd, hasSite)) store<u32>(record, load<u32>(record, 8) | 1, 8);
    at = lineEnd + 1;
  }
  return count;
}
