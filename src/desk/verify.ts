import type { Case } from "../domain/case/case.ts";
import type { Finding, RequirementId } from "../domain/case/requirement.ts";
import type { Check, CheckTools } from "../ports/check.ts";
import type { DeskParts } from "./desk-parts.ts";
import { isAutomatic, type Recorded, record } from "./record.ts";

const unchecked = (requirement: RequirementId, at: number): Finding => ({
  ...{ requirement, state: "unknown", check: "none", code: "could-not-run", detail: {}, at },
});

/** The worst that any check found: one that failed or could not run is not outvoted. */
const worst = (findings: readonly Finding[]): Finding | undefined =>
  findings.find(({ state }) => state === "not-met") ?? findings.find(({ state }) => state === "unknown") ?? findings[0];

const runCheck = async (check: Check, one: Case, tools: CheckTools): Promise<Finding> => {
  const base = { requirement: check.requirement, check: check.name, at: tools.now };
  try {
    return { ...base, ...(await check.run(one, tools)) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...base, state: "unknown", code: "could-not-run", detail: { why } };
  }
};

/** Looks at each requirement by every check that fits. What no check fits is unknown. */
const findAll = async (parts: DeskParts, one: Case, ids: readonly RequirementId[]): Promise<readonly Finding[]> => {
  const { checks, sightOf, askSite } = parts;
  const tools: CheckTools = { now: parts.clock.now(), sightOf, askSite };
  const found: Finding[] = [];
  for (const id of ids) {
    const fitting = checks.filter((check) => check.requirement === id && check.fits(one));
    const findings: Finding[] = [];
    for (const check of fitting) findings.push(await runCheck(check, one, tools));
    found.push(worst(findings) ?? unchecked(id, tools.now));
  }
  return found;
};

/** Checks a case's requirements and records what was found. `id` makes a repeated call do nothing. */
export const verify = async (parts: DeskParts, caseId: string, id: string, ids?: readonly RequirementId[]): Promise<Recorded> => {
  const one = await parts.store.caseById(caseId);
  if (one === null) return { kind: "no-case" };
  const findings = await findAll(parts, one, ids ?? one.requirements.map((requirement) => requirement.id));
  const automatic = await isAutomatic(parts);
  const at = parts.clock.now();
  return record(parts, caseId, () => ({ id: `checked:${id}`, at, by: { kind: "desk" }, automatic, kind: "checked", findings }));
};
