import { readNumbers, splitNumbered } from "./point-numbers.ts";
import type { ReplyLine } from "./reply-lines.ts";

/** A stretch of the customer's own lines. */
export interface AnswerBlock {
  /** Indices of the questions that it stands under or numbers itself; empty for free text. */
  readonly points: readonly number[];
  /** Whether it stands under the notice's own question, so that its place needs no further proof. */
  readonly isUnderQuestion: boolean;
  readonly lines: readonly string[];
}

interface Open {
  points: readonly number[];
  isUnderQuestion: boolean;
  isMarked: boolean;
  lines: string[];
  /** A quoted line without words stood below the question. */
  isClosed: boolean;
  hasGap: boolean;
}

const goesOn = /^[\s　]*[-=]*[>→⇒]|^[\s　]+\S|^[・•*]/u;
const hasMark = /^[\s\u200b\ufeff]*[>＞]/u;

const free = (): Open => ({ points: [], isUnderQuestion: false, isMarked: false, isClosed: false, lines: [], hasGap: false });

const hasWords = ({ lines }: { readonly lines: readonly string[] }): boolean => lines.some((line) => line.trim() !== "");

/** Puts the customer's lines under the points that they answer. */
export const readBlocks = (lines: readonly ReplyLine[], count: number): readonly AnswerBlock[] => {
  const done: Open[] = [];
  let open = free();
  const start = (next: Partial<Open>): void => {
    if (hasWords(open) || open.points.length > 0) done.push(open);
    open = { ...free(), ...next };
  };
  const onOwn = (text: string): void => {
    if (text.trim() === "") {
      open.hasGap ||= hasWords(open);
      open.lines.push("");
      return;
    }
    const isOver = open.points.length > 0 && open.hasGap && !open.isMarked && !goesOn.test(text);
    if (isOver) start({});
    open.hasGap = false;
    for (const piece of open.isUnderQuestion ? [text] : splitNumbered(text, count)) {
      const numbered = open.isUnderQuestion ? null : readNumbers(piece, count);
      if (numbered !== null) start({ points: numbered.points, lines: [numbered.rest] });
      else open.lines.push(piece);
    }
  };
  // What stands right below a question (how to check it) belongs to it; after an empty line the notice goes on to something else.
  const onQuoted = (text: string): void => {
    if (!/[^\s>＞]/u.test(text)) open.isClosed = true;
    else if (!open.isUnderQuestion || open.isClosed || hasWords(open)) start({});
  };
  for (const { kind, text, question, answer } of lines) {
    if (kind === "question" && question !== null) {
      const isSame = open.isUnderQuestion && open.points[0] === question && !hasWords(open);
      if (!isSame) start({ points: [question], isUnderQuestion: true, isMarked: hasMark.test(text) });
      if (answer !== "") onOwn(answer);
    } else if (kind === "own") onOwn(text);
    else if (kind === "quoted") onQuoted(text);
  }
  start({});
  return done;
};
