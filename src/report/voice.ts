import type { GapCode, ScanReport } from "../domain/scan-report.ts";
import { createFormats, type Formats } from "./formats.ts";
import { wordsOf } from "./languages.ts";
import type { ReportLanguage, ReportWords } from "./words.ts";

/** What turns the data of one report into sentences: the words of a language, its formats, the limits of the whole run. */
export interface Voice {
  readonly words: ReportWords;
  readonly formats: Formats;
  readonly runGaps: ReadonlySet<GapCode>;
}

/** The voice in which one report is told. */
export const createVoice = (report: ScanReport, lang: ReportLanguage): Voice => ({
  words: wordsOf(lang),
  formats: createFormats(lang, report.timezone, report.period?.from ?? null),
  runGaps: new Set(report.gaps.map((gap) => gap.code)),
});
