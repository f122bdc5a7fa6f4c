import { resolve } from "node:path";
import { z } from "zod";
import { type ConfigProblem, fieldName, problemLines } from "../config/config-problem.ts";
import { describeIssues } from "../config/describe-issues.ts";
import { readYaml } from "../config/read-yaml.ts";
import { claimKinds, requirementIds } from "../domain/case/requirement.ts";
import { OperationError } from "../domain/operation-error.ts";

/** The contract's answers.yaml: a list, one entry a requirement. */
const answersSchema = z
  .array(
    z.strictObject({
      requirement: z.enum(requirementIds).describe(`one of ${requirementIds.join(", ")}`),
      claim: z.enum(claimKinds).describe(`one of ${claimKinds.join(", ")}`),
      text: z.string().max(10_000).default(""),
    }),
  )
  .min(1);

/** What a customer says, as a file gives it. */
export type Answers = z.output<typeof answersSchema>;

const twice = (answers: unknown): ConfigProblem[] => {
  if (!Array.isArray(answers)) return [];
  const seen = new Set<unknown>();
  return answers.flatMap((answer: { readonly requirement?: unknown } | null, at): ConfigProblem[] => {
    const requirement = answer?.requirement;
    if (requirement === undefined || !seen.has(requirement)) {
      seen.add(requirement);
      return [];
    }
    return [{ path: [at, "requirement"], at: "value", text: `"${String(requirement)}" stands twice; one answer each` }];
  });
};

/**
 * Reads answers.yaml. Throws `config-missing` where there is no such file, and `config-wrong` with a line `FILE:LINE:COLUMN FIELD: what is
 * wrong and what would be right` for every mistake.
 */
export const readAnswers = (shown: string, cwd: string): Answers => {
  const { data, placeOf } = readYaml(shown, resolve(cwd, shown));
  const parsed = answersSchema.safeParse(data);
  const problems = [...describeIssues(parsed.error?.issues ?? [], answersSchema, data), ...twice(data)];
  if (parsed.success && problems.length === 0) return parsed.data;
  const placed = problems.map(({ path, at, text }) => ({ ...placeOf(path, at), field: fieldName(path), text }));
  throw new OperationError("config-wrong", problemLines(shown, placed));
};
