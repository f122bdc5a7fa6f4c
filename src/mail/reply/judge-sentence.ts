import { isOursEnglish, judgeEnglish } from "./judge-english.ts";
import { isOursJapanese, judgeJapanese } from "./judge-japanese.ts";
import type { Judged, Statement } from "./statement.ts";

const japanese = /[\u3040-\u30ff\u4e00-\u9fff]/;

/** Whether a text is Japanese: people answer in their language, whatever the notice's was. */
export const isJapanese = (text: string): boolean => japanese.test(text);

/** What one sentence says, by its own language. */
export const judgeSentence = (sentence: string, judged: Judged): Statement =>
  isJapanese(sentence) || /^[\s○◯〇◎△×]+$/.test(sentence) ? judgeJapanese(sentence, judged) : judgeEnglish(sentence, judged);

/** Whether a sentence says that what it speaks of is the customer's own. */
export const isOurs = (sentence: string): boolean => (isJapanese(sentence) ? isOursJapanese(sentence) : isOursEnglish(sentence));
