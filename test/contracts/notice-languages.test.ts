import { describe, expect, it } from "vitest";
import { noticeLanguages } from "../../src/catalog/index.ts";
import { abuseClasses } from "../../src/domain/abuse-class.ts";
import { requirementIds } from "../../src/domain/case/requirement.ts";
import { measures } from "../../src/domain/measure.ts";
import { siteProducts } from "../../src/domain/site-product.ts";
import { textWidth } from "../../src/kit/terminal-text.ts";
import type { NoticeFacts, TargetFacts } from "../../src/ports/notice-language.ts";

const facts: TargetFacts = {
  class: "form-relay",
  place: "shop.example",
  isByStrangers: true,
  account: "u10123",
  mailbox: null,
  layer: "form",
  endpoint: "POST /contact/",
  path: "/contact/",
  file: null,
  product: "other",
  home: "Japan",
  networks: null,
  perHour: null,
};

/** The facts of cases that know less, and of such that know more. */
const variants: readonly TargetFacts[] = abuseClasses.flatMap((kind) =>
  siteProducts.flatMap((product) => [
    { ...facts, class: kind, product },
    { ...facts, class: kind, product, mailbox: "info@shop.example", file: "/home/u10123/a.php", layer: "smtp-auth" as const },
    { ...facts, class: kind, product, account: null, endpoint: null, path: null, home: null, layer: "login" as const },
  ]),
);

/** All texts of a plug that depend on nothing but the facts. */
const textsOf = (value: unknown, given: NoticeFacts): readonly string[] => {
  if (typeof value === "string") return [value];
  if (typeof value === "function") return textsOf(value(given), given);
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap((each) => textsOf(each, given));
};

describe.each(noticeLanguages.map((language) => [language.code, language] as const))("the notice language %s", (_code, language) => {
  it("is a tag that the platform knows, of a width that a mail can have", () => {
    expect(Intl.getCanonicalLocales(language.code)).toEqual([language.code]);
    expect(language.columns).toBeGreaterThanOrEqual(60);
    expect(language.columns).toBeLessThanOrEqual(76);
  });

  it.each(measures)("says of %s in a few words what it does to whom", (measure) => {
    const words = language.measures[measure];
    expect(textWidth(words.short)).toBeLessThanOrEqual(36);
    expect(words.search.length).toBeLessThanOrEqual(50);
    for (const given of variants) {
      expect(words.reach(given).length).toBeLessThanOrEqual(100);
      expect(words.works(given).site.length).toBeGreaterThan(0);
      expect(words.works(given).mail.length).toBeGreaterThan(0);
    }
  });

  it.each(requirementIds)("says of %s a condition, the first thing to do and, where there is something to do, how", (id) => {
    const words = language.requirements[id];
    for (const given of variants) {
      expect(words.condition(given).length).toBeGreaterThan(10);
      expect(words.first(given).length).toBeLessThanOrEqual(70);
      expect(words.steps(given).length > 0).toBe(id !== "harm-stopped");
      expect(textWidth(words.title(given))).toBeLessThanOrEqual(30);
    }
  });

  it("has a sentence of its own for each class, about the place in question", () => {
    const sentences = abuseClasses.map((kind) => language.happened[kind]({ ...facts, class: kind }));
    expect(new Set(sentences).size).toBe(abuseClasses.length);
    for (const sentence of sentences) expect(sentence).toContain("shop.example");
    expect(new Set(abuseClasses.map((kind) => language.seen[kind]({ ...facts, class: kind }))).size).toBe(abuseClasses.length);
  });

  it("leaves no hole where a case does not know something, and no text that a mail cannot carry", () => {
    const parts = [language.causes, language.happened, language.seen, language.measures, language.requirements, language.open];
    for (const given of variants) {
      for (const text of textsOf(parts, given)) {
        expect(text).not.toMatch(/null|undefined|NaN|\[object|\p{C}/u);
        expect(text).toBe(text.trim().normalize("NFC"));
      }
    }
  });

  it("writes moments and spans for people", () => {
    const moment = { year: 2026, month: 3, day: 1, weekday: 0, hour: 5, minute: 7 };
    expect(language.moment(moment)).toMatch(/2026/);
    expect(language.clock(moment)).toMatch(/5:07/);
    expect(new Set([1, 59, 60, 61, 90, 1_440, 2_880, 4_320, 10_080].map(language.span)).size).toBe(9);
    for (const minutes of [1, 60, 90, 1_440, 4_320]) expect(language.span(minutes)).not.toMatch(/NaN|\./);
  });
});
