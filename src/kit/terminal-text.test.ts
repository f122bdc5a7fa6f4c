import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { padText, textWidth, truncateText, wrapText } from "./terminal-text.ts";

const shownText = fc
  .array(
    fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 12 }),
      fc.constantFrom(" ", "日本語、", "（か）", "POST /contact/", "e\u0301", "한국"),
    ),
  )
  .map((parts) => parts.join("").replace(/[\p{C}\p{Zl}\p{Zp}\p{DI}]/gu, ""));

describe("textWidth", () => {
  it.each([
    ["", 0],
    ["abc", 3],
    ["日本", 4],
    ["ｱﾊﾟｰﾄ", 5],
    ["ＡＢ", 4],
    ["「、」", 6],
    ["e\u0301", 1],
    ["한국", 4],
    ["\u1112\u1161\u11ab", 2],
    ["😀", 2],
    ["👩‍💻", 2],
    ["🇯🇵", 2],
    ["❤\ufe0f", 2],
    ["█▁…─", 4],
    ["é", 1],
  ])("of %s is %d columns", (text, columns) => expect(textWidth(text)).toBe(columns));
});

it("finds the same characters with and without the segmenter", () =>
  fc.assert(
    fc.property(fc.array(fc.constantFrom("a", "日", "か", "ガ", "、", "█", "─", "（", "～", " "), { maxLength: 30 }), (chars) => {
      // The accent takes no column of its own, and sends the text through the segmenter.
      const joined = textWidth(`${chars.join("")}e\u0301`);
      expect(joined).toBe(textWidth(chars.join("")) + 1);
    }),
  ));

describe("truncateText", () => {
  it("leaves what fits and marks what it cut", () => {
    expect(truncateText("日本語", 6)).toBe("日本語");
    expect(truncateText("日本語", 5)).toBe("日本…");
    expect(truncateText("日本語", 4)).toBe("日…");
    expect(truncateText("abcdef", 4)).toBe("abc…");
    expect(truncateText("abc", 0)).toBe("");
  });

  it("never exceeds the width", () =>
    fc.assert(fc.property(shownText, fc.integer({ min: 1, max: 40 }), (text, width) => textWidth(truncateText(text, width)) <= width)));
});

describe("padText", () => {
  it("fills up to the columns a person sees", () => {
    expect(padText("日本", 6)).toBe("日本  ");
    expect(padText("12", 4, "start")).toBe("  12");
    expect(padText("日本語", 4)).toBe("日本語");
  });
});

describe("wrapText", () => {
  it("breaks at spaces", () => expect(wrapText("one two three", 8)).toEqual(["one two", "three"]));
  it("breaks between wide characters and keeps closing signs with what they close", () =>
    expect(wrapText("日本語、です（例）。", 8)).toEqual(["日本語、", "です", "（例）。"]));
  it("never begins a line with a comma or full stop in Japanese", () => {
    for (let width = 6; width < 30; width++)
      for (const line of wrapText("確認しました、これは「例」です。次に、進みます。", width)) expect(line).not.toMatch(/^[、。」]/u);
  });
  it("cuts a word only where it alone is wider than the line", () =>
    expect(wrapText("a /very/long/path/of/one/word b", 10)).toEqual(["a", "/very/long", "/path/of/o", "ne/word b"]));
  it("gives one empty line for empty text", () => expect(wrapText("", 10)).toEqual([""]));

  it("loses nothing but spaces and never exceeds the width", () =>
    fc.assert(
      fc.property(shownText, fc.integer({ min: 2, max: 60 }), (text, width) => {
        const lines = wrapText(text, width);
        for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
        expect(lines.join("").replace(/\s/gu, "")).toBe(text.replace(/\s/gu, ""));
      }),
      { numRuns: 1000 },
    ));
});
