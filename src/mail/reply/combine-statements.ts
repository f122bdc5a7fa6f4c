import type { ClaimKind } from "../../domain/case/requirement.ts";
import type { Statement } from "./statement.ts";

/** What several sentences on one point come to. Where they disagree there is no claim: a wrong "done" is worse than none. */
export const combineStatements = (statements: readonly Statement[], startsDone: boolean): ClaimKind | null => {
  const has = (kind: Statement): boolean => statements.includes(kind);
  if (has("was-ours")) return "was-ours";
  if (has("need-help")) return has("done") ? null : "need-help";
  if (has("not-needed")) return has("not") || has("planned") ? null : "not-needed";
  if (!has("done")) return null;
  if (has("not")) return null;
  return has("planned") && !startsDone ? null : "done";
};
