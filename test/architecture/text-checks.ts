import { isTest, type SourceFile } from "./source-file.ts";

/** Lines a file may have. */
const longestFileLines = 300;

/** Lines a function may have, those of functions inside it not counted. */
const longestFunctionLines = 60;

/** Tables: files that are long because the world is, not because they do much. */
const tables: readonly string[] = [
  // Tables of wrong configs and of command lines, each with what is said about it.
  "config.test.ts",
  "cli/run-cli.test.ts",
  // Words of the report, one entry for each thing that can be said.
  "report/en.ts",
  "report/ja.ts",
  // Words of the notices, likewise: a translator has all of them in one file.
  "catalog/languages/en.ts",
  "catalog/languages/ja.ts",
];

/** Names that say nothing about what is inside. */
const emptyNames = /^(utils?|helpers?|common|lib|types|services?|managers?|handlers?)$/;

/** Others' terms keep theirs: the Common Log Format is called so. */
const borrowedNames: readonly string[] = ["catalog/formats/common.ts"];

/** Words that the glossary replaces. Others' terms (an `AbortSignal`) are not exports of ours. */
const forbiddenWords = /^(ban|ticket|alert|signal|rule|handler|manager|service|helper|util)s?$/i;

const exported =
  /^export\s+(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:const\s+enum|const|let|var|function\*?|class|interface|type|enum)\s+([\w$]+)/;

interface Export {
  readonly name: string;
  readonly line: number;
  readonly hasComment: boolean;
}

const endsWithComment = (before: readonly string[]): boolean =>
  before
    .findLast((line) => line.trim() !== "")
    ?.trimEnd()
    .endsWith("*/") ?? false;

const declarationsOf = ({ text }: SourceFile): Export[] => {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    const name = exported.exec(line)?.[1];
    return name ? [{ name, line: index + 1, hasComment: endsWithComment(lines.slice(0, index)) }] : [];
  });
};

const listedNamesOf = ({ text }: SourceFile): string[] =>
  [...text.matchAll(/^export\s+(?:type\s+)?\{([^}]*)\}/gm)].flatMap((match) =>
    (match[1] ?? "").split(",").flatMap(
      (part) =>
        part
          .trim()
          .split(/\s+as\s+/)
          .at(-1)
          ?.replace(/^type\s+/, "") || [],
    ),
  );

const wordsOf = (identifier: string): string[] => identifier.split(/(?<=[a-z0-9])(?=[A-Z])|[_$-]/).filter((word) => word !== "");

const baseName = (path: string): string => (path.split("/").at(-1) ?? "").replace(/\.test(?=\.tsx?$)/, "").replace(/\.tsx?$/, "");

const lineCount = (text: string): number => text.split("\n").length - (text.endsWith("\n") ? 1 : 0);

const indentOf = (line: string): number => line.length - line.trimStart().length;

const opensFunction = (line: string): boolean =>
  /=>\s*\(?\{$/.test(line) ||
  /\bfunction\b.*\{$/.test(line) ||
  (/^\s+(?:(?:async|get|set|static|override|private)\s+)*[\w$#]+\(.*\{$/.test(line) && !/^\s+(?:if|for|while|switch|catch)\b/.test(line));

interface Measured {
  readonly from: number;
  readonly indent: number;
  nestedLines: number;
}

// The formatter's indentation tells where a function ends. Functions within are counted for themselves: a `createX` is
// as long as its closures together, and that is not what makes it hard to read.
const longFunctionsOf = ({ path, text }: SourceFile): string[] => {
  const open: Measured[] = [];
  const found: string[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const last = open.at(-1);
    if (last && /^\s*\}/.test(line) && indentOf(line) === last.indent) {
      open.pop();
      const all = index - last.from + 1;
      if (all - last.nestedLines > longestFunctionLines)
        found.push(`${path}:${last.from + 1} has ${all - last.nestedLines} lines of its own`);
      const outer = open.at(-1);
      if (outer) outer.nestedLines += all;
    }
    if (opensFunction(line)) open.push({ from: index, indent: indentOf(line), nestedLines: 0 });
  }
  return found;
};

/** Functions that are too long to be read at once. */
export const longFunctions = (files: readonly SourceFile[]): string[] => files.filter(({ path }) => !isTest(path)).flatMap(longFunctionsOf);

/** Exports of the domain and the ports without a doc comment. */
export const undocumentedExports = (files: readonly SourceFile[]): string[] =>
  files
    .filter(({ path }) => /^(domain|ports)\//.test(path) && !isTest(path))
    .flatMap((file) => declarationsOf(file).flatMap(({ name, line, hasComment }) => (hasComment ? [] : [`${file.path}:${line} ${name}`])));

/** Exports and files whose names contain a word that the glossary replaces. */
export const forbiddenNames = (files: readonly SourceFile[]): string[] =>
  files.flatMap((file) =>
    [...declarationsOf(file).map(({ name }) => name), ...listedNamesOf(file), baseName(file.path)]
      .filter((name) => wordsOf(name).some((word) => forbiddenWords.test(word)))
      .map((name) => `${file.path} ${name}`),
  );

/** Files, and folders, whose names say nothing. */
export const emptyFileNames = (files: readonly SourceFile[]): string[] =>
  files
    .map(({ path }) => path)
    .filter(
      (path) => !borrowedNames.includes(path) && [...path.split("/").slice(0, -1), baseName(path)].some((name) => emptyNames.test(name)),
    );

/** Files that are too long to be about one thing. */
export const longFiles = (files: readonly SourceFile[]): string[] =>
  files
    .filter(({ path, text }) => !tables.includes(path) && lineCount(text) > longestFileLines)
    .map(({ path, text }) => `${path} has ${lineCount(text)} lines`);

/** Default exports: a name that every importer could choose anew. */
export const defaultExports = (files: readonly SourceFile[]): string[] =>
  files.filter(({ text }) => /^export\s+default\b|^export\s+\{[^}]*\bas\s+default\b/m.test(text)).map(({ path }) => path);

/** What would make the same logs give another result tomorrow. */
const moment = /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bMath\.random\(|\bprocess\./;

/** Uses of the clock, of chance and of the process in the domain: time comes with the event or is handed in. */
export const clockInDomain = (files: readonly SourceFile[]): string[] =>
  files
    .filter(({ path }) => path.startsWith("domain/") && !isTest(path))
    .flatMap(({ path, text }) =>
      text
        .split("\n")
        .flatMap((line, index) => (moment.test(line) && !/^\s*(\*|\/)/.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
    );
