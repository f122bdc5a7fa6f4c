import type { ClaimKind, RequirementId } from "../../domain/case/requirement.ts";
import { allPoints, namedPoints } from "./all-points.ts";
import { combineStatements } from "./combine-statements.ts";
import { isOurs, judgeSentence } from "./judge-sentence.ts";
import { findable, ownable } from "./requirement-kinds.ts";
import { clausesOf } from "./sentences.ts";
import type { Statement } from "./statement.ts";
import { topicsOf } from "./topics.ts";

/** A claim that the free text of a reply makes. */
export interface FreeClaim {
  readonly id: RequirementId;
  readonly claim: ClaimKind;
  readonly sentence: string;
}

interface Clause {
  readonly text: string;
  readonly topics: readonly RequirementId[];
  readonly statement: Statement;
}

const allFindable = (topics: readonly RequirementId[]): boolean => topics.every((id) => findable.includes(id));

/** "Removal of the form" in a list of what was done. */
const namedDeed = /(の|を)(削除|停止|撤去|更新|変更|導入|閉鎖|非公開化|アップデート|無効化|復元|設置)\s*([（(].*[)）])?$/u;
const cameBack =
  /また(すぐに?)?(作|現|戻|復活|増え|送|出)|再び|\b(keeps? (coming|appearing|being)|(came|come|comes) back(?! clean)|reappear|back again)/i;
/** "We updated WordPress, but not the theme": half of it is none of it. */
const butNot = /\b(but|though|just) not\b/i;
const announced = /(以下|下記|次)の?.{0,12}(対応|実施|作業|処置).{0,8}(しました|致しました|済み?|ました)/;
const exceptPoints =
  /,?\s*\b(except|apart from|other than|all but)( for)?\s+(points?|items?|numbers?|no\.?|#)?\s*[\d,\s&]+(and \d)?|[\d、と,\s]+(番)?(以外|を除いて|を除き)の?|最後の.{0,6}(以外|を除いて)|\b(except|but|apart from) the last( (one|point|item))?/giu;

const toClauses = (sentence: string, asked: readonly RequirementId[]): readonly Clause[] => {
  const heading = /^(.{2,40}?)\s*(?:[→⇒]|[-=]+>|[:：])\s*(\S.*)$/u.exec(sentence);
  const headTopics = heading ? topicsOf(heading[1] ?? "", asked) : [];
  if (heading && headTopics.length > 0)
    return [
      {
        text: sentence,
        topics: headTopics,
        statement: judgeSentence(heading[2] ?? "", { isAnswer: true, canFindNothing: allFindable(headTopics) }),
      },
    ];
  const clauses = clausesOf(sentence).map((text) => {
    const topics = topicsOf(text, asked);
    return { text, topics, statement: judgeSentence(text, { isAnswer: false, canFindNothing: allFindable(topics) }) };
  });
  // A clause without a predicate of its own shares that of the next one.
  return clauses.map((clause, at) => ({
    ...clause,
    statement:
      clause.statement !== "nothing"
        ? clause.statement
        : (clauses.slice(at + 1).find(({ statement }) => statement !== "nothing")?.statement ?? "nothing"),
  }));
};

interface Voice {
  readonly statements: Statement[];
  sentence: string;
}

/** What free text claims of the points that nothing else has answered. A statement counts for what it names, and for no more. */
export const readFreeText = (
  sentences: readonly string[],
  asked: readonly RequirementId[],
  answered: ReadonlySet<RequirementId>,
): readonly FreeClaim[] => {
  const voices = new Map<RequirementId, Voice>();
  const say = (ids: readonly RequirementId[], statement: Statement, sentence: string): void => {
    for (const id of ids) {
      const voice = voices.get(id) ?? { statements: [], sentence };
      voice.statements.push(ownable.includes(id) && isOurs(sentence) ? "was-ours" : statement);
      if (statement !== "nothing") voice.sentence = sentence;
      voices.set(id, voice);
    }
  };
  let isAnnounced = false;
  let spoken: readonly RequirementId[] = [];
  for (const sentence of sentences) {
    const whole = judgeSentence(sentence.normalize("NFKC").replace(exceptPoints, " "), { isAnswer: true, canFindNothing: true });
    const named = [...allPoints(sentence, asked), ...namedPoints(sentence, asked)];
    const topics = topicsOf(sentence, asked);
    if (named.length > 0) say(named, whole, sentence);
    else if (isAnnounced && topics.length > 0 && namedDeed.test(sentence)) say(topics, "done", sentence);
    else if (whole === "need-help") {
      const about = topics.length > 0 ? topics : spoken.length > 0 ? spoken : asked;
      say(about, whole, sentence);
    } else if (topics.length > 0 && (cameBack.test(sentence) || butNot.test(sentence))) say(topics, "not", sentence);
    else if (topics.length > 0) for (const clause of toClauses(sentence, asked)) say(clause.topics, clause.statement, sentence);
    else if (asked.length === 1) say(asked, whole, sentence);
    if (topics.length > 0) spoken = topics;
    isAnnounced ||= announced.test(sentence);
  }
  return [...voices].flatMap(([id, { statements, sentence }]) => {
    const claim = answered.has(id) ? null : combineStatements(statements, statements[0] === "done");
    return claim === null ? [] : [{ id, claim, sentence }];
  });
};
