import { type HtmlValue, html, type Markup } from "./html.ts";
import type { TableView } from "./table-view.ts";

/** A section with its heading; nothing where there is nothing to show. */
export const sectionOf = (heading: string, body: HtmlValue): Markup | null => {
  const isEmpty = body === null || body === undefined || (Array.isArray(body) && body.length === 0);
  return isEmpty ? null : html`<section class="part"><h3>${heading}</h3>${body}</section>`;
};

/** Texts as a list; null without any. */
export const listOf = (texts: readonly HtmlValue[]): Markup | null =>
  texts.length === 0 ? null : html`<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`;

/** Texts as paragraphs. */
export const paragraphsOf = (texts: readonly string[]): Markup[] => texts.map((text) => html`<p>${text}</p>`);

/** Labels and texts as a description list. */
export const descriptionOf = (rows: readonly { readonly label: string; readonly text: HtmlValue }[]): Markup =>
  html`<dl class="rows">${rows.map(({ label, text }) => html`<div><dt>${label}</dt><dd>${text}</dd></div>`)}</dl>`;

/** A table with heads; scrolls by itself on a narrow page. `cell` may turn a cell into markup. */
export const tableOf = (
  { heads, rows, numeric }: TableView,
  cell: (text: string, row: number, column: number) => HtmlValue = (text) => text,
): Markup | null => {
  if (rows.length === 0) return null;
  const kind = (column: number): string => (numeric.includes(column) ? "number" : "text");
  const body = rows.map(
    (row, at) => html`<tr>${row.map((text, column) => html`<td class="${kind(column)}">${cell(text, at, column)}</td>`)}</tr>`,
  );
  return html`<div class="wide" tabindex="0"><table><thead><tr>${heads.map(
    (head, column) => html`<th scope="col" class="${kind(column)}">${head}</th>`,
  )}</tr></thead><tbody>${body}</tbody></table></div>`;
};

/** Something to open for whoever wants to look closer. */
export const detailsOf = (summary: string, body: HtmlValue): Markup => html`<details><summary>${summary}</summary>${body}</details>`;
