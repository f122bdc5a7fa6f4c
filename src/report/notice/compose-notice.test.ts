import { describe, expect, it } from "vitest";
import { besideViews, containedView, inLanguage, kindViews, toldClasses } from "../../../test/golden/notice-views.ts";
import { noticeLanguages } from "../../catalog/index.ts";
import { claimByPerson } from "../../domain/case/claim-by-person.ts";
import { composeNotice } from "./compose-notice.ts";

const golden = (language: string, name: string): string => `../../../test/golden/notices/${language}/${name}`;

const asMail = ({ subject, text }: { readonly subject: string; readonly text: string }): string => `Subject: ${subject}\n\n${text}`;

describe.each(noticeLanguages.map((language) => ({ language, code: language.code })))("a notice in $code", ({ language, code }) => {
  it.each(toldClasses)("of a contained %s reads as agreed", async (kind) => {
    await expect(asMail(composeNotice(language, inLanguage(containedView(kind), code)))).toMatchFileSnapshot(
      golden(code, `class-${kind}.txt`),
    );
  });

  it.each(Object.entries(kindViews))("that tells %s reads as agreed", async (kind, view) => {
    await expect(asMail(composeNotice(language, inLanguage(view, code)))).toMatchFileSnapshot(golden(code, `kind-${kind}.txt`));
  });

  it.each(Object.entries(besideViews))("that tells %s while another case holds something reads as agreed", async (kind, view) => {
    await expect(asMail(composeNotice(language, inLanguage(view, code)))).toMatchFileSnapshot(golden(code, `beside-${kind}.txt`));
  });

  it("says at least where some of what was stopped may have gone uncounted, and only of that", () => {
    const view = kindViews["made-good"];
    const containments = view.case.containments.map((one) =>
      one.measure === "hold-mail" || !one.stopped ? one : { ...one, stopped: { ...one.stopped, isLeast: true } },
    );
    const flatOf = (told: typeof view): string => composeNotice(language, inLanguage(told, code)).text.replaceAll(/\s+/g, "");
    const [exact, least, held] =
      code === "ja"
        ? ["拒否したアクセス：1,284件", "拒否したアクセス：少なくとも1,284件", "保留したメール：37通"]
        : ["refusedinthattime:1,284.", "refusedinthattime:atleast1,284.", "heldinthattime:37."];
    expect(flatOf(view)).toContain(exact);
    const told = flatOf({ ...view, case: { ...view.case, containments } });
    expect(told).toContain(least);
    expect(told).toContain(held);
  });

  it("tells how much was held at least by what was on hold at the end, where no server counted", () => {
    const view = kindViews["made-good"];
    const held = { delivered: 12, left: { caused: 24, "not-caused": 0, unknown: 1 } };
    const containments = view.case.containments.map(({ stopped: _, ...one }) => (one.measure === "hold-mail" ? { ...one, held } : one));
    const flat = composeNotice(language, inLanguage({ ...view, case: { ...view.case, containments } }, code)).text.replaceAll(/\s+/g, "");
    expect(flat).toContain(code === "ja" ? "保留したメール：少なくとも37通" : "heldinthattime:atleast37.");
    expect(flat).toContain(code === "ja" ? "一部の措置については、止めた数の記録がサーバーになく" : "Forapartofwhatwedidwecannottell");
  });

  it("of a release tells what was let go and what is still on hold, and does not call that delivered", () => {
    const view = kindViews["made-good"];
    if (view === undefined) throw new Error("no such view");
    const held = { delivered: 12, left: { caused: 24, "not-caused": 0, unknown: 1 } };
    const containments = view.case.containments.map((one) => (one.measure === "hold-mail" ? { ...one, held } : one));
    const { text } = composeNotice(language, inLanguage({ ...view, case: { ...view.case, containments } }, code));
    const flat = text.replaceAll(/\s+/g, "");
    expect(flat).toMatch(
      code === "ja" ? /お届けした、お客様ご自身のメール：12通.*保留しているメール：25通/ : /deliveredattheend:12\..*wecannottell:25\./,
    );
    expect(flat).not.toMatch(/失われておらず|theyarebeingdelivered/);
  });

  it("of a case that a person opened says so, and does not say that the logs show nothing", () => {
    const view = containedView("form-relay");
    const { host, account, site, firstSeen: at } = view.case.claim;
    const claim = claimByPerson({ class: "form-relay", host, account, site, mailbox: null, at });
    const { text } = composeNotice(language, inLanguage({ ...view, case: { ...view.case, claim } }, code));
    const flat = text.replaceAll(/\s+/g, " ");
    expect(flat).toMatch(code === "ja" ? /当社の担当者が確認し/ : /Seen by a person of our staff/);
    expect(flat).not.toMatch(/Mail log:|Access log:|アクセスの記録：|メールの記録：/);
  });

  it("of what meets visitors from abroad names who came regularly before, without the end of an address", async () => {
    const { case: one, ...view } = containedView("form-relay");
    const from = { days: 14, requests: 21, firstSeen: "2026-02-09T03:00:00+09:00" };
    const sources = [
      { ...from, cidr: "203.0.113.20", addresses: ["203.0.113.20"], endpoints: [{ method: "POST", path: "/wc-api/payment", query: null }] },
      { ...from, cidr: "2001:db8:2::/48", addresses: [], endpoints: [{ method: "POST", path: "/health", query: null }] },
    ];
    const told = { ...view, case: { ...one, claim: { ...one.claim, proposedExceptions: { isPastLongEnough: true, sources } } } };
    const made = composeNotice(language, inLanguage(told, code));
    await expect(asMail(made)).toMatchFileSnapshot(golden(code, "regular-visitors.txt"));
    for (const text of [made.text, made.html]) {
      expect(text).toContain("203.0.113.***");
      expect(text).not.toContain("203.0.113.20");
    }
    const lifted = one.containments.map((held) => ({ ...held, state: "lifted" as const }));
    const after = { ...told, case: { ...told.case, containments: lifted } };
    expect(composeNotice(language, inLanguage(after, code)).text).not.toContain("203.0.113.***");
  });

  it("has an HTML twin that reads as agreed", async () => {
    await expect(composeNotice(language, inLanguage(containedView("form-relay"), code)).html).toMatchFileSnapshot(
      golden(code, "class-form-relay.html"),
    );
  });
});
