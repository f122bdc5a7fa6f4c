import { z } from "@hono/zod-openapi";
import { actorDocument } from "../../../domain/case/case-document.ts";
import { type ApiParts, type Operation, operation } from "../operation.ts";
import { readClaim } from "../read-claim.ts";
import { claimOutcomes, claimSchema, momentSchema } from "../schemas/claim-schema.ts";
import { reasonSchema } from "../schemas/decision-schema.ts";

const deskSchema = z
  .object({
    version: z.string(),
    paused: z.object({ by: z.string().nullable(), at: momentSchema, reason: z.string() }).nullable(),
    policy: z.string().openapi({ description: "Version of the policy in force." }),
    cases: z.record(z.string(), z.int()).openapi({ description: "How many there are in each state." }),
    mail: z.object({
      waiting: z.int().openapi({ description: "Mails that could not be read or routed and wait for a person." }),
      taken: z.record(z.string(), z.int()).openapi({ description: "What became of received mail since the desk started." }),
    }),
  })
  .openapi("Desk");

const deskNow = async ({ store, policy, version, mail }: ApiParts) => {
  const { paused } = await store.settings();
  return {
    version,
    paused: paused === null ? null : { by: actorDocument(paused.by).name, at: new Date(paused.at).toISOString(), reason: paused.reason },
    policy: policy().version,
    cases: await store.countByState(),
    mail: { waiting: (await mail.kept.list()).length, taken: mail.taken() },
  };
};

const showDesk = operation({
  ...{ id: "showDesk", method: "get", path: "/desk", group: "Desk", summary: "Show whether automation runs, and how many cases there are" },
  answer: deskSchema,
  handle: ({ parts }) => deskNow(parts),
});

const changedSchema = z.object({ changed: z.boolean().openapi({ description: "False where it was so already." }), desk: deskSchema });

const pauseOrResume = (verb: "pause" | "resume", summary: string): Operation =>
  operation({
    ...{ id: verb, method: "post", path: `/desk/${verb}`, group: "Desk", summary },
    body: z.strictObject({ reason: reasonSchema }),
    answer: changedSchema,
    handle: async ({ parts, caller, body }) => {
      const changed = await parts.desk[verb](caller.name, body.reason);
      return { changed, desk: await deskNow(parts) };
    },
  });

const settingSchema = z
  .object({
    value: z.union([z.number(), z.boolean(), z.string(), z.array(z.string())]),
    ...{ unit: z.string(), reason: z.string() },
    field: z.string().openapi({ description: "Where it is written, such as `classes.form-relay.watch`." }),
    isOwn: z.boolean().openapi({ description: "Whether the operator's own file says it." }),
  })
  .openapi("PolicySetting");

/** As `sekisho policy --json` prints it. */
const policySchema = z
  .object({
    policy: z
      .record(z.string(), z.unknown())
      .openapi({ description: "The plain values that the desk goes by; durations in minutes or days." }),
    file: z.string().nullable().openapi({ description: "The operator's own file; null for the built-in policy alone." }),
    general: z.record(z.string(), settingSchema),
    classes: z.record(z.string(), z.record(z.string(), settingSchema)),
    hoursReason: z.string(),
  })
  .openapi("Policy");

const showPolicy = operation({
  ...{ id: "showPolicy", method: "get", path: "/policy", group: "Desk", summary: "Show the policy in force, each value with its reason" },
  answer: policySchema,
  handle: async ({ parts }) => parts.policySheet() ?? { policy: parts.policy(), file: null, general: {}, classes: {}, hoursReason: "" },
});

const takeClaim = operation({
  ...{ id: "takeClaim", method: "post", path: "/claims", group: "Desk" },
  summary: "Bring in what a detector claims: opens a case, or adds to the one that is open",
  body: claimSchema,
  answer: z.object({
    outcome: z.enum(claimOutcomes),
    caseId: z.string().nullable(),
  }),
  handle: async ({ parts, body }) => {
    const { kind, caseId } = await parts.desk.takeClaim(readClaim(body));
    return { outcome: kind, caseId };
  },
});

/** The desk as a whole. */
export const deskWide: readonly Operation[] = [
  showDesk,
  pauseOrResume("pause", "Stop all automatic decisions; what is in force stays"),
  pauseOrResume("resume", "Let automatic decisions go on"),
  showPolicy,
  takeClaim,
];
