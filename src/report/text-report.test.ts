import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyReport, hostileTexts, withText } from "../../test/golden/random-report.ts";
import { busyReport, quietReport, storyReport } from "../../test/golden/story-report.ts";
import { textWidth } from "../kit/terminal-text.ts";
import { renderTextReport } from "./text-report.ts";

const languages = ["ja", "en"] as const;
const golden = (name: string): string => `../../test/golden/${name}.txt`;
const unseen = /[\p{C}\p{Zl}\p{Zp}\p{DI}]/u;
const ownColor = new RegExp(`${String.fromCharCode(27)}\\[\\d{1,2}m`, "g");
/** Our own colours: an escape with one number, never more. */
const withoutColor = (text: string): string => text.replace(ownColor, "");

describe("the report for a terminal", () => {
  for (const lang of languages)
    for (const width of [80, 120])
      it(`of the story reads as agreed in ${lang} at ${width} columns`, async () => {
        await expect(renderTextReport(storyReport, { lang, color: false, width })).toMatchFileSnapshot(golden(`story-${lang}-${width}`));
      });

  it.each(languages)("of three cases ends in a table of all cases (%s)", async (lang) => {
    await expect(renderTextReport(busyReport, { lang, color: false, width: 80 })).toMatchFileSnapshot(golden(`busy-${lang}-80`));
  });

  it.each(languages)("says plainly that nothing was found, in what, and what could not be judged (%s)", async (lang) => {
    await expect(renderTextReport(quietReport, { lang, color: false, width: 80 })).toMatchFileSnapshot(golden(`quiet-${lang}-80`));
  });

  it("names verdict, way in, account, site, time and confidence in its first sentence", () => {
    const text = renderTextReport(storyReport, { lang: "en", color: false, width: 200 });
    expect(text).toContain(
      "Abuse: the contact form POST /contact/ of shop.example (account u10123) has been used to relay spam since 1 March 2026 05:21 (almost certain, 98%).",
    );
  });

  it("does not claim that no mail was sent where no mail log was read", () => {
    const [found] = busyReport.cases.slice(1);
    if (found === undefined) throw new Error("the fixture lacks its flood");
    const report = { ...storyReport, cases: [found], gaps: [{ code: "no-mail-log" as const, detail: null }] };
    const text = renderTextReport(report, { lang: "en", color: false, width: 120 });
    expect(text).toContain("No mail log was read, so whether mail was sent cannot be told.");
    expect(text).not.toContain("No mail belongs to this case");
  });

  it("does not call anyone foreign where the home country is not set", () => {
    const cases = storyReport.cases.map((found) => ({ ...found, counts: { ...found.counts, foreignRequests: 0 } }));
    const text = renderTextReport(
      { ...storyReport, cases, home: null, gaps: [{ code: "home-unknown", detail: null }] },
      { lang: "en", color: false, width: 120 },
    );
    expect(text).toContain("417 addresses; not known how many from abroad");
  });

  it("says in colour what it says without", () => {
    for (const lang of languages) {
      const plain = renderTextReport(busyReport, { lang, color: false, width: 80 });
      const colored = renderTextReport(busyReport, { lang, color: true, width: 80 });
      expect(colored).not.toBe(plain);
      expect(withoutColor(colored)).toBe(plain);
    }
  });

  it("keeps every line within any width from 40 to 200 columns, whatever the report holds", () =>
    fc.assert(
      fc.property(anyReport, fc.integer({ min: 40, max: 200 }), fc.constantFrom(...languages), (report, width, lang) => {
        for (const line of renderTextReport(report, { lang, color: false, width }).split("\n")) {
          expect(textWidth(line), line).toBeLessThanOrEqual(width);
          expect(line).not.toMatch(unseen);
        }
      }),
      { numRuns: 150 },
    ));

  it.each(languages)("keeps the story within every width from 40 to 200 columns (%s)", (lang) => {
    for (let width = 40; width <= 200; width++)
      for (const line of renderTextReport(busyReport, { lang, color: false, width }).split("\n"))
        expect(textWidth(line), line).toBeLessThanOrEqual(width);
  });

  it("lets no hostile text reach the terminal but as visible characters, in colour as well", () => {
    for (const text of hostileTexts)
      for (const lang of languages)
        for (const line of withoutColor(renderTextReport(withText(busyReport, text), { lang, color: true, width: 80 })).split("\n"))
          expect(line).not.toMatch(unseen);
  });

  it("shows the attempt as an escape instead of hiding it", () => {
    const text = renderTextReport(withText(storyReport, "\x1b[2J\u202e"), { lang: "en", color: false, width: 120 });
    expect(text).toContain("\\x1b[2J\\u202e");
  });
});
