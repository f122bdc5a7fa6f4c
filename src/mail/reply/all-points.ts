import type { RequirementId } from "../../domain/case/requirement.ts";
import { topicsOf } from "./topics.ts";

const allJapanese =
  /(全て|すべて|全部|ぜんぶ|一通り|ひととおり|[1-9一二三四五六](つ|点|項目|件)(とも|すべて|全て|全部|共に)|[1-9]項目|ご指摘の[1-9]点|両方とも|両方|どちらも|いずれも|全項目|全点).{0,16}(対応|完了|実施|確認|終わ|終え|済|問題|異常|やりました|行いました|クリア)/;
const whole =
  "(all|everything|both|every (single )?(step|point|item|one)|each (step|point|item|one)|the (whole|entire|full) list|all (of )?(the )?(steps|points|items)|all of (it|them|the above))";
const finished = "(done|complete|completed|finished|fixed|did|taken care of|dealt with|sorted|addressed|handled|resolved|implemented)";
const allEnglish = new RegExp(`\\b${whole}\\b.{0,40}\\b${finished}\\b|\\b${finished}\\b.{0,12}\\b${whole}\\b`, "i");

const except = /(以外|除き|除いて)|\b(except|apart from|other than|all but)\b/i;
const exceptedNumber = /(?:except|apart from|other than|all but|but)\D{0,24}([1-9])|([1-9])\D{0,6}(?:以外|を除)/giu;
const exceptLast = /最後の.{0,6}(以外|を除)|(except|but|apart from) the last/i;

const numberWords: Readonly<Record<string, number>> = { one: 1, two: 2, three: 3, four: 4 };

/** "The first two", "(1 only)": points that a sentence names without numbering them at its start. */
export const namedPoints = (sentence: string, asked: readonly RequirementId[]): readonly RequirementId[] => {
  const text = sentence.normalize("NFKC");
  const group = /\b(first|last) (one|two|three|four|[1-4])\b/i.exec(text);
  if (group && !except.test(text)) {
    const count = numberWords[(group[2] ?? "").toLowerCase()] ?? Number(group[2]);
    return group[1]?.toLowerCase() === "first" ? asked.slice(0, count) : asked.slice(-count);
  }
  const only = /[（(]\s*([1-9])\s*(のみ|だけ|only)\s*[)）]/iu.exec(text)?.[1];
  return only === undefined ? [] : asked.slice(Number(only) - 1, Number(only));
};

const exceptedIn = (text: string, count: number): readonly number[] => [
  ...[...text.matchAll(exceptedNumber)].map(([, after, before]) => Number(after ?? before) - 1),
  ...(exceptLast.test(text) ? [count - 1] : []),
];

/** Whether a sentence speaks of all points at once, or of all but some. What it says of them is judged elsewhere. */
export const allPoints = (sentence: string, asked: readonly RequirementId[]): readonly RequirementId[] => {
  const plain = sentence.normalize("NFKC");
  const left = exceptedIn(plain, asked.length);
  const isAllBut = left.length > 0 && /以外|を除/.test(plain);
  if (!allJapanese.test(plain) && !allEnglish.test(plain) && !isAllBut) return [];
  // "One point of the four" is not all of them.
  if (Number(/([1-9])(?:点|項目)/u.exec(plain)?.[1] ?? asked.length) !== asked.length) return [];
  // "All plugins are updated" is all of one thing.
  if (topicsOf(plain.split(/[:：]/)[0] ?? "", asked).length > 0) return [];
  if (except.test(plain)) return left.length === 0 ? [] : asked.filter((_, at) => !left.includes(at));
  return asked;
};
