import type { NoticeLanguage } from "../../ports/notice-language.ts";
import { html, type Markup } from "../../report/html.ts";
import { createNoticeFormats } from "../../report/notice/notice-formats.ts";
import { sealForm } from "./form-seal.ts";
import type { OpenedLink, PanelParts } from "./panel-parts.ts";

type HeldParts = Pick<PanelParts, "heldOf" | "deliverOwn" | "onFailure" | "key" | "clock" | "timezone">;

/** What the form's seal is about: another than that of the answers on the same page. */
export const heldSealOf = ({ letter }: Pick<OpenedLink, "letter">): string => `${letter} held`;

/**
 * How much mail of the customer's is on hold, and the button that lets go of what is certainly their own. Null where nothing is held. A server
 * that does not answer is told to the operator; the page is shown all the same.
 */
export const heldForm = async (parts: HeldParts, link: OpenedLink, language: NoticeLanguage): Promise<Markup | null> => {
  const summary = await parts.heldOf(link.case.id).catch((error: unknown) => {
    parts.onFailure(error);
    return null;
  });
  if (summary === null || summary.count === 0 || summary.from === null || summary.to === null) return null;
  const { number, range } = createNoticeFormats(language, parts.timezone, parts.clock.now());
  const { heading, waiting, own, rest, send } = language.page.held;
  const { "not-caused": genuine } = summary.fates;
  const seal = sealForm(parts.key, heldSealOf(link), parts.clock.now());
  return html`<section id="held"><h2>${heading}</h2>
<p>${waiting(number(summary.count), ...range(summary.from, summary.to))}</p>
${
  genuine === 0
    ? null
    : html`<form method="post" action="?lang=${language.code}" accept-charset="utf-8"><p>${own(number(genuine))}</p>
<input type="hidden" name="held" value="deliver"><input type="hidden" name="seal" value="${seal}"><button type="submit">${send}</button></form>`
}
${summary.count === genuine ? null : html`<p class="note">${rest(number(summary.count - genuine))}</p>`}</section>`;
};

/** Lets go of what is certainly the customer's own; what the page says then. */
export const takeHeldForm = async (parts: HeldParts, link: OpenedLink): Promise<"delivered" | "nothing-held" | "held-failed"> => {
  try {
    const done = await parts.deliverOwn(link.case.id, { kind: "customer", address: `page of ${link.letter}`, verified: false });
    if (done.kind !== "done") return "nothing-held";
    return done.ends.some(({ outcome }) => outcome === "failed") ? "held-failed" : "delivered";
  } catch (error) {
    parts.onFailure(error);
    return "held-failed";
  }
};
