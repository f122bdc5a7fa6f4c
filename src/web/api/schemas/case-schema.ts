import { z } from "@hono/zod-openapi";
import { abuseClasses } from "../../../domain/abuse-class.ts";
import { caseStates } from "../../../domain/case/case.ts";
import { claimKinds, requirementIds } from "../../../domain/case/requirement.ts";
import { measures } from "../../../domain/measure.ts";
import { claimSchema, impactSchema, momentSchema, targetSchema } from "./claim-schema.ts";

const moment = momentSchema;
const measure = z.enum(measures);

export const waitingForSchema = z.enum(["staff", "enforcer", "customer", "clock"]);
export const caseStateSchema = z.enum(caseStates);

const actor = z.object({ kind: z.enum(["person", "policy", "agent", "customer", "desk"]), name: z.string().nullable() }).openapi("Actor", {
  description: "Who did something; `name` is the person's, the policy's version, the server's or the customer's address.",
});

export const containmentSchema = z
  .object({
    ...{ id: z.string(), measure, target: targetSchema },
    state: z.enum(["ordered", "in-force", "failed", "lifting", "lifted"]),
    ...{ decidedBy: actor, reason: z.string(), orderedAt: moment, provenAt: moment.nullable(), proof: z.string().nullable() },
    driftedAt: moment.nullable(),
    liftedAt: moment.nullable(),
    stopped: z.object({ count: z.int(), from: moment, to: moment, isLeast: z.boolean() }).nullable().openapi({
      description:
        "What it turned away or held while it stood; `isLeast` where some may have gone uncounted. Null where its server cannot tell, and before its end is proven, but for `/containments/proofs`, which asks how much it is so far.",
    }),
    held: z
      .object({
        ...{ delivered: z.int(), left: z.object({ caused: z.int(), "not-caused": z.int(), unknown: z.int() }) },
        isUnseen: z.boolean().optional().openapi({ description: "Its server would not tell: a person has to look." }),
      })
      .nullable()
      .openapi({ description: "What became of the mail that it held when it was lifted: let go, and left on hold for a person." }),
    release: z.object({ by: actor, second: z.string().nullable(), reason: z.string(), at: moment }).nullable(),
  })
  .openapi("Containment");

export const caseSummarySchema = z
  .object({
    id: z.string().openapi({ example: "2026-000123" }),
    state: caseStateSchema,
    since: moment,
    waitingFor: waitingForSchema.nullable(),
    until: moment.nullable().openapi({ description: "By when whoever it waits for has to move; null where no time is set." }),
    ...{ openedAt: moment, closedAt: moment.nullable() },
    ...{ class: z.enum(abuseClasses), verdict: z.enum(["abuse", "nuisance", "benign"]), confidence: z.number() },
    ...{ host: z.string(), account: z.string().nullable(), site: z.string().nullable() },
    mode: z.enum(["observe", "propose", "act"]),
    tasks: z.array(z.object({ kind: z.string(), dueAt: moment })),
    inForce: z.array(measure),
  })
  .openapi("CaseSummary");

const finding = z.object({
  ...{ requirement: z.enum(requirementIds), state: z.enum(["met", "not-met", "unknown"]), check: z.string(), code: z.string() },
  ...{ detail: z.record(z.string(), z.union([z.string(), z.number()])), at: moment },
});

const requirement = z.object({
  id: z.enum(requirementIds),
  state: z.enum(["met", "not-met", "unknown"]),
  finding: finding.nullable(),
  claim: z
    .object({
      ...{ kind: z.enum(claimKinds), text: z.string(), at: moment },
      verified: z.boolean().nullable().openapi({ description: "Whether it is the customer's own word; null where that was not noted." }),
      why: z.array(z.string()).openapi({ description: "What spoke against it, by code; empty where nothing did." }),
    })
    .nullable(),
});

const notice = z.object({
  ...{ id: z.string(), tells: z.array(z.string()), state: z.enum(["due", "sent", "failed", "bounced", "overtaken"]) },
  ...{ at: moment, settledAt: moment.nullable(), detail: z.string().nullable() },
});

const task = z.object({
  ...{ id: z.string(), kind: z.string(), detail: z.string(), at: moment, dueAt: moment },
  ...{ doneAt: moment.nullable(), missedAt: moment.nullable() },
});

export const caseSchema = caseSummarySchema
  .extend({
    ...{ key: z.string(), previous: z.string().nullable(), relapses: z.int(), version: z.int() },
    claim: claimSchema,
    terms: z.object({
      ...{ policy: z.string(), clause: z.string() },
      ladder: z.array(z.object({ measure, target: targetSchema, impact: impactSchema, waitsFor: z.string().nullable() })),
      ...{ release: z.object({ byPolicy: z.boolean(), people: z.union([z.literal(1), z.literal(2)]) }), hasContact: z.boolean() },
    }),
    containments: z.array(containmentSchema),
    requirements: z.array(requirement),
    notices: z.array(notice),
    tasks: z.array(task),
    watch: z.object({ from: moment, until: moment }).nullable(),
  })
  .openapi("Case");

export const entrySchema = z
  .object({
    ...{ at: moment, by: actor, code: z.string(), state: caseStateSchema },
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  })
  .openapi("Entry", { description: "One line of a case's timeline." });
