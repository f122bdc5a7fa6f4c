import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { containedView, kindViews } from "../../../test/golden/notice-views.ts";
import { allViews, measureSets, viewWithCounts, viewWithMeasures, viewWithText } from "../../../test/golden/random-notice.ts";
import { hostileTexts } from "../../../test/golden/random-report.ts";
import { noticeLanguages } from "../../catalog/index.ts";
import { textWidth } from "../../kit/terminal-text.ts";
import type { NoticeLanguage } from "../../ports/notice-language.ts";
import { composeNotice } from "./compose-notice.ts";
import { noticeFacts } from "./notice-facts.ts";
import { createNoticeFormats } from "./notice-formats.ts";
import { limitWords } from "./notice-limits.ts";

const unseen = /[\p{C}\p{Zl}\p{Zp}\p{DI}]/u;
const anyLanguage = fc.constantFrom(...noticeLanguages);
const anyView = fc.constantFrom(...allViews);
const anyText = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: "binary", maxLength: 400 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.constantFrom("w".repeat(5_000), "全".repeat(5_000), "a@b.example ".repeat(500), ""),
);

/** Tags in order with the names of their attributes. */
const structure = (html: string): readonly string[] => Array.from(html.matchAll(/<[^>]*>/g), ([tag]) => tag.replace(/"[^"]*"/g, '""'));

/** No measure at all, and those sets of measures that take most words: an opening is as long as its parts together. */
const wordiest = (language: NoticeLanguage): typeof measureSets => {
  const view = containedView("form-relay");
  const facts = noticeFacts(view, createNoticeFormats(language, view.timezone, view.at));
  const words = (held: (typeof measureSets)[number]): number => {
    const { reach, search } = limitWords(viewWithMeasures(view, held), language, facts);
    return reach.length + search.length;
  };
  return [[], ...measureSets.toSorted((a, b) => words(b) - words(a)).slice(0, 6)];
};

/** All that stands before the first heading. */
const openingOf = (text: string, { headings, signs }: NoticeLanguage): string =>
  text.slice(0, text.indexOf(`${signs.heading}${headings.case}`)).trimEnd();

const headings = (text: string, { signs }: NoticeLanguage): number =>
  text.split("\n").filter((line) => (signs.underline === null ? line.startsWith(signs.heading) : /^-+$/.test(line))).length;

describe("whatever stands in a log or a name, a notice", () => {
  it("has a subject of one line that hides nothing and is no longer than any server takes", () =>
    fc.assert(
      fc.property(anyLanguage, anyView, anyText, (language, view, text) => {
        const { subject } = composeNotice(language, viewWithText(view, text));
        expect(subject).not.toMatch(unseen);
        expect(textWidth(subject)).toBeLessThanOrEqual(150);
      }),
      { numRuns: 60 },
    ));

  it("keeps to its lines: none too wide, none hidden, none added under a heading of its own", () =>
    fc.assert(
      fc.property(anyLanguage, anyView, anyText, (language, view, text) => {
        const made = composeNotice(language, viewWithText(view, text));
        for (const line of made.text.split("\n")) {
          expect(line).not.toMatch(unseen);
          expect(textWidth(line)).toBeLessThanOrEqual(language.columns);
        }
        expect(headings(made.text, language)).toBe(headings(composeNotice(language, viewWithText(view, "x")).text, language));
      }),
      { numRuns: 60 },
    ));

  it("has HTML of our own making only, which fetches and runs nothing", () =>
    fc.assert(
      fc.property(anyLanguage, anyView, anyText, (language, view, text) => {
        const { html } = composeNotice(language, viewWithText(view, text));
        expect(structure(html).toSorted()).toEqual(structure(composeNotice(language, viewWithText(view, "x")).html).toSorted());
        expect(structure(html).join("")).not.toMatch(/<(script|img|link|iframe|object|form|style|svg)| src=| on[a-z]+=|<a/i);
      }),
      { numRuns: 60 },
    ));

  it("quotes no address of a person and no whole address of a visitor", () => {
    for (const language of noticeLanguages) {
      const view = containedView("form-relay");
      const line = "203.0.113.77 /?q=secret to=<kari.lind@victim.example>";
      const evidence = view.case.claim.evidence.map((one) => ({ ...one, line }));
      const { text, html } = composeNotice(language, { ...view, case: { ...view.case, claim: { ...view.case.claim, evidence } } });
      expect(text).toContain("***@victim.example");
      expect(text + html).not.toMatch(/kari|113\.77|secret/);
    }
  });
});

describe.each(noticeLanguages.map((language) => [language.code, language] as const))("the first 400 characters (%s)", (_code, language) => {
  const long = { name: "名前".repeat(60), site: `${"long-name-".repeat(20)}.example` };
  const ordinary = Object.values(kindViews);

  it("hold who reaches the site, search engines, what to do first and when it ends, whatever is in force", () => {
    const wordy = wordiest(language);
    for (const view of allViews) {
      for (const held of wordy) {
        const { text } = composeNotice(language, viewWithMeasures(view, held));
        const opening = openingOf(text, language);
        for (const label of Object.values(language.opening).slice(0, 4)) expect(opening).toContain(label + language.signs.colon.trimEnd());
        expect(opening.length, `${view.tells.join()} ${held.join()}\n${opening}`).toBeLessThanOrEqual(400);
      }
    }
  });

  it("hold it for the longest names as well", () => {
    for (const view of ordinary) {
      const claim = { ...view.case.claim, site: long.site };
      const { text } = composeNotice(language, { ...view, contactName: long.name, case: { ...view.case, claim } });
      expect(openingOf(text, language).length, openingOf(text, language)).toBeLessThanOrEqual(400);
    }
  });
});

describe("the figures of a notice", () => {
  const count = fc.integer({ min: 1_000_000, max: 999_999_999 });
  const counts = fc.record({
    requests: count,
    refusedRequests: count,
    foreignRequests: count,
    sources: count,
    messages: count,
    recipients: count,
    foreignRecipients: count,
    bounced: count,
  });

  it("are those of the case, all of them and no others, in text and in HTML", () =>
    fc.assert(
      fc.property(anyLanguage, fc.constantFrom(...Object.values(kindViews)), counts, count, (language, view, seen, messages) => {
        const uncounted = view.case.containments.map(({ stopped: _, ...one }) => one);
        const made = composeNotice(language, viewWithCounts({ ...view, case: { ...view.case, containments: uncounted } }, seen, messages));
        for (const text of [made.text, made.html]) {
          const shown = Array.from(text.matchAll(/\d{1,3}(?:,\d{3}){2,}/g), ([number]) => Number(number.replaceAll(",", "")));
          expect(shown.toSorted()).toEqual([...Object.values(seen), messages].toSorted());
        }
      }),
      { numRuns: 100 },
    ));

  it("never round up to all", () => {
    const view = containedView("form-relay");
    const cause = { ...view.case.claim.cause, explains: { messages: 99_999, share: 0.99999, byChance: null } };
    for (const language of noticeLanguages) {
      const { text } = composeNotice(language, { ...view, case: { ...view.case, claim: { ...view.case.claim, cause } } });
      expect(text).toContain("99.9%");
      expect(text).not.toContain("100%");
    }
  });
});

describe("a notice of several changes", () => {
  it("leads with what still holds", () => {
    const [en] = noticeLanguages as readonly [NoticeLanguage];
    const released = { ...kindViews.released, tells: ["contained", "watching", "released"] as const };
    expect(composeNotice(en, released).subject).toMatch(/lifted/);
    const back = { ...kindViews.relapsed, tells: ["watching", "relapsed"] as const };
    expect(composeNotice(en, back).subject).toMatch(/started again/);
    const watching = { ...kindViews.watching, tells: ["contained", "checked", "watching"] as const };
    expect(composeNotice(en, watching).subject).toMatch(/we are watching/);
  });

  it("never says of one moment both that nothing is limited and that something is", () => {
    const [en] = noticeLanguages as readonly [NoticeLanguage];
    const { text } = composeNotice(en, containedView("form-relay"));
    expect(text).not.toContain("we have done nothing");
  });
});

describe("a notice without links", () => {
  it("can still be answered and checked", () => {
    for (const language of noticeLanguages) {
      const view = { ...containedView("form-relay"), links: { page: "javascript:alert(1)", genuine: null } };
      const { text, html } = composeNotice(language, view);
      expect(text + html).not.toMatch(/javascript|https:\/\/desk/);
      expect(text).toContain("⇒");
      expect(text).toContain(language.genuine.never.slice(0, 20));
    }
  });
});
