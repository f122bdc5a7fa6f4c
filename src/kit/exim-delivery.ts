import { asciiBytes, COLON, LESS, startsWithAt } from "./ascii.ts";
import { blankOrEnd, setRange } from "./byte-text.ts";
import { addressWordEnd, bracketsEnd, copyRange, eximAddress, eximHost, fieldEnd, isField, readEximHost } from "./exim-fields.ts";
import type { MailLineRecord } from "./mail-line-record.ts";

const text = {
  host: asciiBytes("H="),
  sender: asciiBytes("F=<"),
  returnPath: asciiBytes("P=<"),
  defer: asciiBytes("defer"),
};

const hasAt = (bytes: Uint8Array, start: number, end: number): boolean => {
  for (let at = start; at < end; at++) if (bytes[at] === 0x40) return true;
  return false;
};

/** Reads `recipient [<original>]`; returns the position of the first field, or -1 when free text follows. */
const readRecipient = (bytes: Uint8Array, from: number, end: number, into: MailLineRecord): number => {
  let close = addressWordEnd(bytes, from, end);
  const endsText = close > from && bytes[close - 1] === COLON;
  if (endsText) close--;
  setRange(into.recipient, from, close);
  if (endsText) return -1;
  const isFull = hasAt(bytes, from, close);
  let at = close + 1;
  while (at < end && !isField(bytes, at, end) && !startsWithAt(bytes, at, end, text.defer)) {
    let next = blankOrEnd(bytes, at, end);
    if (bytes[at] === LESS) {
      // `<original>` or, before an error text, `<original>:`.
      next = bytes[next - 1] === COLON ? next : bracketsEnd(bytes, at, end);
      if (next < 0) return -1;
      const last = bytes[next - 1] === COLON ? next - 2 : next - 1;
      // A local name, a file or a command: the address it stands for comes in the brackets. After an address, the one it was redirected from.
      if (last > at + 1) setRange(isFull ? into.original : into.recipient, at + 1, last);
    }
    if (bytes[next - 1] === COLON) return -1;
    at = next + 1;
  }
  return at;
};

/** `recipient [<original>] [R=… T=…] [H=host [address]] …` at `from`: one recipient's outcome; the caller has set the status. */
export const readEximDelivery = (bytes: Uint8Array, from: number, end: number, into: MailLineRecord): void => {
  into.kind = "delivery";
  let at = readRecipient(bytes, from, end, into);
  while (at >= 0 && at < end) {
    if (startsWithAt(bytes, at, end, text.host)) {
      readEximHost(bytes, at + 2, end);
      copyRange(eximHost, into.relayHost);
      copyRange(eximAddress, into.relayAddress);
      return;
    }
    const isAddress = startsWithAt(bytes, at, end, text.sender) || startsWithAt(bytes, at, end, text.returnPath);
    const close = isAddress ? bracketsEnd(bytes, at + 2, end) : fieldEnd(bytes, at, end);
    // A colon ends the fields: what follows are words of the remote server.
    if (close < 0 || bytes[close - 1] === COLON) return;
    at = close + 1;
  }
};
