import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type YAMLError } from "yaml";
import { OperationError } from "../domain/operation-error.ts";
import { type FieldPath, type PlacedProblem, problemLines, type TextPlace } from "./config-problem.ts";

/** A config that is good YAML, as plain data, and where each field stands in the file. */
export interface YamlFile {
  /** Maps, lists, text, numbers, true, false, null; an empty file is an empty map. */
  readonly data: unknown;
  /** Place of the key or the value at the path; of the nearest field around it where the path ends early. */
  readonly placeOf: (path: FieldPath, at: "key" | "value") => TextPlace;
}

/** A config of ten thousand sites is about 1 MB. */
const largestBytes = 4 * 1024 * 1024;

/** How often aliases may multiply what the file holds, before it is taken for a YAML bomb. The library's default. */
const maxAliasCount = 100;

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");

const readBytes = (shown: string, absolute: string): Uint8Array => {
  try {
    const stat = statSync(absolute);
    if (stat.isDirectory()) throw new OperationError("config-wrong", `${shown}: is a directory, not a config file`);
    if (!stat.isFile()) throw new OperationError("config-wrong", `${shown}: is not a regular file`);
    if (stat.size > largestBytes) {
      throw new OperationError("config-wrong", `${shown}: has ${stat.size} bytes; a config has at most ${largestBytes}`);
    }
    return readFileSync(absolute);
  } catch (error) {
    if (error instanceof OperationError) throw error;
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") throw new OperationError("config-missing", `${shown}: no such file`, error);
    const reason = code === "EACCES" || code === "EPERM" ? "permission denied" : error instanceof Error ? error.message : String(error);
    throw new OperationError("config-wrong", `${shown}: cannot be read: ${reason}`, error);
  }
};

const decode = (shown: string, bytes: Uint8Array): string => {
  const text = new TextDecoder().decode(bytes);
  if (isUtf8(bytes)) return text;
  const before = text.slice(0, text.indexOf("\ufffd"));
  const line = before.split("\n").length;
  throw new OperationError(
    "config-wrong",
    `${shown}:${line}:${before.length - before.lastIndexOf("\n")} is not UTF-8 text; save the file as UTF-8`,
  );
};

/** The library's words where they say enough, ours where they do not. */
const syntaxText = (error: YAMLError): string => {
  const firstLine = error.message.split("\n")[0] ?? "";
  switch (error.code) {
    case "DUPLICATE_KEY":
      return "this key stands twice in the same mapping; keep one";
    case "MULTIPLE_DOCS":
      return "a second document begins here (---); a config is one document";
    case "TAB_AS_INDENT":
      return "a tab indents this line; YAML takes spaces only";
    case "RESOURCE_EXHAUSTION":
      return "is nested too deeply";
    default:
      return /Maximum call stack|Stack overflow/.test(firstLine) ? "is nested too deeply" : `YAML: ${firstLine}`;
  }
};

const keyText = (pair: Pair): string => (isScalar(pair.key) ? String(pair.key.value) : String(pair.key));

/** Follows the path through maps, lists and aliases as far as it goes; returns offsets into the text. */
const offsetOf = (document: Document.Parsed, path: FieldPath, at: "key" | "value"): number => {
  let node: Node | null | undefined = document.contents;
  let keyOffset = node?.range?.[0] ?? 0;
  let valueOffset = keyOffset;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    let next: unknown;
    if (isMap(node)) {
      const pair = node.items.find((item) => keyText(item) === String(step));
      if (pair === undefined) return keyOffset;
      keyOffset = isScalar(pair.key) ? (pair.key.range?.[0] ?? keyOffset) : keyOffset;
      next = pair.value;
    } else if (isSeq(node)) {
      next = node.items[Number(step)];
    }
    if (next === undefined) return keyOffset;
    node = next as Node | null;
    valueOffset = node?.range?.[0] ?? keyOffset;
    if (typeof step === "number") keyOffset = valueOffset;
  }
  return at === "key" ? keyOffset : valueOffset;
};

const toData = (document: Document.Parsed, shown: string): unknown => {
  try {
    return document.toJS({ maxAliasCount }) ?? {};
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const isBomb = text.startsWith("Excessive alias count");
    throw new OperationError(
      "config-wrong",
      `${shown}: ${isBomb ? "aliases (*name) multiply too often; write the values out" : `YAML: ${text}`}`,
      error,
    );
  }
};

/**
 * Reads a YAML file (YAML 1.2, UTF-8, one document). Throws `config-missing` where there is none and `config-wrong`,
 * with every mistake on a line of its own, where it cannot be read, is too large, or is not good YAML.
 */
export const readYaml = (shown: string, absolute: string): YamlFile => {
  const text = decode(shown, readBytes(shown, absolute));
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): TextPlace => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const mistakes: PlacedProblem[] = [...document.errors, ...document.warnings].map((error) => ({
    ...placeAt(error.pos[0]),
    field: "",
    text: syntaxText(error),
  }));
  const tooDeep = mistakes.filter((mistake) => mistake.text === "is nested too deeply");
  if (mistakes.length > 0)
    throw new OperationError("config-wrong", problemLines(shown, tooDeep.length > 0 ? tooDeep.slice(0, 1) : mistakes));
  return { data: toData(document, shown), placeOf: (path, at) => placeAt(offsetOf(document, path, at)) };
};
