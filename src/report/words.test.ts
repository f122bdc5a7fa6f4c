import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { everythingReport } from "../../test/golden/random-report.ts";
import { en } from "./en.ts";
import { ja } from "./ja.ts";
import { renderTextReport } from "./text-report.ts";

const room = new URL(".", import.meta.url).pathname;
const source = readdirSync(room, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !["en.ts", "ja.ts", "words.ts"].includes(file))
  .map((file) => readFileSync(room + file, "utf8"))
  .join("\n");

/** `words.labels.time`, or `time` taken out of `words.labels` by name. */
const isUsed = (group: string, key: string): boolean =>
  new RegExp(`\\b${group}\\.${key}\\b`).test(source) || new RegExp(`\\{[^{}]*\\b${key}\\b[^{}]*\\} = (\\w+\\.)*${group};`).test(source);

const flat = (text: string): string => text.replace(/\s+/g, "");

describe.each([
  ["en", en],
  ["ja", ja],
] as const)("the dictionary %s", (lang, words) => {
  it("has no entry that no report uses", () => {
    const groups = { words, labels: words.labels, headings: words.headings, overview: words.overview };
    for (const [group, entries] of Object.entries(groups)) expect(Object.keys(entries).filter((key) => !isUsed(group, key))).toEqual([]);
  });

  it("says every class, verdict, measure, reason and gap of the closed lists", () => {
    const text = flat(renderTextReport(everythingReport, { lang, color: false, width: 200 }));
    for (const group of [
      words.classes,
      words.verdicts,
      words.measures,
      words.reasons,
      words.gaps,
      words.notProposed,
      words.sureness,
      words.nothingProposed,
      words.mend,
    ])
      for (const [key, entry] of Object.entries(group)) expect(text, key).toContain(flat(entry));
  });

  it("has a headline of its own for every class", () => {
    const facts = { what: "WHAT", where: "WHERE", since: "SINCE" };
    const sentences = Object.values(words.headlines).map((headline) => headline(facts));
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).toMatch(/WHERE.*SINCE|SINCE.*WHERE/);
  });
});
