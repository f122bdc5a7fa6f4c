/** Letters and digits alone, full-width ones made half-width: what survives any mail program's wrapping. */
const core = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

const withoutNumber = (text: string): string => text.normalize("NFKC").replace(/^[\s([【]*\d{1,2}[\s.)\]】:、．]*/u, "");

/** Enough letters of a question's start to know it by; Japanese says more with fewer. */
const shortest = (question: string): number => Math.min(question.length, /[\u3040-\u9fff]/.test(question) ? 8 : 16);

/** Which question a line starts with, and what of the question is still to come; null where it starts with none. */
export const startsQuestion = (line: string, questions: readonly string[]): { question: number; rest: string } | null => {
  const read = core(withoutNumber(line));
  if (read === "") return null;
  for (const [question, text] of questions.entries()) {
    const whole = core(text);
    const isWhole = read === whole;
    const isStart = read.length >= shortest(whole) && whole.startsWith(read);
    if (isWhole || isStart) return { question, rest: whole.slice(read.length) };
  }
  return null;
};

/** What is still to come of an open question after this line; null where the line is not a part of it. */
export const questionAt = (line: string, rest: string): string | null => {
  const read = core(line);
  return read !== "" && rest.startsWith(read) ? rest.slice(read.length) : null;
};
