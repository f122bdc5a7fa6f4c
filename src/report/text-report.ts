import pc from "picocolors";
import type { Verdict } from "../domain/abuse-class.ts";
import type { CaseReport, ScanReport } from "../domain/scan-report.ts";
import { padText, textWidth, truncateText } from "../kit/terminal-text.ts";
import type { CaseView, StepView } from "./case-view.ts";
import { mailChartLines } from "./charts/mail-chart-text.ts";
import { viewReport } from "./report-view.ts";
import { barLines, labelled, paragraph, tableLines } from "./text-layout.ts";
import { createVoice, type Voice } from "./voice.ts";
import type { ReportLanguage } from "./words.ts";

type Colors = ReturnType<typeof pc.createColors>;

interface Page extends Voice {
  readonly width: number;
  readonly colors: Colors;
}

const verdictColor = (colors: Colors, verdict: Verdict): ((text: string) => string) => {
  switch (verdict) {
    case "abuse":
      return colors.red;
    case "nuisance":
      return colors.yellow;
    case "benign":
      return colors.green;
  }
};

const indent = 2;
const indented = (lines: readonly string[]): string[] => lines.map((line) => (line === "" ? "" : " ".repeat(indent) + line));

/** A heading over lines; nothing at all without lines. */
const section = ({ colors, width }: Page, heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", ...paragraph(heading, width).map(colors.bold), ...indented(lines)];

const bullets = (texts: readonly string[], width: number): string[] => texts.flatMap((text) => paragraph(text, width, "- "));

const seenLines = ({ words }: Page, view: CaseView, width: number): string[] =>
  labelled(
    [
      ...view.mailSeen.map((text, at) => ({ label: at === 0 ? words.labels.mail : "", text })),
      ...view.webSeen.map((text, at) => ({ label: at === 0 ? words.labels.web : "", text })),
    ],
    width,
  );

const causeSection = ({ words, formats }: Page, view: CaseView, width: number): string[] => {
  const { labels } = words;
  const rows = view.causeEndpoints.map((at) => [at.endpoint, formats.number(at.requests), formats.number(at.messages)]);
  const table =
    rows.length === 0
      ? []
      : ["", ...tableLines({ heads: [labels.endpoint, labels.requests, labels.messages], rows, numeric: [1, 2] }, width)];
  const others = view.alternatives.length === 0 ? [words.noAlternatives] : view.alternatives;
  const against = ["", ...paragraph(words.headings.alternatives + words.colon.trimEnd(), width), ...bullets(others, width)];
  const lines = [...view.causeLines.flatMap((line) => paragraph(line, width)), ...table];
  return view.isCauseNamed ? [...lines, ...against] : lines;
};

const reasonLines = (view: CaseView, width: number): string[] =>
  view.reasons.flatMap(({ mark, text }) => paragraph(text, width, padText(mark, 4)));

/** Countries named; the rest would not help to decide. */
const shownCountries = 6;

const sourceLines = ({ formats }: Page, view: CaseView, width: number): string[] =>
  barLines(
    view.sources.slice(0, shownCountries).map((at) => ({ label: at.country, value: at.sources, text: formats.number(at.sources) })),
    width,
  );

const evidenceLines = ({ colors }: Page, view: CaseView, width: number): string[] =>
  view.evidence.flatMap(({ label, text }) => [...paragraph(label, width).map(colors.dim), `  ${truncateText(text, width - 2)}`]);

const stepLines = ({ words }: Page, step: StepView, width: number): string[] => [
  ...paragraph(`${step.measure} [${step.code}]`, width),
  ...paragraph(step.target, width, "  "),
  ...paragraph(words.aside(step.impact, step.period), width, "  "),
  ...[step.others, step.regular].filter((text) => text !== "").flatMap((text) => paragraph(text, width, "  ")),
];

const firstSteps = (page: Page, view: CaseView, width: number): string[] => {
  const { words, colors } = page;
  const [first] = view.steps;
  if (first === undefined) return paragraph(view.nothingProposed, width);
  const [measure = "", ...rest] = stepLines(page, first, width);
  return [colors.bold(measure), ...rest, ...paragraph(words.onlyObserved, width).map(colors.dim)];
};

const widerSteps = ({ words }: Page, view: CaseView, width: number): string[] =>
  view.steps
    .slice(1)
    .flatMap((step) => [
      ...paragraph(`${step.measure} [${step.code}]`, width, "- "),
      ...paragraph(step.target + words.stop + step.impact, width, "  "),
    ]);

const sharedLines = ({ shared }: CaseView, width: number): string[] =>
  shared === null ? [] : [...paragraph(shared.sites, width), ...bullets(shared.lines, width)];

const regularLines = ({ regulars: [intro, ...sources] }: CaseView, width: number): string[] =>
  intro === undefined ? [] : [...paragraph(intro, width), ...bullets(sources, width)];

const caseLines = (page: Page, found: CaseReport, view: CaseView): string[] => {
  const { words, width, colors } = page;
  const inner = width - indent;
  const { headings } = words;
  const tint = verdictColor(colors, view.verdict);
  return [
    "",
    ...paragraph(view.headline, width).map((line) => colors.bold(tint(line))),
    ...section(page, headings.about, labelled(view.about, inner)),
    ...section(page, headings.seen, seenLines(page, view, inner)),
    ...section(page, headings.cause, causeSection(page, view, inner)),
    ...section(page, headings.chart, mailChartLines(page, found.series.mailPerHour, { width: inner, tint })),
    ...section(page, headings.sources, sourceLines(page, view, inner)),
    ...section(page, headings.reasons, reasonLines(view, inner)),
    ...section(page, headings.evidence, evidenceLines(page, view, inner)),
    ...section(page, headings.first, firstSteps(page, view, inner)),
    ...section(page, headings.wider, widerSteps(page, view, inner)),
    ...section(page, headings.regulars, regularLines(view, inner)),
    ...section(page, headings.shared, sharedLines(view, inner)),
    ...section(page, view.mend.label, paragraph(view.mend.text, inner)),
    ...section(
      page,
      headings.notProposed,
      bullets(
        view.notProposed.map(({ label, text }) => label + words.colon + text),
        inner,
      ),
    ),
    ...section(page, headings.gaps, bullets(view.gaps, inner)),
    ...section(page, headings.history, view.history.length < 2 ? [] : labelled(view.history, inner)),
  ];
};

const titleLine = ({ words, width, colors }: Page): string => {
  const title = `── ${words.title} `;
  return colors.dim(title + "─".repeat(Math.max(0, width - textWidth(title))));
};

/** Narrowest width that is laid out for; narrower terminals break the lines themselves. */
const narrowest = 40;

export interface TextReportOptions {
  readonly lang: ReportLanguage;
  readonly color: boolean;
  /** Columns, 40 to 200: wider lines would be hard to read, so a wider terminal gets 200. */
  readonly width: number;
}

/**
 * The report for a terminal, with a line end after its last line. No line is wider than `width`, and no text from
 * the logs reaches the terminal but as visible characters. Colour adds nothing that the words do not say.
 */
export const renderTextReport = (report: ScanReport, options: TextReportOptions): string => {
  const width = Math.min(200, Math.max(narrowest, Math.floor(options.width)));
  const page: Page = { ...createVoice(report, options.lang), width, colors: pc.createColors(options.color) };
  const view = viewReport(page, report);
  const inner = width - indent;
  const { headings } = page.words;
  const hasCases = view.cases.length > 0;
  const rule = page.colors.dim("─".repeat(width));
  const runGaps = section(page, headings.runGaps, bullets(view.gaps, inner));
  const lines = [
    titleLine(page),
    ...paragraph(view.result, width).map(page.colors.bold),
    ...view.scope.flatMap((line) => paragraph(line, width)),
    // Without a case, what could not be judged is the news; with one, it is a footnote.
    ...(hasCases ? [] : runGaps),
    ...view.cases.flatMap((one, at) => {
      const found = report.cases[at];
      return found === undefined ? [] : ["", rule, ...caseLines(page, found, one)];
    }),
    "",
    rule,
    ...(view.summary === null ? [] : section(page, headings.summary, tableLines(view.summary, inner))),
    ...section(page, headings.inputs, view.inputs.rows.length === 0 ? [] : tableLines(view.inputs, inner)),
    ...section(page, page.words.complaints.heading, view.complaints === null ? [] : tableLines(view.complaints, inner)),
    ...section(
      page,
      headings.rejected,
      view.rejected.flatMap(({ label, text }) => [...paragraph(label, inner), `  ${truncateText(text, inner - 2)}`]),
    ),
    ...section(page, headings.geo, view.geo === null ? [] : [...tableLines(view.geo, inner), ...bullets(view.geoWarnings, inner)]),
    ...(hasCases ? runGaps : []),
  ];
  return `${lines.join("\n")}\n`;
};
