import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { DenyList } from "../../domain/deny-list.ts";
import type { NoticeLanguage } from "../../ports/notice-language.ts";
import { html } from "../../report/html.ts";
import { type ComposedPage, composePage } from "../../report/notice/compose-page.ts";
import { createRateLimit } from "../api/rate-limit.ts";
import { answerForm, readAnswerForm } from "./answer-form.ts";
import { registerCheckPage } from "./check-page.ts";
import { denyTable } from "./deny-table.ts";
import { openSeal, sealForm } from "./form-seal.ts";
import { heldForm, heldSealOf, takeHeldForm } from "./held-form.ts";
import { notFoundPage } from "./not-found-page.ts";
import { panelResponse } from "./panel-frame.ts";
import { languageFor, switchesOf } from "./panel-languages.ts";
import type { OpenedLink, PanelParts } from "./panel-parts.ts";

/** The customer's pages, to be served by whatever speaks HTTP. */
export interface Panel {
  readonly fetch: (request: Request) => Promise<Response>;
}

const mostBodyBytes = 128 * 1024;

/** Whoever works through several conditions sends some; nobody sends more. */
const answersPerMinute = 6;

type Said = keyof ComposedPage["words"]["said"];

/** A customer whose list cannot be read now still gets their page. */
const denyListFor = async ({ denyListOf, onFailure }: PanelParts, site: string | null): Promise<DenyList | null> => {
  if (site === null) return null;
  return denyListOf(site).catch((error: unknown) => {
    onFailure(error);
    return null;
  });
};

const casePage = async (parts: PanelParts, { link, language, said }: ShownPage, status = 200): Promise<Response> => {
  const page = composePage(language, link.view, parts.host);
  const held = await heldForm(parts, link, language);
  const denied = denyTable(language, await denyListFor(parts, link.case.claim.site));
  const body = html`<p class="soft">${page.asOf}</p>
${said === null ? null : html`<section class="said" role="status"><p>${page.words.said[said]}</p></section>`}
<section>${page.opening}</section>
<section>${page.asked}</section>
${answerForm(page, sealForm(parts.key, link.letter, parts.clock.now()))}
${held}
<section>${page.rest}</section>
${denied}
<section><h2>${language.headings.genuine}</h2><p>${page.genuine}</p><p><a href="../?lang=${language.code}">${page.words.notFound.check}</a></p></section>`;
  return panelResponse(
    { language: language.code, title: page.title, operator: parts.operator.name, switches: switchesOf(parts, language), body },
    status,
  );
};

interface ShownPage {
  readonly link: OpenedLink;
  readonly language: NoticeLanguage;
  readonly said: Said | null;
}

/** Takes a form, of which a page has up to two; returns what is said of it. One of another page or of yesterday does nothing. */
const takeForm = async (parts: PanelParts, shown: Omit<ShownPage, "said">, text: string): Promise<Said> => {
  const fields = new URLSearchParams(text);
  if (fields.get("held") !== "deliver") return takeAnswer(parts, shown, fields);
  const given = { seal: fields.get("seal") ?? "", now: parts.clock.now() };
  return openSeal(parts.key, heldSealOf(shown.link), given) === null ? "stale" : takeHeldForm(parts, shown.link);
};

/** Takes an answer; returns what is said of it. A form of another page or of yesterday does nothing, and one that is sent twice counts once. */
const takeAnswer = async (parts: PanelParts, { link, language }: Omit<ShownPage, "said">, fields: URLSearchParams): Promise<Said> => {
  const form = readAnswerForm(fields, composePage(language, link.view, parts.host));
  const seal = openSeal(parts.key, link.letter, { seal: form.seal, now: parts.clock.now() });
  if (seal === null) return "stale";
  if (form.claims.length === 0 && form.text === "") return "empty";
  await parts.takeRemediation({
    id: `page:${link.letter}:${seal}`,
    caseId: link.case.id,
    // Who holds the link is not known to be who it was sent to: it adds claims, and stops no clock.
    by: { kind: "customer", address: `page of ${link.letter}`, verified: false },
    ...{ claims: form.claims, text: form.text, lawful: false },
  });
  return "taken";
};

/** What was done is said after a turn to the page itself, so that a page that is loaded anew sends nothing again. */
const done = ["taken", "delivered"] as const satisfies readonly Said[];
const saidOf = (text: string | undefined): Said | null => done.find((one) => one === text) ?? null;

/** The customer's page at `/c/CASE/SIGNATURE`, and the check of a notice at `/c/`. A GET changes nothing: mail scanners follow links. */
export const createPanel = (parts: PanelParts): Panel => {
  const app = new Hono();
  const limit = createRateLimit(answersPerMinute);
  const lost = (asked: string | undefined): Response => notFoundPage(parts, asked);
  const limitBody = bodyLimit({ maxSize: mostBodyBytes, onError: () => lost(undefined) });
  registerCheckPage(app, parts);
  app.get("/c/:case/:signature", async (context) => {
    const link = await parts.openLink(context.req.param("case"), context.req.param("signature"));
    const asked = context.req.query("lang");
    if (link === null) return lost(asked);
    return casePage(parts, { link, language: languageFor(parts, asked, link.language), said: saidOf(context.req.query("said")) });
  });
  app.post("/c/:case/:signature", limitBody, async (context) => {
    const link = await parts.openLink(context.req.param("case"), context.req.param("signature"));
    const asked = context.req.query("lang");
    if (link === null || context.req.header("sec-fetch-site") === "cross-site") return lost(asked);
    const language = languageFor(parts, asked, link.language);
    if (limit.take(link.letter, parts.clock.now()) !== null) return casePage(parts, { link, language, said: "too-many" }, 429);
    const said = await takeForm(parts, { link, language }, await context.req.text());
    if (saidOf(said) === null) return casePage(parts, { link, language, said }, 422);
    return new Response(null, { status: 303, headers: { location: `?lang=${language.code}&said=${said}`, "cache-control": "no-store" } });
  });
  app.notFound((context) => lost(context.req.query("lang")));
  app.onError((error, context) => {
    parts.onFailure(error);
    return notFoundPage(parts, context.req.query("lang"), 500);
  });
  return { fetch: async (request) => app.fetch(request) };
};
