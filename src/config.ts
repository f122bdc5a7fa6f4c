import { dirname, join, resolve } from "node:path";
import type { ConfigPath } from "./config/config-path.ts";
import { type ConfigProblem, fieldName, problemLines } from "./config/config-problem.ts";
import { type ConfigShape, createConfigSchema } from "./config/config-schema.ts";
import { crossCheck } from "./config/cross-check.ts";
import { describeIssues } from "./config/describe-issues.ts";
import { readYaml } from "./config/read-yaml.ts";
import { OperationError } from "./domain/operation-error.ts";

type DeepReadonly<T> = T extends (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/** A checked sekisho.yaml: every field of docs/CONFIG.md, paths resolved, globs expanded, domains in punycode. */
export interface Config extends DeepReadonly<ConfigShape> {
  /** Where it was read from. */
  readonly file: ConfigPath;
  /** `sqlite:` and an absolute path, or a URL of PostgreSQL; where the config names none, `desk.db` in `stateDir`. */
  readonly store: string;
}

/**
 * Reads and checks a config. `path` is shown as given and may be relative to `cwd`. Throws `config-missing` where there
 * is no such file, and `config-wrong` with a line `FILE:LINE:COLUMN FIELD: what is wrong and what would be right` for every mistake.
 */
export const loadConfig = (path: string, cwd: string = process.cwd()): Config => {
  const absolute = resolve(cwd, path);
  const { data, placeOf } = readYaml(path, absolute);
  const schema = createConfigSchema(dirname(absolute));
  const parsed = schema.safeParse(data);
  const problems: ConfigProblem[] = [...describeIssues(parsed.error?.issues ?? [], schema, data), ...crossCheck(data)];
  if (parsed.success && problems.length === 0) {
    const { store = `sqlite:${join(parsed.data.stateDir.absolute, "desk.db")}` } = parsed.data;
    return { ...parsed.data, store, file: { shown: path, absolute } };
  }
  const placed = problems.map((problem) => ({ ...placeOf(problem.path, problem.at), field: fieldName(problem.path), text: problem.text }));
  throw new OperationError("config-wrong", problemLines(path, placed));
};
