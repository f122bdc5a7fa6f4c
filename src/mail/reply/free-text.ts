import type { ClaimKind, RequirementId } from "../../domain/case/requirement.ts";
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

const all =
  /(全て|すべて|全部|[1-9一二三四五六]点(とも|すべて|全て|全部|共に)|[1-9]項目|ご指摘の[1-9]点|両方とも|両方|いずれも|全項目).{0,16}(対応|完了|実施|確認|終わ|済|問題|異常)|\b(all|everything|every step|both|all (the )?steps|all of (it|them|the above))\b.{0,40}\b(done|complete|completed|finished|fixed|taken care of|dealt with|sorted|addressed|handled|resolved|implemented)\b|\b(have|has) (completed|finished|done) (all|everything|every)\b/i;
const except = /(以外|除き|除いて)|\b(except|apart from|other than|all but)\b/i;

const numberWords: Readonly<Record<string, number>> = { one: 1, two: 2, three: 3, four: 4 };

/** "The first two", "everything except point 2": points that a sentence names without numbering them at its start. */
const namedPoints = (sentence: string, asked: readonly RequirementId[]): readonly RequirementId[] => {
  const text = sentence.normalize("NFKC");
  const group = /\b(first|last) (one|two|three|four|[1-4])\b/i.exec(text);
  if (group) {
    const count = numberWords[(group[2] ?? "").toLowerCase()] ?? Number(group[2]);
    return group[1]?.toLowerCase() === "first" ? asked.slice(0, count) : asked.slice(-count);
  }
  const only = /[（(]\s*([1-9])\s*(のみ|だけ|only)\s*[)）]/iu.exec(text)?.[1];
  return only === undefined ? [] : asked.slice(Number(only) - 1, Number(only));
};

const excepted = (sentence: string): readonly number[] =>
  [
    ...sentence.normalize("NFKC").matchAll(/(?:except|apart from|other than|all but|but)\D{0,24}([1-9])|([1-9])\D{0,6}(?:以外|を除)/giu),
  ].map(([, after, before]) => Number(after ?? before) - 1);

const allPoints = (sentence: string, asked: readonly RequirementId[]): readonly RequirementId[] => {
  const plain = sentence.normalize("NFKC");
  const isOther = /[1-9](番)?(以外|を除)/u.test(plain);
  if (!all.test(plain) && !isOther) return [];
  if (Number(/([1-9])(?:点|項目)/u.exec(plain)?.[1] ?? asked.length) !== asked.length) return [];
  if (topicsOf(plain.split(/[:：]/)[0] ?? "", asked).length > 0) return [];
  const left = excepted(plain);
  if (except.test(plain)) return left.length === 0 ? [] : asked.filter((_, at) => !left.includes(at));
  return asked;
};

const allFindable = (topics: readonly RequirementId[]): boolean => topics.every((id) => findable.includes(id));

/** "Removal of the form" in a list of what was done. */
const namedDeed = /(の|を)(削除|停止|撤去|更新|変更|導入|閉鎖|非公開化|アップデート|無効化|復元|設置)\s*([（(].*[)）])?$/u;
const cameBack =
  /また(すぐに?)?(作|現|戻|復活|増え|送|出)|再び|\b(keeps? (coming|appearing|being)|(came|come|comes) back(?! clean)|reappear|back again)/i;
const announced = /(以下|下記|次)の?.{0,12}(対応|実施|作業|処置).{0,8}(しました|致しました|済み?|ました)/;
const exceptPoints =
  /,?\s*\b(except|apart from|other than|all but)( for)?\s+(points?|items?|numbers?|no\.?|#)?\s*[\d,\s&]+(and \d)?|[\d、と,\s]+(番)?(以外|を除いて|を除き)の?/giu;

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
    } else if (topics.length > 0 && cameBack.test(sentence)) say(topics, "not", sentence);
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
