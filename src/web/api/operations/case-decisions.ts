import { z } from "@hono/zod-openapi";
import type { Case } from "../../../domain/case/case.ts";
import type { Decision } from "../../../domain/case/fact.ts";
import { wrongTarget } from "../../../domain/measure-target.ts";
import { type Call, type Operation, operation } from "../operation.ts";
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

const decide = operation({
  ...{ id: "decide", method: "post", path: "/cases/{id}/decisions", group: "Cases" },
  summary: "Decide: contain, release, dismiss, attest, tell, finish a task",
  params: caseIdSchema,
  body: decisionSchema,
  answer: z.object({ case: caseSchema }),
  handle: async (call) => {
    const { parts, caller, params, body, idempotencyKey } = call;
    const one = await caseOr404(parts, params.id);
    const decision = await decisionOf(call, one, body);
    const id = idempotencyKey === null ? {} : { id: `decided:${caller.token ?? "operator"}:${idempotencyKey}` };
    const done = await parts.desk.decide({
      caseId: one.id,
      by: { kind: "person", name: caller.name },
      decision,
      reason: body.reason,
      ...id,
    });
    if (done.kind === "refused") throw refused(done.why);
    return caseNow(parts, one.id);
  },
});

const answer = operation({
  ...{ id: "answer", method: "post", path: "/cases/{id}/remediation", group: "Cases" },
  summary: "Enter what the customer says of each requirement; it orders a check and decides nothing",
  params: caseIdSchema,
  body: remediationSchema,
  answer: z.object({ case: caseSchema }),
  handle: async ({ parts, caller, params, body, idempotencyKey }) => {
    const one = await caseOr404(parts, params.id);
    const known = new Set<string>(one.requirements.map(({ id }) => id));
    const stranger = body.answers.findIndex(({ requirement }) => !known.has(requirement));
    if (stranger >= 0) throw wrongField(`answers[${stranger}].requirement`, `this case has only ${[...known].join(", ")}`);
    const by = { kind: "person", name: caller.name } as const;
    const id = idempotencyKey === null ? crypto.randomUUID() : `${caller.token ?? "operator"}:${idempotencyKey}`;
    await parts.desk.takeRemediation({ id, caseId: one.id, by, claims: body.answers, text: body.text, lawful: body.lawful });
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
