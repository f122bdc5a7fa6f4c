import { describe, expect, it } from "vitest";
import { asciiBytes, COMMA } from "./ascii.ts";
import { addressEnd, bracketedAddress, indexOfText, lastIndexOfText, leadingNumber, quotedEnd } from "./byte-text.ts";

const endOf = (text: string, json = false): string => {
  const bytes = Buffer.from(text);
  const close = addressEnd(bytes, 0, bytes.length, { json, before: COMMA });
  return close < 0 ? "none" : text.slice(0, close);
};

describe("the end of an address", () => {
  it("is the bracket before the next field or the line's end", () => {
    expect(endOf("a@b.example>, relay=none")).toBe("a@b.example");
    expect(endOf("a@b.example>")).toBe("a@b.example");
    expect(endOf(">, size=1")).toBe("");
    expect(endOf("a@b.example")).toBe("none");
  });

  it("is not inside a quoted local part, escaped quotes included", () => {
    expect(endOf('"x>, y"@b.example>, z')).toBe('"x>, y"@b.example');
    expect(endOf('"x\\">, y"@b.example>, z')).toBe('"x\\">, y"@b.example');
    expect(endOf('a."x>, y"@b.example>, z')).toBe('a."x>, y"@b.example');
  });

  it("reads a quote that is never closed, or stands inside a word, as itself", () => {
    expect(endOf('"x>, y')).toBe('"x');
    expect(endOf('a"b@c.example>, y"')).toBe('a"b@c.example');
  });

  it("knows the escapes of JSON", () => {
    expect(endOf('\\"x>, y\\"@b.example>, z', true)).toBe('\\"x>, y\\"@b.example');
    expect(endOf('\\"x\\\\\\">, y\\"@b.example>, z', true)).toBe('\\"x\\\\\\">, y\\"@b.example');
  });
});

describe("an address in brackets", () => {
  it("is IPv4 or IPv6, with sendmail's mark or without", () => {
    for (const address of ["192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1"]) {
      for (const mark of ["", "IPv6:"]) {
        const bytes = Buffer.from(`[${mark}${address}]:25`);
        const into = { start: -1, end: -1 };
        expect(bracketedAddress(bytes, 0, bytes.length, into)).toBe(bytes.length - 3);
        expect(bytes.toString("latin1", into.start, into.end)).toBe(address);
      }
    }
  });

  it("is nothing else", () => {
    for (const text of ["[unknown]", "[private/lmtp]", "[]", "[cafe]", "[192.0.2.1", "192.0.2.1]"]) {
      const bytes = Buffer.from(text);
      expect(bracketedAddress(bytes, 0, bytes.length, { start: -1, end: -1 })).toBe(-1);
    }
  });
});

describe("searching", () => {
  const bytes = Buffer.from("a, relay=b, relay=c");
  const mark = asciiBytes(", relay=");

  it("finds the first and the last, inside its bounds only", () => {
    expect(indexOfText(bytes, 0, bytes.length, mark)).toBe(1);
    expect(lastIndexOfText(bytes, 0, bytes.length, mark)).toBe(10);
    expect(indexOfText(bytes, 11, bytes.length, mark)).toBe(-1);
    expect(lastIndexOfText(bytes, 0, 17, mark)).toBe(1);
  });

  it("reads a number up to the first other byte", () => {
    expect(leadingNumber(Buffer.from("645,"), 0, 4)).toBe(645);
    expect(leadingNumber(Buffer.from("645,"), 0, 2)).toBe(64);
    expect(leadingNumber(Buffer.from("x"), 0, 1)).toBe(-1);
  });

  it("finds the end of a quoted string, or says that it is open", () => {
    expect(quotedEnd(Buffer.from('"a\\"b" c'), 0, 8)).toBe(6);
    expect(quotedEnd(Buffer.from('"a\\"'), 0, 4)).toBe(-1);
  });
});
