import { visibleText } from "../kit/visible-text.ts";

/** Where in the data a problem lies: keys and list indices from the root. */
export type FieldPath = readonly (string | number)[];

/** One thing wrong with a config, before it has a line and a column. */
export interface ConfigProblem {
  readonly path: FieldPath;
  /** Whether the key itself is wrong or what stands behind it. */
  readonly at: "key" | "value";
  /** What is wrong and what would be right. */
  readonly text: string;
}

/** A place in the file, both counted from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** A problem ready to show. */
export interface PlacedProblem extends TextPlace {
  /** `accounts[0].sites[1].domain`; empty for the file as a whole. */
  readonly field: string;
  readonly text: string;
}

const plainKey = /^[\p{L}\p{N}_-]+$/u;

/** `accounts[0].sites[1].domain`; a key with other signs in it stands in quotes. */
export const fieldName = (path: FieldPath): string =>
  path
    .map((step) => {
      if (typeof step === "number") return `[${step}]`;
      return plainKey.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
    })
    .join("")
    .replace(/^\./, "");

/** A value that fills pages is cut; what is wrong with it stands in the first few words. */
const longestText = 500;

const oneLine = (text: string): string => visibleText(text.length > longestText ? `${text.slice(0, longestText)}…` : text);

/** One line each, in the order of the file, repeats left out, unseen characters as visible escapes. */
export const problemLines = (shownFile: string, problems: readonly PlacedProblem[]): string => {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  const lines = sorted.map(
    ({ line, column, field, text }) => `${shownFile}:${line}:${column} ${field === "" ? "" : `${field}: `}${oneLine(text)}`,
  );
  return [...new Set(lines)].join("\n");
};
