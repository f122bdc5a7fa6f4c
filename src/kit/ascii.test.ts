import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asciiBytes, digitsToNumber, indexOfByte, monthAt, startsWithAt, twoDigits } from "./ascii.ts";

describe("digitsToNumber", () => {
  it("reads whole numbers up to 15 digits", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999_999 }), (value) => {
        const bytes = asciiBytes(`x${value}y`);
        expect(digitsToNumber(bytes, 1, bytes.length - 1)).toBe(value);
      }),
    );
  });

  it.each(["", "1a", "-1", "1.5", "1234567890123456"])("refuses %j", (text) =>
    expect(digitsToNumber(asciiBytes(text), 0, text.length)).toBe(-1),
  );
});

describe("twoDigits", () => {
  it.each([
    ["07", 7],
    ["99", 99],
    ["7", -1],
    ["a1", -1],
    ["1a", -1],
  ])("reads %j as %d", (text, value) => expect(twoDigits(asciiBytes(text), 0)).toBe(value));
});

describe("monthAt", () => {
  it("knows the twelve months in any case", () => {
    const names = ["Jan", "feb", "MAR", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    expect(names.map((name) => monthAt(asciiBytes(name), 0))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it.each(["Jux", "", "Ja", "  1"])("gives 0 for %j", (text) => expect(monthAt(asciiBytes(text), 0)).toBe(0));
});

describe("startsWithAt and indexOfByte", () => {
  const bytes = asciiBytes("abcabc");

  it("compare within the range only", () => {
    expect(startsWithAt(bytes, 3, 6, asciiBytes("abc"))).toBe(true);
    expect(startsWithAt(bytes, 3, 5, asciiBytes("abc"))).toBe(false);
    expect(startsWithAt(bytes, 1, 6, asciiBytes("abc"))).toBe(false);
  });

  it("find the first byte in the range, or say -1", () => {
    expect(indexOfByte(bytes, 0x63, 0, 6)).toBe(2);
    expect(indexOfByte(bytes, 0x63, 3, 5)).toBe(-1);
  });
});
