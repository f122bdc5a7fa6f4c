import { z } from "@hono/zod-openapi";
import { type DecisionRequest, refusalOf } from "../../../desk/decide.ts";
import type { Case } from "../../../domain/case/case.ts";
import type { Decision } from "../../../domain/case/fact.ts";
import { wrongTarget } from "../../../domain/measure-target.ts";
import { findEarlier, keyOf } from "../earlier-request.ts";
import { type ApiParts, type Call, type Operation, operation } from "../operation.ts";
import { caseNow, caseOr404, refused, wrongField } from "../outcomes.ts";
import { caseSchema } from "../schemas/case-schema.ts";
import { decisionSchema, remediationSchema } from "../schemas/decision-schema.ts";
import { secondPerson } from "../second-person.ts";
import { caseIdSchema } from "./case-reads.ts";

type Given = z.output<typeof decisionSchema>;

/** A measure on somebody else's account would be a decision on another case. */
const checkContain = ({ claim }: Case, { measure, target }: Extract<Given, { readonly verb: "contain" }>): void => {
  const wrong = wrongTarget(measure, target);
  if (wrong !== null) throw wrongField("target", wrong);
  if (target.account !== undefined && target.account !== claim.account)
    throw wrongField("target.account", `the case is of account ${claim.account ?? "unknown"}`);
};

const decisionOf = async ({ parts, caller }: Call<unknown, unknown, unknown>, one: Case, given: Given): Promise<Decision> => {
  switch (given.verb) {
    case "contain":
      checkContain(one, given);
      return { verb: given.verb, measure: given.measure, target: given.target };
    case "release":
    case "dismiss":
      return { verb: given.verb, second: await secondPerson(parts, caller, given.second) };
    case "attest":
      return { verb: given.verb, requirement: given.requirement, proof: given.proof };
    case "tell":
      return { verb: given.verb };
    case "finish-task":
      return { verb: given.verb, task: given.task };
  }
};

/** Decides, or tells what the same request came to before. Returns why it was refused; null where it was done. */
const decideOnce = async ({ desk, store }: ApiParts, request: DecisionRequest, key: string | null): Promise<string | null> => {
  const { caseId, by, decision, reason } = request;
  const earlier =
    key === null ? null : () => findEarlier(store, { kind: "decided", key, caseId, says: { by, decision, reason } as object });
  const before = (await earlier?.()) ?? null;
  if (before !== null) return refusalOf(before);
  const done = await desk.decide({ ...request, ...(key === null ? {} : { id: `decided:${key}` }) });
  // The same key twice in one moment: the other call was first.
  const other = done.kind === "already" ? ((await earlier?.()) ?? null) : null;
  if (other !== null) return refusalOf(other);
  return done.kind === "refused" ? done.why : null;
};

const decide = operation({
  ...{ id: "decide", method: "post", path: "/cases/{id}/decisions", group: "Cases" },
  summary: "Decide: contain, release, dismiss, attest, tell, finish a task",
  params: caseIdSchema,
  body: decisionSchema,
  answer: z.object({ case: caseSchema }),
  handle: async (call) => {
    const { parts, caller, params, body } = call;
    const one = await caseOr404(parts, params.id);
    const decision = await decisionOf(call, one, body);
    const request = { caseId: one.id, by: { kind: "person", name: caller.name }, decision, reason: body.reason } as const;
    const why = await decideOnce(parts, request, keyOf(call));
    if (why !== null) throw refused(why);
    return caseNow(parts, one.id);
  },
});

const answer = operation({
  ...{ id: "answer", method: "post", path: "/cases/{id}/remediation", group: "Cases" },
  summary: "Enter what the customer says of each requirement; it orders a check and decides nothing",
  params: caseIdSchema,
  body: remediationSchema,
  answer: z.object({ case: caseSchema }),
  handle: async (call) => {
    const { parts, caller, params, body } = call;
    const one = await caseOr404(parts, params.id);
    const known = new Set<string>(one.requirements.map(({ id }) => id));
    const stranger = body.answers.findIndex(({ requirement }) => !known.has(requirement));
    if (stranger >= 0) throw wrongField(`answers[${stranger}].requirement`, `this case has only ${[...known].join(", ")}`);
    const said = { by: { kind: "person", name: caller.name }, claims: body.answers, text: body.text, lawful: body.lawful } as const;
    const key = keyOf(call);
    const earlier = key === null ? null : () => findEarlier(parts.store, { kind: "answered", key, caseId: one.id, says: said });
    if (((await earlier?.()) ?? null) === null) {
      const { kind } = await parts.desk.takeRemediation({ id: key ?? crypto.randomUUID(), caseId: one.id, ...said });
      if (kind === "already") await earlier?.();
    }
    return caseNow(parts, one.id);
  },
});

const verify = operation({
  ...{ id: "verify", method: "post", path: "/cases/{id}/verification", group: "Cases" },
  summary: "Check each requirement now; `met` tells whether all are",
  params: caseIdSchema,
  answer: z.object({ met: z.boolean(), case: caseSchema }),
  handle: async ({ parts, params }) => {
    await caseOr404(parts, params.id);
    await parts.desk.verify(params.id);
    const now = await caseNow(parts, params.id);
    return { met: now.case.requirements.every(({ state }) => state === "met"), ...now };
  },
});

/** Deciding on one case. */
export const caseDecisions: readonly Operation[] = [decide, answer, verify];
