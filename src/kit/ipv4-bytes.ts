import { DOT, ZERO } from "./ascii.ts";

/** Value of the dotted IPv4 address in [start, end) as a signed 32-bit number; NaN when it is anything else. */
export const ipv4InBytes = (bytes: Uint8Array, start: number, end: number): number => {
  let value = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === DOT) {
      if (digits === 0 || part > 255) return Number.NaN;
      value = (value << 8) | part;
      dots++;
      part = 0;
      digits = 0;
      continue;
    }
    const digit = byte - ZERO;
    if (digit < 0 || digit > 9 || digits === 3 || (digits > 0 && part === 0)) return Number.NaN;
    part = part * 10 + digit;
    digits++;
  }
  return dots === 3 && digits > 0 && part <= 255 ? (value << 8) | part : Number.NaN;
};
