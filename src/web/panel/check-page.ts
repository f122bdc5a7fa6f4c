import type { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Case } from "../../domain/case/case.ts";
import type { NoticeLanguage } from "../../ports/notice-language.ts";
import { html, type Markup } from "../../report/html.ts";
import { createNoticeFormats } from "../../report/notice/notice-formats.ts";
import { createRateLimit } from "../api/rate-limit.ts";
import { notFoundPage } from "./not-found-page.ts";
import { panelResponse } from "./panel-frame.ts";
import { languageFor, switchesOf } from "./panel-languages.ts";
import type { PanelParts } from "./panel-parts.ts";

type CheckParts = Pick<PanelParts, "languages" | "operator" | "clock" | "timezone" | "caseById">;

/** Of one case: a person who mistypes asks a few times; a program that tries account names gets nowhere. */
const perCaseAndMinute = 6;

/** Of all cases together. */
const perMinute = 120;

const mostBodyBytes = 4_096;

const longestField = 100;

/** What the check says. `at`: when the last notice was sent, epoch ms. */
type Answer = { readonly kind: "yes"; readonly at: number | null } | { readonly kind: "no" } | { readonly kind: "wait" };

const lastSent = ({ notices }: Case): number | null =>
  notices.reduce<number | null>(
    (latest, { state, settledAt }) => (state === "sent" && settledAt !== null ? Math.max(latest ?? 0, settledAt) : latest),
    null,
  );

/**
 * Number and account have to fit together, so that counting case numbers up tells nobody who has a case. The site's name is not asked for: it is
 * public, and would tell.
 */
const answerOf = async ({ caseById }: CheckParts, caseId: string, account: string): Promise<Answer> => {
  const one = /^[\w-]{1,40}$/.test(caseId) ? await caseById(caseId) : null;
  if (one === null || one.claim.account === null || one.claim.account !== account) return { kind: "no" };
  return { kind: "yes", at: lastSent(one) };
};

const answerMarkup = (parts: CheckParts, { page, ...language }: NoticeLanguage, answer: Answer): Markup => {
  const { moment } = createNoticeFormats({ page, ...language }, parts.timezone, parts.clock.now());
  switch (answer.kind) {
    case "yes":
      return html`<section class="said" role="status"><p>${page.check.yes(answer.at === null ? null : moment(answer.at))}</p></section>`;
    case "no":
      return html`<section class="no" role="status"><p>${page.check.no(parts.operator.contact)}</p></section>`;
    case "wait":
      return html`<section class="no" role="status"><p>${page.check.wait}</p></section>`;
  }
};

const formMarkup = ({ code, page: { check } }: NoticeLanguage): Markup => html`<section><p>${check.intro}</p>
<form method="post" action="?lang=${code}" accept-charset="utf-8">
<label for="case">${check.caseNumber}</label><input type="text" id="case" name="case" required maxlength="${longestField}" placeholder="2026-000123" autocomplete="off" inputmode="text">
<label for="account">${check.account}</label><input type="text" id="account" name="account" required maxlength="${longestField}" autocomplete="off" autocapitalize="none" spellcheck="false">
<button type="submit">${check.ask}</button>
</form></section>`;

const checkPage = (parts: CheckParts, language: NoticeLanguage, answer: Answer | null): Response => {
  const body = html`${answer === null ? null : answerMarkup(parts, language, answer)}${formMarkup(language)}`;
  const { title } = language.page.check;
  const page = { language: language.code, title, operator: parts.operator.name, switches: switchesOf(parts, language), body };
  return panelResponse(page, answer?.kind === "wait" ? 429 : 200);
};

/** The genuine check without a link: yes or no, and when the last notice went out. */
export const registerCheckPage = (app: Hono, parts: CheckParts): void => {
  const [limit, limitAll] = [createRateLimit(perCaseAndMinute), createRateLimit(perMinute)];
  const limitBody = bodyLimit({ maxSize: mostBodyBytes, onError: () => notFoundPage(parts, undefined) });
  for (const path of ["/c", "/c/"]) {
    app.get(path, (context) => checkPage(parts, languageFor(parts, context.req.query("lang")), null));
    app.post(path, limitBody, async (context) => {
      const fields = new URLSearchParams(await context.req.text());
      const [caseId = "", account = ""] = ["case", "account"].map((name) => (fields.get(name) ?? "").trim().slice(0, longestField));
      const now = parts.clock.now();
      const isTooMany = limitAll.take("all", now) !== null || limit.take(caseId, now) !== null;
      const answer: Answer = isTooMany ? { kind: "wait" } : await answerOf(parts, caseId, account);
      return checkPage(parts, languageFor(parts, context.req.query("lang")), answer);
    });
  }
};
