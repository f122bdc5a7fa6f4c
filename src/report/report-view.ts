import type { Verdict } from "../domain/abuse-class.ts";
import type { ScanReport } from "../domain/scan-report.ts";
import { visibleText } from "../kit/visible-text.ts";
import { quoted } from "./case-names.ts";
import { type CaseView, gapTexts, viewCase } from "./case-view.ts";
import { complaintTable } from "./complaint-table.ts";
import type { TableView } from "./table-view.ts";
import type { Voice } from "./voice.ts";

/** A whole report in words, the same for the terminal and for HTML. */
export interface ReportView {
  readonly title: string;
  /** What was found, in one sentence. */
  readonly result: string;
  /** Period, amount read, home country: a line each. */
  readonly scope: readonly string[];
  readonly cases: readonly CaseView[];
  /** Null for fewer than two cases. */
  readonly summary: TableView | null;
  readonly inputs: TableView;
  /** Null without complaints. */
  readonly complaints: TableView | null;
  readonly rejected: readonly { readonly label: string; readonly text: string }[];
  readonly geo: TableView | null;
  /** What publishers say against their own data. */
  readonly geoWarnings: readonly string[];
  readonly gaps: readonly string[];
}

const verdicts = ["abuse", "nuisance", "benign"] as const satisfies readonly Verdict[];

const resultText = ({ words, formats }: Voice, report: ScanReport): string => {
  if (report.cases.length === 0) return report.period === null ? words.overview.noPeriod : words.overview.nothing;
  const counts = verdicts.flatMap((verdict) => {
    const count = report.cases.filter((found) => found.verdict === verdict).length;
    return count === 0 ? [] : [words.overview.verdictCount(words.verdicts[verdict], formats.number(count))];
  });
  return words.overview.found(report.cases.length, counts.join(words.comma));
};

const scopeLines = ({ words, formats }: Voice, report: ScanReport): string[] => {
  const { overview } = words;
  const { requests, writes, messages, sites, accounts } = report.totals;
  const number = formats.number;
  return [
    ...(report.period === null ? [] : [overview.period(formats.range(report.period.from, report.period.to), formats.zone)]),
    overview.read(number(requests), number(writes), number(messages)),
    overview.across(number(sites), number(accounts)),
    report.home === null ? overview.homeUnknown : overview.home(formats.country(report.home)),
  ];
};

const summaryOf = ({ words, formats }: Voice, report: ScanReport, cases: readonly CaseView[]): TableView | null => {
  if (cases.length < 2) return null;
  const { labels } = words;
  const rows = report.cases.map((found, at) => {
    const view = cases[at];
    const place = quoted(found.site ?? found.account ?? words.unknown);
    return [
      String(at + 1),
      words.verdicts[found.verdict],
      view?.className ?? "",
      place,
      formats.shortTime(found.firstSeen),
      formats.percent(found.confidence),
    ];
  });
  return { heads: [labels.number, labels.verdict, labels.class, labels.site, labels.firstSeen, labels.confidence], rows, numeric: [5] };
};

const inputsOf = ({ words, formats }: Voice, report: ScanReport): TableView => {
  const { labels } = words;
  const rows = report.inputs.map((input) => [
    visibleText(input.path),
    input.format === null ? words.formatUnknown : quoted(input.format),
    formats.number(input.lines),
    formats.number(input.rejected),
    formats.bytes(input.bytes),
  ]);
  return { heads: [labels.file, labels.format, labels.lines, labels.rejected, labels.bytes], rows, numeric: [2, 3, 4] };
};

/** Lines quoted per input that could not be read; the rest is counted. */
const shownRejects = 3;

const rejectedOf = ({ words, formats }: Voice, report: ScanReport): ReportView["rejected"] =>
  report.inputs.flatMap((input) => {
    const shown = input.rejectedSamples.slice(0, shownRejects).map((sample) => ({
      label: `${words.lineEvidence(visibleText(input.path), String(sample.offset))} ${quoted(sample.reason)}`,
      text: visibleText(sample.line),
    }));
    const more = input.rejected - shown.length;
    return more > 0 && shown.length > 0
      ? [...shown, { label: visibleText(input.path), text: words.linesNotShown(formats.number(more)) }]
      : shown;
  });

/** The last part of a path: whole paths of installed packages fill a terminal and say no more. */
const fileName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const geoOf = ({ words, formats }: Voice, report: ScanReport): TableView | null => {
  if (report.geo.length === 0) return null;
  const { labels } = words;
  const rows = report.geo.map((data) => [
    visibleText(fileName(data.file)),
    words.geoAnswers[data.answers],
    formats.day(data.builtAt),
    words.ages(data.ageDays, formats.number(data.ageDays)),
  ]);
  return { heads: [labels.file, labels.answers, labels.builtAt, labels.age], rows, numeric: [3] };
};

/** Puts a whole report into words. Pure. */
export const viewReport = (voice: Voice, report: ScanReport): ReportView => {
  const cases = report.cases.map((found) => viewCase(voice, found));
  return {
    title: voice.words.title,
    result: resultText(voice, report),
    scope: scopeLines(voice, report),
    cases,
    summary: summaryOf(voice, report, cases),
    inputs: inputsOf(voice, report),
    complaints: complaintTable(voice, report),
    rejected: rejectedOf(voice, report),
    geo: geoOf(voice, report),
    geoWarnings: report.geo.flatMap((data) =>
      data.warning === null ? [] : [visibleText(fileName(data.file)) + voice.words.colon + visibleText(data.warning)],
    ),
    gaps: gapTexts(voice, report.gaps),
  };
};
