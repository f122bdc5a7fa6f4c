import type { ScanReport } from "../domain/scan-report.ts";
import { html, type Markup } from "./html.ts";
import { caseHtml } from "./html-case.ts";
import { descriptionOf, listOf, sectionOf, tableOf } from "./html-parts.ts";
import { reportStyle } from "./html-style.ts";
import { type ReportView, viewReport } from "./report-view.ts";
import { createVoice, type Voice } from "./voice.ts";
import type { ReportLanguage } from "./words.ts";

const caseId = (at: number): string => `case-${at + 1}`;

const summaryPart = ({ words }: Voice, view: ReportView): Markup | null =>
  view.summary === null
    ? null
    : sectionOf(
        words.headings.summary,
        tableOf(view.summary, (text, row, column) => (column === 1 || column === 2 ? html`<a href="#${caseId(row)}">${text}</a>` : text)),
      );

const sourcesPart = ({ words }: Voice, view: ReportView): (Markup | null)[] => [
  sectionOf(
    words.headings.inputs,
    tableOf(view.inputs, (text, _row, column) => (column === 0 ? html`<code>${text}</code>` : text)),
  ),
  view.complaints === null
    ? null
    : sectionOf(
        words.complaints.heading,
        tableOf(view.complaints, (text, _row, column) => (column === 0 ? html`<code>${text}</code>` : text)),
      ),
  sectionOf(
    words.headings.rejected,
    view.rejected.length === 0
      ? null
      : descriptionOf(view.rejected.map(({ label, text }) => ({ label, text: html`<code>${text}</code>` }))),
  ),
  view.geo === null ? null : sectionOf(words.headings.geo, [tableOf(view.geo), listOf(view.geoWarnings)]),
];

/**
 * The report as one self-contained HTML document: no script, nothing fetched, which its own policy forbids as well.
 * Everything from the report is text; control and format characters come out as visible escapes.
 */
export const renderHtmlReport = (report: ScanReport, { lang }: { readonly lang: ReportLanguage }): string => {
  const voice = createVoice(report, lang);
  const view = viewReport(voice, report);
  const hasCases = view.cases.length > 0;
  const runGaps = sectionOf(voice.words.headings.runGaps, listOf(view.gaps));
  const cases = report.cases.map((found, at) => {
    const one = view.cases[at];
    return one === undefined ? null : caseHtml(voice, { found, view: one, id: caseId(at) });
  });
  return `${html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${view.title}</title>
${reportStyle}
</head>
<body>
<header class="page"><h1>${view.title}</h1><p class="result">${view.result}</p><ul class="scope">${view.scope.map((line) => html`<li>${line}</li>`)}</ul></header>
<main>
${hasCases ? null : runGaps}
${summaryPart(voice, view)}
${cases}
</main>
<footer>
${sourcesPart(voice, view)}
${hasCases ? runGaps : null}
</footer>
</body>
</html>`}\n`;
};
