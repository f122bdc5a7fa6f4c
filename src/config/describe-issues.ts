import { z } from "zod";
import { nearestWord } from "../kit/edit-distance.ts";
import type { ConfigProblem, FieldPath } from "./config-problem.ts";

type Issue = z.core.$ZodIssue;

const kindNames: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a mapping (key: value)",
  array: "a list",
};

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/** How a value that stands in the wrong place is named; a secret is never repeated. */
const nameValue = (value: unknown, path: FieldPath): string => {
  if (path[0] === "secrets" && typeof value !== "object") return "a value; secrets stand in files: { file: /etc/sekisho/… }";
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value === "string") return `text (${shorten(JSON.stringify(value))})`;
  return typeof value === "number" ? `a number (${value})` : String(value);
};

const adviceFor = (expected: string, value: unknown): string => {
  if (value === null) return "; give it a value or remove the key";
  const isPlain = typeof value !== "object";
  if (expected === "string" && isPlain) return `; write it in quotes: "${String(value)}"`;
  if (expected === "array" && isPlain) return `; write it in brackets: [${shorten(String(value))}]`;
  if ((expected === "number" || expected === "int") && typeof value === "string" && /^\d+$/.test(value)) return "; write it without quotes";
  return "";
};

/** A policy's values stand with their reasons. */
const reasonAdvice = (value: unknown, keys: readonly string[]): string => {
  if (value === null || (typeof value === "object" && !Array.isArray(value)) || keys.join() !== "value,reason") return "";
  return `; give the reason with it: { value: ${shorten(Array.isArray(value) ? `[${value.join(", ")}]` : String(value))}, reason: … }`;
};

const orList = (values: readonly unknown[]): string => {
  const words = values.map(String);
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
};

/** The schema inside a wrapper (optional, default, transform, union); null where there is none. */
const unwrap = (schema: unknown): unknown => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return schema.unwrap();
  if (schema instanceof z.ZodPipe) return schema.in;
  return schema instanceof z.ZodUnion ? (schema.options.find((option) => option instanceof z.ZodObject) ?? null) : null;
};

/** The part of the schema that describes one field, wrappers still on; null beyond the schema. */
const schemaAt = (schema: unknown, path: FieldPath): unknown => {
  const [step, ...rest] = path;
  if (step === undefined) return schema;
  const inner = unwrap(schema);
  if (inner !== null) return schemaAt(inner, path);
  if (schema instanceof z.ZodObject) return schemaAt(schema.shape[String(step)] ?? null, rest);
  return schema instanceof z.ZodArray ? schemaAt(schema.element, rest) : null;
};

const knownKeys = (schema: unknown, path: FieldPath): readonly string[] => {
  let found = schemaAt(schema, path);
  while (found !== null && !(found instanceof z.ZodObject)) found = unwrap(found);
  return found === null ? [] : Object.keys(found.shape);
};

const unknownKey = (key: string, known: readonly string[]): string => {
  if (key === "<<") return "YAML 1.2 has no merge key; write the fields out, or use an alias (*name) for a whole value";
  const meant = nearestWord(key, known);
  return meant === null ? `unknown key; known here: ${known.join(", ")}` : `unknown key; did you mean "${meant}"?`;
};

const wrongChoice = (values: readonly unknown[], value: unknown, path: FieldPath): string => {
  const meant = typeof value === "string" ? nearestWord(value, values.map(String)) : null;
  const given = typeof value === "string" ? shorten(JSON.stringify(value)) : nameValue(value, path);
  return `${orList(values)} expected, not ${given}${meant === null ? "" : `; did you mean "${meant}"?`}`;
};

const missing = (schema: unknown, path: FieldPath): string => {
  const about = schemaAt(schema, path);
  const description = about instanceof z.ZodType ? about.description : undefined;
  return `missing${description === undefined ? "" : `; give ${description}`}`;
};

/** The union's branch that the value was meant for: the one that does not refuse the value's kind as a whole. */
const meantBranch = (issue: Extract<Issue, { code: "invalid_union" }>): readonly Issue[] => {
  const refusesKind = (branch: readonly Issue[]): boolean =>
    branch.some((inner) => inner.code === "invalid_type" && inner.path.length === 0);
  return issue.errors.find((branch) => !refusesKind(branch)) ?? [];
};

const valueAt = (data: unknown, path: FieldPath): unknown => {
  let value = data;
  for (const step of path) value = typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined;
  return value;
};

/** A field that is missing because its key is misspelt is one mistake, not two. */
const withoutSlips = (problems: readonly ConfigProblem[]): ConfigProblem[] => {
  const siblingKey = (path: FieldPath, key: unknown): string => JSON.stringify([...path.slice(0, -1), key]);
  const meant = new Set(
    problems.flatMap(({ at, path, text }) => (at === "key" ? [siblingKey(path, /did you mean "(.+)"/.exec(text)?.[1])] : [])),
  );
  return problems.filter(({ path, text }) => !text.startsWith("missing") || !meant.has(siblingKey(path, path.at(-1))));
};

/** Turns what zod found into problems that say what would be right. `schema` is asked for known keys and descriptions. */
export const describeIssues = (issues: readonly Issue[], schema: unknown, data: unknown): ConfigProblem[] => {
  const describe = (issue: Issue, base: FieldPath): ConfigProblem[] => {
    const path: FieldPath = [...base, ...issue.path.map((step) => (typeof step === "symbol" ? String(step) : step))];
    const value = valueAt(data, path);
    const problem = (text: string): ConfigProblem[] => [{ path, at: "value", text }];
    switch (issue.code) {
      case "unrecognized_keys":
        return issue.keys.map((key) => ({ path: [...path, key], at: "key", text: unknownKey(key, knownKeys(schema, path)) }));
      case "invalid_type":
        if (value === undefined) return problem(missing(schema, path));
        return problem(
          `${kindNames[issue.expected] ?? issue.expected} expected, not ${nameValue(value, path)}${adviceFor(issue.expected, value)}${reasonAdvice(value, knownKeys(schema, path))}`,
        );
      case "invalid_value":
        return problem(value === undefined ? missing(schema, path) : wrongChoice(issue.values, value, path));
      case "invalid_union": {
        const branch = meantBranch(issue);
        return branch.length === 0
          ? problem(`text or a mapping expected, not ${nameValue(value, path)}${adviceFor("string", value)}`)
          : branch.flatMap((inner) => describe(inner, path));
      }
      case "too_small":
        return problem(
          issue.origin === "string" || issue.origin === "array"
            ? "must not be empty"
            : `must be at least ${issue.minimum}, not ${String(value)}`,
        );
      case "too_big":
        return problem(`must be at most ${issue.maximum}, not ${String(value)}`);
      default:
        return problem(issue.message);
    }
  };
  return withoutSlips(issues.flatMap((issue) => describe(issue, [])));
};
