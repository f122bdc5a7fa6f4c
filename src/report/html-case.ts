import type { CaseReport } from "../domain/scan-report.ts";
import type { CaseView, StepView } from "./case-view.ts";
import { barTable } from "./charts/bar-table.ts";
import { mailChart } from "./charts/mail-chart-svg.ts";
import { html, type Markup } from "./html.ts";
import { descriptionOf, listOf, paragraphsOf, sectionOf, tableOf } from "./html-parts.ts";
import type { Voice } from "./voice.ts";

const percentWidth = (share: number): number => Math.round(Math.min(1, Math.max(0, share)) * 100);

const headCard = (
  { words }: Voice,
  view: CaseView,
  { id, confidence }: { readonly id: string; readonly confidence: number },
): Markup => html`<header class="card head">
<p class="tags"><span class="badge">${view.verdictWord}</span><span class="sure"><span class="meter" aria-hidden="true"><span style="width:${percentWidth(confidence)}%"></span></span>${view.sureness}</span></p>
<h2 id="${id}-head">${view.sentence}</h2>
<div class="first"><h3>${words.headings.first}</h3>${firstStep(words, view)}</div>
</header>`;

const firstStep = (words: Voice["words"], view: CaseView): Markup => {
  const [step] = view.steps;
  if (step === undefined) return html`<p class="measure">${view.nothingProposed}</p>`;
  return html`<p class="measure">${step.measure} <code class="name">${step.code}</code></p><p>${step.target}</p>
<p class="impact"><span><b>${step.abusive}</b> ${words.labels.abusive}</span><span class="spared"><b>${step.other}</b> ${words.labels.other}</span></p>
<p class="note">${words.aside(step.impact, step.period)}</p>${[step.others, step.regular].filter((text) => text !== "").map((text) => html`<p class="note">${text}</p>`)}<p class="note">${words.onlyObserved}</p>`;
};

const figuresOf = (view: CaseView): Markup | null =>
  view.figures.length === 0
    ? null
    : html`<dl class="figures">${view.figures.map(({ label, text }) => html`<div><dt>${label}</dt><dd>${text}</dd></div>`)}</dl>`;

const seenPart = (view: CaseView): (Markup | null)[] => [figuresOf(view), ...paragraphsOf([...view.mailSeen, ...view.webSeen])];

const causePart = ({ words, formats }: Voice, view: CaseView): (Markup | null)[] => {
  const { labels, headings } = words;
  const rows = view.causeEndpoints.map((at) => [at.endpoint, formats.number(at.requests), formats.number(at.messages)]);
  const others = view.alternatives.length === 0 ? [words.noAlternatives] : view.alternatives;
  return [
    ...paragraphsOf(view.causeLines),
    tableOf({ heads: [labels.endpoint, labels.requests, labels.messages], rows, numeric: [1, 2] }, (text, _row, column) =>
      column === 0 ? html`<code>${text}</code>` : text,
    ),
    view.isCauseNamed ? html`<h4>${headings.alternatives}</h4>${listOf(others)}` : null,
  ];
};

const endpointChart = ({ words, formats }: Voice, view: CaseView): Markup | null =>
  barTable({
    caption: words.headings.endpoints,
    labelHead: words.labels.endpoint,
    series: [words.labels.requests, words.labels.messages],
    rows: view.endpoints.map((at) => ({ label: at.endpoint, isMarked: at.ofCase, values: [at.requests, at.messages] })),
    number: formats.number,
  });

/** Countries drawn; the rest would be a hairline each. */
const shownCountries = 12;

const countryChart = ({ words, formats }: Voice, view: CaseView): Markup | null =>
  barTable({
    caption: words.headings.sources,
    labelHead: words.labels.country,
    series: [words.labels.sources, words.labels.requests],
    rows: view.sources.slice(0, shownCountries).map((at) => ({ label: at.country, isMarked: false, values: [at.sources, at.requests] })),
    number: formats.number,
  });

const reasonsPart = (view: CaseView): Markup | null =>
  view.reasons.length === 0
    ? null
    : html`<ul class="reasons">${view.reasons.map(({ mark, text }) => html`<li><span class="mark">${mark}</span>${text}</li>`)}</ul>`;

const evidencePart = (view: CaseView): Markup | null =>
  view.evidence.length === 0
    ? null
    : html`<ol class="evidence">${view.evidence.map(
        ({ label, text, sha256 }) =>
          html`<li><p class="place">${label}</p><pre><bdi>${text}</bdi></pre><p class="hash">SHA-256 ${sha256}</p></li>`,
      )}</ol>`;

const stepsPart = ({ words }: Voice, steps: readonly StepView[]): Markup | null => {
  const { labels } = words;
  return tableOf(
    {
      heads: [labels.measure, labels.target, labels.abusive, labels.other],
      rows: steps.map((step) => [step.measure, step.target, step.abusive, step.other]),
      numeric: [2, 3],
    },
    (text, row, column) => (column === 0 ? html`${text} <code class="name">${steps[row]?.code}</code>` : text),
  );
};

const sharedPart = ({ shared }: CaseView): Markup | null => (shared === null ? null : html`<p>${shared.sites}</p>${listOf(shared.lines)}`);

const regularsPart = ({ regulars: [intro, ...sources] }: CaseView): Markup | null =>
  intro === undefined ? null : html`<p>${intro}</p>${sources.length === 0 ? null : listOf(sources)}`;

/** One case as an article: the card with verdict and first step, then the same parts as the report for a terminal. */
export const caseHtml = (
  voice: Voice,
  { found, view, id }: { readonly found: CaseReport; readonly view: CaseView; readonly id: string },
): Markup => {
  const { headings, colon } = { ...voice.words };
  return html`<article class="case ${view.verdict}" id="${id}" aria-labelledby="${id}-head">
${headCard(voice, view, { id, confidence: found.confidence })}
${sectionOf(headings.seen, seenPart(view))}
${sectionOf(headings.cause, causePart(voice, view))}
${sectionOf(headings.chart, mailChart(voice, found.series.mailPerHour, id))}
${sectionOf(headings.endpoints, endpointChart(voice, view))}
${sectionOf(headings.sources, countryChart(voice, view))}
${sectionOf(headings.evidence, evidencePart(view))}
${sectionOf(headings.wider, stepsPart(voice, view.steps.slice(1)))}${sectionOf(headings.regulars, regularsPart(view))}${sectionOf(headings.shared, sharedPart(view))}
${sectionOf(view.mend.label, html`<p>${view.mend.text}</p>`)}
${sectionOf(headings.notProposed, listOf(view.notProposed.map(({ label, text }) => label + colon + text)))}
${sectionOf(headings.reasons, reasonsPart(view))}
${sectionOf(headings.gaps, listOf(view.gaps))}
<div class="pair">${sectionOf(headings.about, descriptionOf(view.about))}${sectionOf(headings.history, view.history.length < 2 ? null : descriptionOf(view.history))}</div>
</article>`;
};
