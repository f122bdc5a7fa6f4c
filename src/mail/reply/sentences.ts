import { isJapanese } from "./judge-sentence.ts";

/** Lines that a mail program broke are put together again; a line that ends a thought, or starts a point, stays its own. */
export const joinLines = (lines: readonly string[]): string => {
  let text = "";
  for (const line of lines) {
    const bare = line.trim();
    const last = text.split("\n").at(-1) ?? "";
    const isOpen =
      /[、,，]$/.test(last) || (isJapanese(last) ? last.length >= 30 && !/[。．.!！?？」』:：]$/.test(last) : isWrapped(last, bare));
    const startsAnew = bare === "" || /^[・•\-*＊■□▼●○→⇒>＞]|^[\s(（]*[\d０-９①-⑳]/.test(bare);
    text += text === "" ? bare : isOpen && !startsAnew ? `${isJapanese(last) ? "" : " "}${bare}` : `\n${bare}`;
  }
  return text;
};

const isWrapped = (last: string, next: string): boolean => last.length > 50 && !/[.!?:]$/.test(last) && /^[a-z(]/.test(next);

/** Sentences of a text: at full stops, question marks and line ends; not within numbers and names of files. */
export const sentencesOf = (text: string): readonly string[] =>
  text
    .split(/(?<=[。！？!?])|(?<=[^\d\s]\.)(?=\s|$)|(?<=\d\.)(?=\s+[A-Z])|\n|(?<=;)\s/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}\p{N}○◯〇◎△×✔✓✘✕☑✅❌]/u.test(sentence));

/** Parts of a sentence that may each have a predicate of their own. */
export const clausesOf = (sentence: string): readonly string[] =>
  (isJapanese(sentence)
    ? sentence.split(/(?<=(?:が|て|し|で|り|ず|ので|から|した|済み?|ところ|も))[、,，]/u)
    : sentence.split(
        /[,;]\s+(?:and |but )?|\s(?:but|though|however)\s|\s-\s|\band\b(?=\s+(?:the|i|we|removed|deleted|updated|changed|turned|disabled|nothing|no)\b)/i,
      )
  )
    .map((clause) => clause.trim().replace(/(?<=[たすい])(が|けれども|けれど|けど|ので|ため|から|ところ|し)[、,，]?$|[、,，]$/u, ""))
    .filter((clause) => clause !== "");
