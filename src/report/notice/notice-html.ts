import type { NoticeLanguage } from "../../ports/notice-language.ts";
import { type HtmlValue, html, type Markup } from "../html.ts";
import type { NoticeBlock } from "./notice-block.ts";

/** Colours are the reader's own, light or dark; nothing is fetched, nothing runs. Inline, since many readers drop a style sheet. */
const style = {
  page: "max-width:40em;margin:0 auto;padding:1em;font-family:sans-serif;line-height:1.7;overflow-wrap:anywhere",
  heading: "font-size:1.1em;margin:1.8em 0 0.4em;padding-top:0.6em;border-top:1px solid #888",
  points: "border:2px solid #888;border-radius:6px;padding:0.8em 1em;margin:1em 0",
  label: "font-weight:bold",
  lines:
    "white-space:pre-wrap;overflow-wrap:anywhere;font-family:monospace;font-size:0.85em;border-left:3px solid #888;padding-left:0.8em;margin:0.4em 0",
  form: "white-space:pre-wrap;font-family:inherit;margin:0.4em 0",
  note: "margin:0.2em 0",
} as const;

const breaks = (lines: readonly string[]): HtmlValue[] => lines.flatMap((line, at) => (at === 0 ? [line] : ["\n", line].map(keepBreak)));

/** A line break is layout of ours, not text from outside, so it is not shown as an escape. */
const keepBreak = (text: string): HtmlValue => (text === "\n" ? html`<br>` : text);

const labelRow = (label: string, text: string, colon: string): Markup =>
  html`<p style="${style.note}"><span style="${style.label}">${label}${colon}</span>${text}</p>`;

const conditionMarkup = (block: Extract<NoticeBlock, { kind: "condition" }>, colon: string): Markup => html`<div>
<p><b>${block.number}. ${block.text}</b></p>
${block.notes.map((note) => html`<p style="${style.note}">→ ${note}</p>`)}
${
  block.steps.length === 0
    ? null
    : html`<p style="${style.note}">${block.stepsHead}${colon}</p><ol>${block.steps.map((step) => html`<li>${step}</li>`)}</ol>`
}
</div>`;

const blockMarkup = (block: NoticeBlock, colon: string): Markup => {
  switch (block.kind) {
    case "heading":
      return html`<h2 style="${style.heading}">${block.text}</h2>`;
    case "paragraph":
      return html`<p>${block.text}</p>`;
    case "rows":
      return html`<div>${block.rows.map(({ label, text }) => labelRow(label, text, colon))}</div>`;
    case "points":
      return html`<div style="${style.points}">${block.rows.map(({ label, text }) => labelRow(label, text, colon))}</div>`;
    case "list":
      return html`<ul>${block.items.map((item) => html`<li>${item}</li>`)}</ul>`;
    case "condition":
      return conditionMarkup(block, colon);
    case "lines":
      return html`<p style="${style.note}">${block.head}</p>${block.lines.map((line) => html`<div style="${style.lines}">${line}</div>`)}`;
    case "form":
      return html`<p style="${style.form}">${breaks(block.lines)}</p>`;
    case "link":
      return html`<p>${block.text}${colon}<br><a href="${block.url}">${block.url}</a></p>`;
  }
};

/** The same notice as a light HTML page of its own. */
export const noticeHtml = (blocks: readonly NoticeBlock[], { code, signs }: NoticeLanguage, subject: string): string =>
  html`<!doctype html>
<html lang="${code}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${subject}</title></head>
<body><div style="${style.page}">
${blocks.map(
  (block) => html`${blockMarkup(block, signs.colon)}
`,
)}</div></body>
</html>
`.toString();
