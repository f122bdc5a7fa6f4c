import { en } from "./en.ts";
import { ja } from "./ja.ts";
import type { ReportLanguage, ReportWords } from "./words.ts";

const dictionaries: Readonly<Record<ReportLanguage, ReportWords>> = { en, ja };

/** The dictionary of a language. */
export const wordsOf = (lang: ReportLanguage): ReportWords => dictionaries[lang];
