import { coreOf, enoughLetters } from "./letters.ts";

/** One wording of a question: a notice puts each as a condition, and shorter in the form that it offers for the answer. */
export interface Wording {
  readonly question: number;
  readonly text: string;
}

/** A line that starts with a question: what of it is still to come, and what the customer wrote behind it on the same line. */
export interface QuestionStart {
  readonly question: number;
  readonly rest: string;
  readonly answer: string;
}

const number = /^[\s([【（［]*(?:[\d０-９]{1,2}|[①-⑳])[\s.)\]】:、．）］：]*/u;

const withoutNumber = (text: string): string => text.replace(number, "");

/** What may stand between a question and an answer on one line; "the change of the password is done" is no answer behind a question. */
const separator = /^[\s　]*(?:[-=＝]*[>＞]|[→⇒:：【［[(（]|[=＝]|[-–—]\s|[。.…]+|[\s　]{2,}|　)/u;

/** What stands behind the letters of `core` in a text that starts with them. */
const behind = (text: string, core: string): string => {
  let read = "";
  let at = 0;
  for (const char of text) {
    if (read.length >= core.length) break;
    read += coreOf(char);
    at += char.length;
  }
  return text.slice(at);
};

const answerBehind = (text: string, core: string): string | null => {
  const rest = behind(text, core);
  return separator.test(rest) ? rest : null;
};

const startOf = (bare: string, { question, text }: Wording): QuestionStart | null => {
  const read = coreOf(bare);
  const whole = coreOf(text);
  if (read === whole || (read.length >= enoughLetters(whole) && whole.startsWith(read)))
    return { question, rest: whole.slice(read.length), answer: "" };
  const answer = whole !== "" && read.startsWith(whole) ? answerBehind(bare, whole) : null;
  return answer === null ? null : { question, rest: "", answer };
};

/** Which question a line starts with; null where it starts with none. */
export const startsQuestion = (line: string, wordings: readonly Wording[]): QuestionStart | null => {
  const bare = withoutNumber(line);
  if (coreOf(bare) === "") return null;
  for (const wording of wordings) {
    const start = startOf(bare, wording);
    if (start !== null) return start;
  }
  return null;
};

/** What is still to come of an open question after this line, and what stands behind its end; null where the line is not a part of it. */
export const questionAt = (line: string, rest: string): { readonly rest: string; readonly answer: string } | null => {
  const read = coreOf(line);
  if (read === "" || rest === "") return null;
  if (rest.startsWith(read)) return { rest: rest.slice(read.length), answer: "" };
  const answer = read.startsWith(rest) ? answerBehind(line, rest) : null;
  return answer === null ? null : { rest: "", answer };
};
