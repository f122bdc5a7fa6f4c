import { DASH, SPACE } from "./ascii.ts";
import type { SpanTarget } from "./host-bytes.ts";

/** The parts of a request line. */
export interface RequestTarget {
  readonly method: SpanTarget;
  readonly target: SpanTarget;
  readonly protocol: SpanTarget;
}

/** The longest method that is taken for one; the longest registered (IANA) is 18 bytes. */
const longestMethodBytes = 32;

/** Whether [start, end) is a method: an upper-case letter, then upper-case letters, `-` and `_` (as in VERSION-CONTROL). */
export const isMethod = (bytes: Uint8Array, start: number, end: number): boolean => {
  const length = end - start;
  if (length < 1 || length > longestMethodBytes || bytes[start] === DASH || bytes[start] === 0x5f) return false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if ((byte < 0x41 || byte > 0x5a) && byte !== DASH && byte !== 0x5f) return false;
  }
  return true;
};

/** Whether [start, end) begins with `HTTP/`. */
const isProtocol = (bytes: Uint8Array, start: number, end: number): boolean =>
  end - start > 5 &&
  bytes[start] === 0x48 &&
  bytes[start + 1] === 0x54 &&
  bytes[start + 2] === 0x54 &&
  bytes[start + 3] === 0x50 &&
  bytes[start + 4] === 0x2f;

const setSpan = (span: SpanTarget, start: number, end: number): void => {
  if (end <= start) return;
  span.start = start;
  span.end = end;
};

/**
 * Splits the request line in [start, end): the method up to the first blank, the protocol after the last one if it begins with
 * `HTTP/`, the target between. What is not there, or follows no valid method, stays unset.
 */
export const splitRequest = (bytes: Uint8Array, start: number, end: number, into: RequestTarget): void => {
  let methodEnd = start;
  while (methodEnd < end && bytes[methodEnd] !== SPACE) methodEnd++;
  if (!isMethod(bytes, start, methodEnd)) return;
  setSpan(into.method, start, methodEnd);
  if (methodEnd === end) return;
  let last = end - 1;
  while (bytes[last] !== SPACE) last--;
  if (isProtocol(bytes, last + 1, end)) {
    setSpan(into.protocol, last + 1, end);
    setSpan(into.target, methodEnd + 1, last);
  } else setSpan(into.target, methodEnd + 1, end);
};
