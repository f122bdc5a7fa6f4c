import { type HtmlValue, html } from "../../report/html.ts";
import { panelHeaders, panelStyle } from "./panel-style.ts";

/** A page of the panel. `switches`: links to the same page in other languages. */
export interface PanelPage {
  readonly language: string;
  readonly title: string;
  readonly operator: string;
  readonly switches: readonly { readonly code: string; readonly name: string }[];
  readonly body: HtmlValue;
}

const pageText = ({ language, title, operator, switches, body }: PanelPage): string =>
  html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer"><title>${title}</title>${panelStyle}</head>
<body>
<header><p>${operator}</p><nav>${switches.map(({ code, name }) => html`<a href="?lang=${code}" hreflang="${code}" lang="${code}">${name}</a> `)}</nav></header>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.toString();

/** The page as an answer, under the panel's policy. */
export const panelResponse = (page: PanelPage, status = 200, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(pageText(page), {
    status,
    headers: { ...panelHeaders, "content-type": "text/html; charset=utf-8", "content-language": page.language, ...headers },
  });
