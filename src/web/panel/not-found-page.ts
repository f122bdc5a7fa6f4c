import { html } from "../../report/html.ts";
import { panelResponse } from "./panel-frame.ts";
import { languageFor, switchesOf } from "./panel-languages.ts";
import type { PanelParts } from "./panel-parts.ts";

/** One answer for a case that there is not, a wrong signature and one that is too old: nobody learns which cases there are. */
export const notFoundPage = (parts: Pick<PanelParts, "languages" | "operator">, asked: string | undefined, status = 404): Response => {
  const language = languageFor(parts, asked);
  const { notFound } = language.page;
  const others = parts.languages
    .filter((one) => one !== language)
    .map(({ code, page }) => html`<p lang="${code}">${page.notFound.text(parts.operator.contact)}</p>`);
  const body = html`<section><p>${notFound.text(parts.operator.contact)}</p>${others}</section>`;
  const page = {
    language: language.code,
    title: notFound.title,
    operator: parts.operator.name,
    switches: switchesOf(parts, language),
    body,
  };
  return panelResponse(page, status);
};
