import type { Decided } from "../../desk/decide.ts";
import type { Case } from "../../domain/case/case.ts";
import { caseDocument } from "../../domain/case/case-document.ts";
import type { ApiParts } from "./operation.ts";
import { Problem } from "./problem.ts";

/** Why decisions are refused, as sentences; the code goes along for programs. */
const refusals: Readonly<Record<string, string>> = {
  "case-is-over": "the case is over",
  "reason-missing": "a reason is needed",
  "released-already": "it is released already",
  "second-person-missing": "a second person, who is not the first, has to agree",
  "proof-missing": "a written proof is needed",
  "unknown-task": "the case has no such task",
  "nothing-held": "nothing of this is on hold that may end so",
  "held-caused": "what the abuse caused is let go for nobody",
  "look-again": "look again with `sekisho held list` and give the `look` that it shows",
  several: "name the case",
  "task-needs-decision": "this task ends with a decision; it cannot be ticked off",
};

/** A refusal: on record, nothing changed. */
export const refused = (why: string, about = ""): Problem => new Problem("decision-refused", `${about}${refusals[why] ?? why}`, { why });

/** There is no such thing. */
export const unknownId = (what: string, id: string): Problem => new Problem("id-unknown", `there is no ${what} ${id}`);

/** A field that the schema alone cannot show wrong. */
export const wrongField = (field: string, message: string): Problem =>
  new Problem("field-wrong", `${field}: ${message}`, { fields: [{ field, message }] });

/** The case with this id, or a problem. */
export const caseOr404 = async ({ store }: ApiParts, id: string): Promise<Case> => {
  const one = await store.caseById(id);
  if (one === null) throw unknownId("case", id);
  return one;
};

/** The case as it is after something was done to it. */
export const caseNow = async (parts: ApiParts, id: string) => ({ case: caseDocument(await caseOr404(parts, id)) });

/** What came of one of several decisions. */
export const outcomeOf = ({ caseId, decided }: { readonly caseId: string; readonly decided: Decided }) => ({
  ...{ caseId, outcome: decided.kind },
  why: decided.kind === "refused" ? decided.why : null,
});
