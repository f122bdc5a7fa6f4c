import { asciiBytes, COMMA, LESS, OPEN_BRACKET, SPACE, startsWithAt } from "./ascii.ts";
import { type AddressShape, addressEnd, type ByteRange, bracketedAddress, commaOrEnd, isText, setRange } from "./byte-text.ts";
import type { MailLineRecord } from "./mail-line-record.ts";

const text = {
  to: asciiBytes("to="),
  relay: asciiBytes("relay="),
  origTo: asciiBytes("orig_to="),
  status: asciiBytes("status="),
  none: asciiBytes("none"),
};

/** Where a message stands and how it is written. Reused from line to line. */
export interface PostfixText {
  start: number;
  end: number;
  /** The text is the inside of a JSON string. */
  json: boolean;
}

/** Addresses of a syslog line: a comma follows each. */
export const plainField: AddressShape = { json: false, before: COMMA };

/** The same inside a JSON string. */
export const jsonField: AddressShape = { json: true, before: COMMA };

const statuses = [
  ["sent", "sent"],
  ["deferred", "deferred"],
  ["bounced", "bounced"],
  ["expired", "expired"],
  ["undeliverable", "bounced"],
  ["undeliverable-but-not-cached", "bounced"],
  ["deliverable", "sent"],
] as const;

const statusWords = statuses.map(([word]) => asciiBytes(word));

const statusOf = (bytes: Uint8Array, at: number, end: number): MailLineRecord["status"] => {
  let wordEnd = at;
  while (wordEnd < end && (bytes[wordEnd] as number) > SPACE && bytes[wordEnd] !== COMMA) wordEnd++;
  for (let i = 0; i < statusWords.length; i++) {
    const word = statusWords[i] as Uint8Array;
    if (word.length === wordEnd - at && startsWithAt(bytes, at, end, word)) return (statuses[i] as (typeof statuses)[number])[1];
  }
  return "none";
};

/** Reads an address field's value at `at`: `<…>` or bare up to a comma. Returns the position after it, or -1. */
const readAddress = (bytes: Uint8Array, at: number, source: PostfixText, into: ByteRange): number => {
  if (at < source.end && bytes[at] === LESS) {
    const close = addressEnd(bytes, at + 1, source.end, source.json ? jsonField : plainField);
    if (close < 0) return -1;
    setRange(into, at + 1, close);
    return close + 1;
  }
  const close = commaOrEnd(bytes, at, source.end);
  setRange(into, at, close);
  return close;
};

const readRelay = (bytes: Uint8Array, at: number, end: number, into: MailLineRecord): number => {
  const close = commaOrEnd(bytes, at, end);
  let nameEnd = at;
  while (nameEnd < close && bytes[nameEnd] !== OPEN_BRACKET) nameEnd++;
  setRange(into.relayHost, at, nameEnd);
  if (isText(bytes, into.relayHost, text.none)) setRange(into.relayHost, -1, -1);
  if (nameEnd < close) bracketedAddress(bytes, nameEnd, close, into.relayAddress);
  return close;
};

/** `to=<…>, [orig_to=<…>,] relay=…, …, status=word (reply)` at `at`. */
export const readPostfixDelivery = (bytes: Uint8Array, at: number, source: PostfixText, into: MailLineRecord): void => {
  let position = readAddress(bytes, at + text.to.length, source, into.recipient);
  while (position >= 0 && position + 2 < source.end && bytes[position] === COMMA && bytes[position + 1] === SPACE) {
    position += 2;
    if (startsWithAt(bytes, position, source.end, text.status)) {
      // The last field: what follows in parentheses are the words of others.
      into.status = statusOf(bytes, position + text.status.length, source.end);
      if (into.status !== "none") into.kind = "delivery";
      return;
    }
    if (startsWithAt(bytes, position, source.end, text.relay)) position = readRelay(bytes, position + text.relay.length, source.end, into);
    else if (startsWithAt(bytes, position, source.end, text.origTo))
      position = readAddress(bytes, position + text.origTo.length, source, into.original);
    else position = commaOrEnd(bytes, position, source.end);
  }
};
