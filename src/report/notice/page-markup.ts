import { type HtmlValue, html, type Markup } from "../html.ts";
import type { NoticeBlock, NoticeRow } from "./notice-block.ts";

const breaks = (lines: readonly string[]): HtmlValue[] => lines.flatMap((line, at) => (at === 0 ? [line] : [html`<br>`, line]));

const rowsMarkup = (rows: readonly NoticeRow[], kind: string): Markup =>
  html`<dl class="${kind}">${rows.map(({ label, text }) => html`<div><dt>${label}</dt><dd>${text}</dd></div>`)}</dl>`;

const conditionMarkup = ({ number, text, notes, stepsHead, steps }: Extract<NoticeBlock, { readonly kind: "condition" }>): Markup =>
  html`<div class="condition"><h3>${number}. ${text}</h3>${notes.map((note) => html`<p class="note">${note}</p>`)}${
    steps.length === 0
      ? null
      : html`<details><summary>${stepsHead}</summary><ol>${steps.map((step) => html`<li>${step}</li>`)}</ol></details>`
  }</div>`;

const blockMarkup = (block: NoticeBlock): Markup => {
  switch (block.kind) {
    case "heading":
      return html`<h2>${block.text}</h2>`;
    case "paragraph":
      return html`<p>${block.text}</p>`;
    case "rows":
    case "points":
      return rowsMarkup(block.rows, block.kind);
    case "list":
      return html`<ul>${block.items.map((item) => html`<li>${item}</li>`)}</ul>`;
    case "condition":
      return conditionMarkup(block);
    case "lines":
      return html`<p class="note">${block.head}</p>${block.lines.map((line) => html`<p class="line"><code>${line}</code></p>`)}`;
    case "form":
      return html`<p>${breaks(block.lines)}</p>`;
    case "link":
      return html`<p><a href="${block.url}">${block.text}</a></p>`;
  }
};

/** Blocks of a notice for a page with a style sheet of its own: classes instead of inline styles, which its policy forbids. */
export const pageMarkup = (blocks: readonly NoticeBlock[]): Markup => html`${blocks.map(blockMarkup)}`;
