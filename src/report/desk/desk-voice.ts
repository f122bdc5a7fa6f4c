import { createFormats, type Formats } from "../formats.ts";
import { wordsOf } from "../languages.ts";
import type { ReportLanguage, ReportWords } from "../words.ts";
import { deskEn } from "./desk-en.ts";
import { deskJa } from "./desk-ja.ts";
import type { DeskWords } from "./desk-words.ts";

/** What turns the desk's data into sentences of one language, in one time zone. */
export interface DeskVoice {
  readonly words: DeskWords;
  readonly report: ReportWords;
  readonly formats: Formats;
}

const dictionaries: Readonly<Record<ReportLanguage, DeskWords>> = { en: deskEn, ja: deskJa };

/** The voice for a reader. A zone that the platform does not know is read as UTC. */
export const createDeskVoice = (lang: ReportLanguage, timezone: string): DeskVoice => ({
  words: dictionaries[lang],
  report: wordsOf(lang),
  formats: createFormats(lang, timezone, null),
});
