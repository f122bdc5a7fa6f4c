import type { ClaimKind, RequirementId } from "../../domain/case/requirement.ts";
import { type AnswerBlock, readBlocks } from "./answer-blocks.ts";
import { combineStatements } from "./combine-statements.ts";
import { readFreeText } from "./free-text.ts";
import { isOurs, judgeSentence } from "./judge-sentence.ts";
import { saysLawful } from "./lawful-mail.ts";
import { type KnownNotice, type ReplyLine, readReplyLines } from "./reply-lines.ts";
import { findable, ownable } from "./requirement-kinds.ts";
import { joinLines, sentencesOf } from "./sentences.ts";
import type { Statement } from "./statement.ts";
import { topicsOf } from "./topics.ts";

/** What a notice asked, in its order, in the words in which it did. */
export interface AskedPoints extends KnownNotice {
  readonly asked: readonly RequirementId[];
}

/** What a customer's text says. `text` is theirs alone; `quoted` is what was cut off. */
export interface Answers {
  readonly claims: readonly { readonly requirement: RequirementId; readonly claim: ClaimKind; readonly text: string }[];
  readonly lawful: boolean;
  readonly text: string;
  readonly quoted: string;
}

/** Questions about when the measure ends say nothing about a point. */
const aboutMeasure = /(解除|制限).{0,20}([?？]|か[。]?$|お願い|ください|下さい)|\b(lift|unblock|restriction|block)\b/i;

const judge = (sentence: string, id: RequirementId): Statement => {
  if (ownable.includes(id) && isOurs(sentence)) return "was-ours";
  return aboutMeasure.test(sentence) ? "nothing" : judgeSentence(sentence, { isAnswer: true, canFindNothing: findable.includes(id) });
};

/** `CAPTCHA → added`: what stands before the arrow repeats the point, what stands behind it answers. */
const withoutHeading = (sentence: string): string => {
  const at = /^(.{1,40}?)\s*(?:[→⇒]|[-=]+>|[:：]|…+|\s-\s|──?)\s*(\S.*)$/u.exec(sentence);
  const head = at?.[1] ?? "";
  return at && judgeSentence(head, { isAnswer: true, canFindNothing: true }) === "nothing" ? (at[2] ?? sentence) : sentence;
};

const arrow = /^[\s　]*(?:[-=]*>|[→⇒])[\s　]*/u;

const sentencesIn = ({ lines }: AnswerBlock): readonly string[] =>
  sentencesOf(joinLines(lines.map((line) => line.replace(arrow, "")))).map((sentence) => sentence.replace(/^[・•*※\s-]+/u, ""));

interface Said {
  readonly claim: ClaimKind | null;
  readonly statements: readonly Statement[];
  readonly text: string;
}

const answerOf = (block: AnswerBlock, id: RequirementId): Said => {
  const sentences = sentencesIn(block).map(withoutHeading);
  const statements = sentences.map((sentence) => judge(sentence, id));
  return { claim: combineStatements(statements, statements[0] === "done"), statements, text: block.lines.join("\n").trim() };
};

const sameAsBefore = /^\s*(同上|上に?同じ|〃|same( as above)?|ditto|as above)[\s。.]*$/i;

const ownList =
  /(実施した|行った|以下の作業|下記の作業|作業内容|やったこと|対応内容)|what (we|i) did|did the following|steps (we|i) took|we have taken/i;

const isShort = (text: string): boolean => (/[\u3040-\u9fff]/.test(text) ? text.length <= 16 : text.split(/\s+/).length <= 4);

/** An update is how a published hole is closed, so that speaking of one under these points is no order of their own. */
const closedByUpdate: readonly RequirementId[] = ["no-known-vulnerability", "way-in-closed"];

const fitsPoint = (id: RequirementId | undefined, topics: readonly RequirementId[]): boolean =>
  id !== undefined && (topics.includes(id) || (closedByUpdate.includes(id) && topics.every((topic) => topic === "up-to-date")));

/** Whether the customer's numbers are the notice's: at least as many points speak of their question as of another one. */
const followsOrder = (blocks: readonly AnswerBlock[], { asked }: AskedPoints): boolean => {
  let fits = 0;
  for (const block of blocks.filter(({ points, isUnderQuestion }) => points.length === 1 && !isUnderQuestion)) {
    const topics = topicsOf(block.lines.join("\n"), asked);
    if (topics.length > 0) fits += fitsPoint(asked[block.points[0] ?? 0], topics) ? 1 : -1;
  }
  return fits >= 0;
};

const placesOf = (
  block: AnswerBlock,
  { asked }: AskedPoints,
  order: { readonly isTheirs: boolean; readonly isList: boolean },
): readonly RequirementId[] => {
  const byNumber = block.points.flatMap((point) => asked[point] ?? []);
  if (block.isUnderQuestion || block.points.length !== 1) return byNumber;
  const text = block.lines.join("\n");
  const topics = topicsOf(text, asked);
  if (topics.length === 0) return order.isList && !isShort(text.trim()) ? [] : byNumber;
  if (!order.isTheirs && !fitsPoint(byNumber[0], topics)) return topics.length === 1 ? topics : [];
  return byNumber;
};

/** An answer behind a question is told with it: "done" alone says nothing to who reads it later. */
const isOwn = ({ kind, answer }: ReplyLine): boolean => kind === "own" || answer !== "";

const joined = (lines: readonly ReplyLine[], which: (line: ReplyLine) => boolean): string =>
  lines
    .filter(which)
    .map(({ text }) => text)
    .join("\n")
    .trim();

/** Reads a reply's text. Never throws; only ever adds claims. */
export const readAnswers = (text: string, points: AskedPoints): Answers => {
  const lines = readReplyLines(text, points);
  const blocks = readBlocks(lines, points.asked.length);
  const freeBlocks = blocks.filter((block) => block.points.length === 0);
  const order = { isTheirs: followsOrder(blocks, points), isList: freeBlocks.some((block) => ownList.test(block.lines.join("\n"))) };
  const found = new Map<RequirementId, { claim: ClaimKind; text: string }>();
  const closed = new Set<RequirementId>();
  let before: AnswerBlock | null = null;
  for (const each of blocks.filter(({ points: own }) => own.length > 0)) {
    const block: AnswerBlock = before !== null && sameAsBefore.test(each.lines.join("")) ? { ...each, lines: before.lines } : each;
    before = block;
    for (const id of placesOf(block, points, order)) {
      const said = answerOf(block, id);
      if (said.claim !== null && !closed.has(id)) found.set(id, { claim: said.claim, text: said.text });
      else if (said.statements.includes("not")) {
        closed.add(id);
        found.delete(id);
      }
    }
  }
  const sentences = freeBlocks.flatMap((block) => sentencesIn(block));
  for (const { id, claim, sentence } of readFreeText(sentences, points.asked, new Set([...found.keys(), ...closed])))
    found.set(id, { claim, text: sentence });
  return {
    claims: points.asked.flatMap((requirement) => {
      const said = found.get(requirement);
      return said ? [{ requirement, ...said }] : [];
    }),
    lawful: blocks.flatMap((block) => sentencesIn(block)).some(saysLawful),
    text: joined(lines, isOwn),
    quoted: joined(lines, (line) => !isOwn(line)),
  };
};
