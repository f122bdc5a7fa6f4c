import type { z } from "@hono/zod-openapi";
import type { FieldProblem } from "./problem.ts";

/** `answers[0].claim`; the whole where the path is empty. */
const fieldName = (path: readonly PropertyKey[]): string =>
  path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");

type Issue = z.core.$ZodIssue;

const flat = (issue: Issue, base: readonly PropertyKey[]): FieldProblem[] => {
  const path = [...base, ...issue.path];
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => ({ field: fieldName([...path, key]), message: "unknown field" }));
  const branch = issue.code === "invalid_union" ? issue.errors.find((one) => one.some(({ path: at }) => at.length > 0)) : undefined;
  return branch === undefined ? [{ field: fieldName(path), message: issue.message }] : branch.flatMap((inner) => flat(inner, path));
};

/** What zod found, field by field. */
export const fieldProblems = (issues: readonly Issue[]): readonly FieldProblem[] => issues.flatMap((issue) => flat(issue, []));

/** The same in one line. */
export const fieldsText = (fields: readonly FieldProblem[]): string =>
  fields.map(({ field, message }) => (field === "" ? message : `${field}: ${message}`)).join("; ");
