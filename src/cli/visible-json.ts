/** Characters that JSON allows raw but that would move or hide what a terminal shows: C1 controls, separators, bidi and other format characters. */
const unseen = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

const escapeUnits = (char: string): string =>
  Array.from({ length: char.length }, (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");

/** JSON with two spaces of indent; unseen characters as `\uXXXX`, which reads back as the same text. */
export const visibleJson = (value: unknown): string => JSON.stringify(value, null, 2).replace(unseen, escapeUnits);
