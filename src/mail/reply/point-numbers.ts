/** A text that starts with the numbers of points: which (from 0), and what is said of them. */
export interface NumberedText {
  readonly points: readonly number[];
  readonly rest: string;
}

/** ① as (1): made plain otherwise, ①② would be twelve. */
const withCircles = (text: string): string => text.replace(/[①-⑨]/gu, (circle) => `(${circle.normalize("NFKC")})`).normalize("NFKC");

const number = String.raw`[#(\[【]?\s*([1-9])(?:\s*[)\]】])?(?:番目|番|つ目|点目)?`;
const between = String.raw`\s*(?:[,、・&+/]|と|及び|および|,?\s*and|や|(?<=[)\]】]))\s*`;
const through = String.raw`\s*(?:[~〜–—-]|から|to|through)\s*`;
const lead = String.raw`^[\s・•*●■◆▼>-]*(?:(?:re|regarding|about|for|as for|points?|items?|questions?|q(?=\s*\d)|numbers?|nos?\.?|steps?|項目|質問|設問)\s*:?\s*)*`;
const list = new RegExp(`${lead}${number}((?:(?:${between}|${through})${number})*)`, "iu");

/** After a number these make it a count or a date. */
const counter = /^\s*(?:以外|を除|つの|個|件|名|時|日|月|年|点(?!目)|%|度|台|回|週|本(?!体)|人|行|か月|ヶ月|st\b|nd\b|rd\b|th\b|\.\d|\d)/iu;
const ending = /^(?:\s*(?:[.:)\]、,/。]|[-=ー]+>|[→⇒…]|-\s|まで|は|が|も|の|について|に関して|に関しまして|です|だけ|のみ)|\s+|$)/u;
/** A number and a space alone may be a count: only a status, an arrow or Japanese makes it a point. */
const looseRest =
  /^\s+(?:[-=]*>|[→⇒-]|ok\b|done\b|yes\b|no\b|tbd\b|n\/a|✔|✘|✓|×|[○◯]|(?:is|are|have|has|was|were|still|in|not|completed?|fixed|pending|finished)\b|[\u3040-\u30ff\u4e00-\u9fff])/iu;

const spread = (text: string): readonly number[] => {
  const found: number[] = [];
  let last = 0;
  let isRange = false;
  for (const [token] of text.matchAll(/[1-9]|[~〜–—-]|から|\bto\b|through/giu)) {
    if (!/[1-9]/.test(token)) isRange = true;
    else {
      const value = Number(token);
      for (let at = isRange ? last + 1 : value; at <= value; at++) found.push(at);
      last = value;
      isRange = false;
    }
  }
  return found;
};

/** Reads the numbers that a text starts with; null where it starts with none of the `count` points. */
export const readNumbers = (text: string, count: number): NumberedText | null => {
  const plain = withCircles(text);
  const match = list.exec(plain);
  if (!match) return null;
  const rest = plain.slice(match[0].length);
  const points = spread(match[0].replace(/^.*?(?=[1-9])/su, ""));
  if (points.some((point) => point > count) || counter.test(rest)) return null;
  const isSure = points.length > 1 || /[)\]】番目]$/u.test(match[0]) || /[#([【]|(point|item|question|no|項目)/iu.test(match[0]);
  if (!isSure && (!ending.test(rest) || (/^\s+[^\s]/u.test(rest) && !looseRest.test(rest)))) return null;
  return {
    points: points.map((point) => point - 1),
    rest: rest.replace(/^\s*(?:まで)?(?:について|に関し(?:て|まして))?(?:[.:)\]、,/。・]|は(?!い)|が|も|ですが)?\s*/u, ""),
  };
};

/** Whether there is a point's number at this place, in the middle of a line. */
const isInnerStart = (text: string, count: number): boolean => /^[\s(（[#q]*[1-9]/iu.test(text) && readNumbers(text, count) !== null;

/** Splits a line in which several numbered points stand one after the other. */
export const splitNumbered = (line: string, count: number): readonly string[] => {
  const plain = withCircles(line);
  const first = list.exec(plain)?.[0].length ?? 0;
  const pieces: string[] = [];
  let from = 0;
  for (const { index } of plain.matchAll(
    /(?<=[,、。;!]\s*|\.\s+|[^\d\s.,~〜–-]\s*(?=\([1-9]\))|[^\d\s.,~〜–-](?<!\b(?:number|point|item|no|question|for|and|except|of))\s+(?=q?[1-9]\s*[).:\]])|(?<=[1-9]\s*[).:\]]\s*no)\s+(?=q?[1-9]\s*[).:\]]))(?=[#([q]?[1-9])/giu,
  )) {
    if (index < first || index <= from || !isInnerStart(plain.slice(index), count)) continue;
    pieces.push(plain.slice(from, index));
    from = index;
  }
  return [...pieces, plain.slice(from)].map((piece) => piece.replace(/[、,;]\s*$/u, ""));
};
