import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { visibleBytes, visibleText } from "./visible-text.ts";

const bytes = (...values: (number | string)[]): Uint8Array =>
  Uint8Array.from(values.flatMap((value) => (typeof value === "number" ? [value] : [...new TextEncoder().encode(value)])));

const unseen = /[\p{C}\p{Zl}\p{Zp}\p{DI}]/u;
/** Any UTF-16 there is, with the characters that matter made frequent. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("\x1b", "\u202e", "\ud800", "\udc1b", "\u200b", "\ufe0f", "\0", "\u{e0041}", "日"),
    ),
  )
  .map((parts) => parts.join(""));

describe("visibleText", () => {
  it.each([
    ["\x1b[31m", "\\x1b[31m"],
    ["a\r\n\tb\0", "a\\x0d\\x0a\\x09b\\x00"],
    ["\x7f\x9b", "\\x7f\\x9b"],
    ["gpj.\u202eexe", "gpj.\\u202eexe"],
    ["\u2066\u2069\u200e\u200f\u061c", "\\u2066\\u2069\\u200e\\u200f\\u061c"],
    ["a\u200bb\ufeffc\u00add", "a\\u200bb\\ufeffc\\xadd"],
    ["a\u2028b\u2029c", "a\\u2028b\\u2029c"],
    ["\ud83dx\ude00", "\\ud83dx\\ude00"],
    ["葛\u{e0100}❤\ufe0f\u3164", "葛\\u{e0100}❤\\ufe0f\\u3164"],
    ["\u{e0041}", "\\u{e0041}"],
  ])("shows %j as %s", (text, shown) => expect(visibleText(text)).toBe(shown));

  it("shows the marks piled on one character beyond the fourth", () =>
    expect(visibleText(`e${"\u0301".repeat(6)}`)).toBe(`e${"\u0301".repeat(4)}\\u0301\\u0301`));

  it("leaves printable text as it is, backslash and all", () => {
    for (const text of ["POST /contact/ \\x22 ~", "お問い合わせ　フォーム", "שלום عربي", "emoji 😀 é e\u0301", ""])
      expect(visibleText(text)).toBe(text);
    fc.assert(fc.property(fc.string({ unit: "grapheme-ascii" }), (text) => visibleText(text) === text));
  });

  it("never lets an unseen character through, and changes nothing the second time", () =>
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = visibleText(text);
        expect(shown).not.toMatch(unseen);
        expect(visibleText(shown)).toBe(shown);
      }),
      { numRuns: 2000 },
    ));
});

describe("visibleBytes", () => {
  it.each([
    [bytes("plain \\ text"), "plain \\ text"],
    [bytes("日本", 0xe6, 0x97), "日本\\xe6\\x97"],
    [bytes(0x00, 0x1b, 0x7f, 0x0a), "\\x00\\x1b\\x7f\\x0a"],
    [bytes("\u202e"), "\\xe2\\x80\\xae"],
    [bytes(0xc0, 0xaf), "\\xc0\\xaf"],
    [bytes(0xe0, 0x80, 0xaf), "\\xe0\\x80\\xaf"],
    [bytes(0xed, 0xa0, 0x80), "\\xed\\xa0\\x80"],
    [bytes(0xf4, 0x90, 0x80, 0x80), "\\xf4\\x90\\x80\\x80"],
    [bytes(0xf0, 0x9f, 0x98, 0x80), "😀"],
    [bytes(0xef, 0xbb, 0xbf, "a"), "\\xef\\xbb\\xbfa"],
    [bytes(0xff, 0xfe), "\\xff\\xfe"],
  ])("shows the bytes of case %# as %s", (line, shown) => expect(visibleBytes(line)).toBe(shown));

  it("keeps a literal replacement character, which is printable, and shows a bad byte as its value", () =>
    expect(visibleBytes(bytes("\ufffd", 0x80))).toBe("\ufffd\\x80"));

  it("shows any bytes without an unseen character", () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (line) => {
        expect(visibleBytes(line)).not.toMatch(unseen);
      }),
      { numRuns: 2000 },
    ));

  it("agrees with the platform's decoder on valid text that is printable", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const printable = text.replace(/[\p{C}\p{Zl}\p{Zp}\p{DI}\p{M}\u2800]/gu, "");
        expect(visibleBytes(new TextEncoder().encode(printable))).toBe(printable);
      }),
    ));
});
