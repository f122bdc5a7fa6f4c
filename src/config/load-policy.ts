import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { OperationError } from "../domain/operation-error.ts";
import type { PolicySheet } from "../domain/policy/policy-sheet.ts";
import { checkPolicy } from "./check-policy.ts";
import type { ConfigPath } from "./config-path.ts";
import { fieldName, problemLines } from "./config-problem.ts";
import { describeIssues } from "./describe-issues.ts";
import { type Fields, fieldsOf, layPolicy } from "./lay-policy.ts";
import { policyFileSchema, type WholePolicy, wholePolicySchema } from "./policy-schema.ts";
import { readYaml } from "./read-yaml.ts";
import { toPolicySheet } from "./to-policy-sheet.ts";

/** The folder that the package lies in, from the sources and from the build, which lie at different depths. */
const packageFolder = (from: string): string => (existsSync(join(from, "package.json")) ? from : packageFolder(dirname(from)));

const builtInFile = join(packageFolder(import.meta.dirname), "policy", "built-in.yaml");

/** One text for one meaning: keys in order, no comments, nothing left out. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );

/** Changes with any value and any reason; not with comments, order of keys, or whether a value is the built-in's or said again. */
const versionOf = (whole: WholePolicy): string => createHash("sha256").update(canonical(whole)).digest("hex").slice(0, 12);

/** Every mistake of an operator's file, with its place. */
const readOwn = (builtIn: Fields, { shown, absolute }: ConfigPath): Fields => {
  const { data, placeOf } = readYaml(shown, absolute);
  const found = policyFileSchema.safeParse(data);
  const problems = found.success
    ? checkPolicy(wholePolicySchema.parse(layPolicy(builtIn, fieldsOf(data))), builtIn, fieldsOf(data))
    : describeIssues(found.error.issues, policyFileSchema, data);
  if (problems.length === 0) return fieldsOf(data);
  const placed = problems.map(({ path, at, text }) => ({ ...placeOf(path, at), field: fieldName(path), text }));
  throw new OperationError("config-wrong", problemLines(shown, placed));
};

/**
 * The policy in force: the built-in one, with what `file` says laid over it. `timezone` is that of the operating hours where the policy names
 * none. Throws `config-missing` and `config-wrong` as `loadConfig` does.
 */
export const loadPolicy = (file: ConfigPath | null, timezone: string): PolicySheet => {
  const builtIn = fieldsOf(readYaml("policy/built-in.yaml", builtInFile).data);
  const own = file === null ? {} : readOwn(builtIn, file);
  const laid = wholePolicySchema.parse(layPolicy(builtIn, own));
  const whole: WholePolicy = { ...laid, hours: { ...laid.hours, timezone: laid.hours.timezone ?? timezone } };
  return toPolicySheet(whole, { builtIn, own, file: file?.shown ?? null, version: versionOf(whole), timezone });
};
