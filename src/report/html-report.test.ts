import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyReport, hostileTexts, withText } from "../../test/golden/random-report.ts";
import { busyReport, quietReport, storyReport } from "../../test/golden/story-report.ts";
import { renderHtmlReport } from "./html-report.ts";

const languages = ["ja", "en"] as const;
const golden = (name: string): string => `../../test/golden/${name}.html`;
const unseen = /[\p{C}\p{Zl}\p{Zp}\p{DI}]/u;

/** The tags in order with the names of their attributes: what a browser builds, without what it says. */
const structure = (document: string): string[] =>
  Array.from(document.replace(/<style>[^<]*<\/style>/, "").matchAll(/<[^>]*>/g), ([tag]) => tag.replace(/"[^"]*"/g, '""'));

describe("the HTML report", () => {
  it.each(languages)("of the story looks as agreed (%s)", async (lang) => {
    await expect(renderHtmlReport(storyReport, { lang })).toMatchFileSnapshot(golden(`story-${lang}`));
  });

  it.each(languages)("carries its language, forbids itself everything but styles, and asks for nothing (%s)", (lang) => {
    const document = renderHtmlReport(busyReport, { lang });
    expect(document).toContain(`<html lang="${lang}">`);
    expect(document).toContain("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    expect(document).not.toMatch(/<script|<link|<img|<iframe|<object|<form|@import|url\(| src=| on[a-z]+=/i);
    expect(Array.from(document.matchAll(/href="([^"]*)"/g), (match) => match[1])).toEqual(expect.arrayContaining(["#case-1"]));
    for (const [, address] of document.matchAll(/href="([^"]*)"/g)) expect(address).toMatch(/^#case-\d+$/);
  });

  it("opens and closes every element in order", () => {
    const empty = new Set(["meta", "!doctype"]);
    for (const report of [storyReport, busyReport, quietReport]) {
      const open: string[] = [];
      for (const tag of structure(renderHtmlReport(report, { lang: "en" }))) {
        const [, closing, name = ""] = /^<(\/?)([a-z0-9!]+)/i.exec(tag) ?? [];
        if (closing === "/") expect(open.pop()).toBe(name);
        else if (!empty.has(name)) open.push(name);
      }
      expect(open).toEqual([]);
    }
  });

  it("gives each id once and points only to ids that exist", () => {
    const document = renderHtmlReport(busyReport, { lang: "en" });
    const ids = Array.from(document.matchAll(/ id="([^"]*)"/g), (match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    const pointed = Array.from(document.matchAll(/ (?:aria-labelledby|href)="#?([^"]*)"/g), (match) => match[1] ?? "").flatMap((list) =>
      list.split(" "),
    );
    for (const id of pointed) expect(ids).toContain(id);
  });

  it("names its picture and gives its figures as a table", () => {
    const document = renderHtmlReport(storyReport, { lang: "en" });
    expect(document).toMatch(
      /role="img" aria-labelledby="case-1-title case-1-desc"><title id="case-1-title">Mail per hour<\/title><desc id="case-1-desc">/,
    );
    expect(document).toMatch(/<details><summary>The figures as a table<\/summary><div class="wide" tabindex="0"><table>/);
  });

  it.each(hostileTexts.map((text) => [JSON.stringify(text).slice(0, 50), text] as const))(
    "takes %s in any field as text alone",
    (_name, text) => {
      for (const lang of languages) {
        const document = renderHtmlReport(withText(busyReport, text), { lang });
        expect(structure(document)).toEqual(structure(renderHtmlReport(withText(busyReport, "x"), { lang })));
        for (const line of document.split("\n")) expect(line).not.toMatch(unseen);
      }
    },
  );

  it("takes any text in any field as text alone", () =>
    fc.assert(
      fc.property(anyReport, fc.constantFrom(...languages), (report, lang) => {
        const allowed =
          /^<(\/?(html|head|title|style|body|header|main|footer|article|section|div|span|p|b|h[1-4]|ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tr|th|td|a|code|pre|bdi|figure|figcaption|details|summary|svg|desc|rect|path)\b|!doctype html>|meta )/;
        for (const tag of structure(renderHtmlReport(report, { lang }))) expect(tag).toMatch(allowed);
      }),
      { numRuns: 100 },
    ));
});
