/**
 * Text in a terminal's columns: width, cutting, padding and wrapping by what a person sees as one character.
 * Characters of ambiguous width (box drawing, block elements, the ellipsis) count as one column, as terminals do by default.
 */

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

const plainAscii = /^[\x20-\x7e]*$/;
const noColumns = /^[\p{M}\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u1160-\u11ff]$/u;
const emoji = /^\p{Emoji_Presentation}$/u;
const joinedEmoji = /^\p{Extended_Pictographic}.*[\u200d\ufe0f\u{1f3fb}-\u{1f3ff}]/u;

/** First and last code point of the ranges that are Wide or Fullwidth and no emoji. Source: Unicode, EastAsianWidth.txt. */
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2630, 0x2637],
  [0x268a, 0x268f],
  [0x2e80, 0x303e],
  [0x3041, 0x3247],
  [0x3250, 0xa4c6],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18dff],
  [0x1aff0, 0x1b2ff],
  [0x1d300, 0x1d376],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

const isWide = (char: string): boolean => {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x1100) return false;
  return emoji.test(char) || wideRanges.some(([first, last]) => code >= first && code <= last);
};

const graphemeWidth = (grapheme: string): number => {
  // Latin letters, kana and the common kanji are nearly all there is; they need no look at their properties.
  const code = grapheme.length === 1 ? grapheme.charCodeAt(0) : 0;
  if (code >= 0x20 && code < 0x7f) return 1;
  if (code >= 0x30a1 && code <= 0x30ff) return 2;
  if (code >= 0x4e00 && code <= 0x9fff) return 2;
  if (joinedEmoji.test(grapheme)) return 2;
  let width = 0;
  for (const char of grapheme) width += noColumns.test(char) ? 0 : isWide(char) ? 2 : 1;
  // Two regional indicators are one flag of two columns; every other cluster is as wide as its parts.
  return /^\p{RI}\p{RI}$/u.test(grapheme) ? 2 : width;
};

/** Text of which each code unit is a character by itself: there the segmenter, by far the slowest part, has nothing to find. */
const unjoined = /^[\x20-\x7e\u2500-\u25ff\u3000-\u3029\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fff\uff01-\uff5e]*$/;

const split = (text: string): string[] =>
  unjoined.test(text) ? text.split("") : Array.from(graphemes.segment(text), (part) => part.segment);

/** Columns that the text takes in a terminal: East Asian wide characters two, combining marks none. */
export const textWidth = (text: string): number =>
  plainAscii.test(text) ? text.length : split(text).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0);

/** The longest start of `text` that fits, whole characters only. */
const fit = (text: string, width: number): string => {
  let used = 0;
  let out = "";
  for (const grapheme of split(text.slice(0, width * 16 + 16))) {
    used += graphemeWidth(grapheme);
    if (used > width) break;
    out += grapheme;
  }
  return out;
};

/** The text, cut with `…` where it is wider than `width` columns; empty for a width below one. */
export const truncateText = (text: string, width: number): string => {
  if (width < 1) return "";
  return fit(text, width).length === text.length ? text : `${fit(text, width - 1)}…`;
};

/** Spaces added on the given side up to `width` columns; a wider text stays as it is. */
export const padText = (text: string, width: number, side: "start" | "end" = "end"): string => {
  const space = " ".repeat(Math.max(0, width - textWidth(text)));
  return side === "end" ? text + space : space + text;
};

/** Signs that do not begin a line, and signs that do not end one. Source: JIS X 4051, the classes used in running text. */
const notFirst = /^[、。，．・：；？！）」』】〕〉》”’…ー々%）\])},.;:?!ぁぃぅぇぉっゃゅょァィゥェォッャュョ]/u;
const notLast = /[（「『【〔〈《“‘([{]$/u;

/** Pieces that a line break never divides: a word, or one wide character with the signs that cling to it. */
const pieces = (text: string): string[] => {
  const out: string[] = [];
  let isOpen = false;
  for (const grapheme of split(text)) {
    const last = out.at(-1);
    const isSpace = grapheme === " ";
    const isBreakable = isSpace || isWide(grapheme);
    const clings = last !== undefined && last !== " " && !isSpace && (notFirst.test(grapheme) || notLast.test(last));
    if (clings || (isOpen && !isBreakable)) out[out.length - 1] = last + grapheme;
    else out.push(grapheme);
    isOpen = !isBreakable;
  }
  return out;
};

const cutTo = (piece: string, width: number): string[] => {
  const parts: string[] = [];
  for (let rest = piece; rest !== ""; ) {
    const part = fit(rest, width) || (split(rest)[0] ?? rest);
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return parts;
};

/**
 * The text as lines of at most `width` columns: broken at spaces, between wide characters (Japanese signs kept off the
 * wrong end of a line), and within a word only where it alone is wider than a line. At least one line, never trailing spaces.
 */
export const wrapText = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const piece of pieces(text).flatMap((whole) => (textWidth(whole) > width ? cutTo(whole, width) : [whole]))) {
    const columns = textWidth(piece);
    if (used > 0 && used + columns > width) {
      lines.push(line.trimEnd());
      line = "";
      used = 0;
    }
    if (used === 0 && piece === " ") continue;
    line += piece;
    used += columns;
  }
  return line.trim() === "" && lines.length > 0 ? lines : [...lines, line.trimEnd()];
};
