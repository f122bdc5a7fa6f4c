import { describe, expect, it } from "vitest";
import { detected, found, minute, monday, person, someFact } from "../../../test/case-builder.ts";
import { type Advanced, advance, begin } from "../../domain/case/advance.ts";
import type { Case } from "../../domain/case/case.ts";
import { caseDocument, caseSummary, containmentDocument, entryDocument } from "../../domain/case/case-document.ts";
import type { Entry } from "../../domain/case/entry.ts";
import type { Fact } from "../../domain/case/fact.ts";
import type { ProposedExceptions } from "../../domain/regular-source.ts";
import { textWidth } from "../../kit/terminal-text.ts";
import { caseListText } from "./case-list-text.ts";
import { caseText } from "./case-text.ts";
import { containmentListText } from "./containment-list-text.ts";
import { createDeskVoice } from "./desk-voice.ts";
import { entryText } from "./entry-text.ts";

/** A relay, contained, told, answered, checked, and released by a person. */
const live = (): { readonly one: Case; readonly entries: readonly Entry[] } => {
  let last: Advanced = begin(detected(monday));
  const entries = [...last.entries];
  const take = (fact: Fact): void => {
    last = advance(last.case, fact);
    entries.push(...last.entries);
  };
  const at = (minutes: number) => ({ at: monday + minutes * minute });
  take(someFact("receipt", { order: last.case.containments[0]?.id ?? "", outcome: "applied", proof: "403 from abroad" }, at(1)));
  take(someFact("decided", { decision: { verb: "tell" }, reason: "at once" }, { ...at(2), by: person }));
  take(someFact("notice-settled", { notice: last.case.notices[0]?.id ?? "", outcome: "sent", detail: "250 ok" }, at(3)));
  const claims = [{ requirement: "form-protected", claim: "done", text: "\u202e deleted \u001b[31m" } as const];
  take(
    someFact(
      "answered",
      { claims, text: "", lawful: true },
      { ...at(60), by: { kind: "customer", address: "a@b.example", verified: true } },
    ),
  );
  take(someFact("checked", { findings: [found(monday + 61 * minute, "form-protected", "not-met")] }, at(61)));
  take(someFact("decided", { decision: { verb: "release", second: null }, reason: "the page is gone" }, { ...at(70), by: person }));
  return { one: last.case, entries };
};

const { one, entries } = live();
const layout = { width: 80, color: false, now: monday + 80 * minute };

describe.each(["en", "ja"] as const)("the desk in %s", (lang) => {
  const voice = createDeskVoice(lang, "Asia/Tokyo");
  const shown = { case: caseDocument(one), entries: entries.map(entryDocument) };

  it("fits into the width and lets nothing from outside move what is seen", () => {
    for (const width of [60, 80, 120]) {
      const text =
        caseText(shown, voice, { ...layout, width }) + caseListText({ cases: [caseSummary(one)], next: null }, voice, { ...layout, width });
      for (const line of text.split("\n")) expect(textWidth(line), line).toBeLessThanOrEqual(width);
      for (const hidden of ["\u202e", "\u001b", "undefined"]) expect(text).not.toContain(hidden);
    }
  });

  it("tells state, measure, conditions and who decided", () => {
    const text = caseText(shown, voice, layout);
    for (const part of [
      one.id,
      "form-protected",
      "sato",
      "the page is gone",
      voice.words.states.released,
      voice.report.measures["deny-foreign-writes"],
    ])
      expect(text.replace(/\s+/g, "")).toContain(part.replace(/\s+/g, ""));
  });

  it("says of an answer whether it is the customer's own, and what speaks against it", () => {
    const answer = (by: Fact["by"]) => {
      const claims = [{ requirement: "form-protected", claim: "done", text: "deleted" } as const];
      const told = begin(detected(monday));
      const answered = advance(told.case, someFact("answered", { claims, text: "", lawful: false }, { at: monday + minute, by }));
      const document = caseDocument(answered.case);
      const claim = document.requirements.find(({ id }) => id === "form-protected")?.claim;
      return { claim, text: caseText({ case: document, entries: answered.entries.map(entryDocument) }, voice, { ...layout, width: 200 }) };
    };
    const doubted = answer({ kind: "customer", address: "a@b.example", verified: false, why: ["wrong-secret", "no-signature"] });
    expect(doubted.claim).toMatchObject({ verified: false, why: ["wrong-secret", "no-signature"] });
    expect(doubted.text.split(voice.words.genuine(false, "wrong-secret, no-signature"))).toHaveLength(3);
    const own = answer({ kind: "customer", address: "a@b.example", verified: true });
    expect(own.claim).toMatchObject({ verified: true, why: [] });
    expect(own.text.split(voice.words.genuine(true, ""))).toHaveLength(3);
    expect(answer(person).claim).toMatchObject({ verified: true });
  });

  it("lists who came regularly from abroad, or says why that cannot be told", () => {
    const address = "203.0.113.20";
    const regular = { cidr: address, addresses: [address], days: 14, requests: 21, firstSeen: new Date(monday).toISOString() };
    const endpoints = [{ method: "POST", path: "/wc-api/\u202epayment", query: null }];
    const textWith = (proposedExceptions: ProposedExceptions): string => {
      const told = { ...one, claim: { ...one.claim, proposedExceptions } };
      return caseText({ case: caseDocument(told), entries: [] }, voice, { ...layout, width: 200 });
    };
    const text = textWith({ isPastLongEnough: true, sources: [{ ...regular, endpoints }] });
    for (const part of [voice.report.headings.regulars, "203.0.113.20", "14", "21", "POST /wc-api/"]) expect(text).toContain(part);
    expect(text).not.toContain("\u202e");
    expect(textWith({ isPastLongEnough: false, sources: [] })).toContain(voice.report.regulars.shortPast("14"));
    expect(textWith({ isPastLongEnough: true, sources: [] })).not.toContain(voice.report.headings.regulars);
  });

  it("has a sentence without leftovers for each line of the timeline, as it is stored and as JSON", () => {
    for (const entry of entries) {
      expect(entryText(entry, voice)).toBe(entryText(entryDocument(entry), voice));
      expect(entryText(entry, voice)).not.toMatch(/undefined|NaN|: ?$/);
    }
  });

  it("marks what is late in a list, and says so where there is nothing", () => {
    const row = { ...caseSummary(one), waitingFor: "staff", until: new Date(monday).toISOString() } as const;
    expect(caseListText({ cases: [row], next: null }, voice, { ...layout, width: 140 })).toContain(voice.words.late("").trim());
    expect(caseListText({ cases: [], next: null }, voice, layout)).toBe(`${voice.words.noCases}\n`);
  });

  it("lists what is in force with its id and target", () => {
    const listed = one.containments.map((containment) => ({ ...containmentDocument(containment), caseId: one.id }));
    const text = containmentListText(listed, voice, { width: 200, color: false });
    expect(text).toContain(one.containments[0]?.id);
    expect(text).toContain("shop.example");
    expect(containmentListText([], voice, layout)).toBe(`${voice.words.noContainments}\n`);
  });
});
