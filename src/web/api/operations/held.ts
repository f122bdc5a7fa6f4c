import { z } from "@hono/zod-openapi";
import type { HeldDone, HeldListed } from "../../../desk/end-held-mail.ts";
import type { HeldMessage, HeldSummary } from "../../../domain/held-mail.ts";
import { type Operation, operation } from "../operation.ts";
import { refused, unknownId, wrongField } from "../outcomes.ts";
import { momentSchema } from "../schemas/claim-schema.ts";
import { reasonSchema } from "../schemas/decision-schema.ts";

const caseId = z.string().min(1).max(100);
const queueId = z.string().regex(/^[0-9A-Za-z]{6,24}$/, "a queue id: letters and digits");
const mostIds = 10_000;

const fates = z.object({ caused: z.int(), "not-caused": z.int(), unknown: z.int() });

const summarySchema = z.object({
  ...{ count: z.int(), recipients: z.int(), from: momentSchema.nullable(), to: momentSchema.nullable() },
  domains: z.array(z.object({ domain: z.string(), messages: z.int() })),
  fates,
});

const messageSchema = z.object({
  ...{ queueId: z.string(), owner: z.string(), arrivedAt: momentSchema, size: z.int(), recipients: z.int() },
  recipientDomains: z.array(z.string()),
  fate: z.enum(["caused", "not-caused", "unknown"]),
});

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

const summaryDocument = ({ from, to, domains, ...rest }: HeldSummary) => ({
  ...{ ...rest, from: isoOrNull(from), to: isoOrNull(to), domains: [...domains] },
});

const messageDocument = ({ arrivedAt, recipientDomains, ...rest }: HeldMessage) => ({
  ...{ ...rest, arrivedAt: iso(arrivedAt), recipientDomains: [...recipientDomains] },
});

type Missing = Exclude<HeldListed, { readonly kind: "listed" }>;

const missing = (found: Missing, named: string | null): Error => {
  if (found.kind === "no-case") return unknownId("case", named ?? "");
  if (found.kind === "none") return unknownId("message on hold of an open case with the queue id", found.queueIds.join(", "));
  return refused("several", `messages of several cases (${found.cases.join(", ")}): `);
};

const listHeld = operation({
  ...{ id: "listHeld", method: "get", path: "/held", group: "Held mail" },
  summary: "Show the mail on hold of a case, or by queue id: whose it is likely to be, no address, no content",
  query: z.strictObject({
    case: caseId.optional(),
    ids: z.string().max(300_000).optional().openapi({ description: "Queue ids, separated by commas." }),
  }),
  answer: z.object({
    ...{ case: z.string(), messages: z.array(messageSchema), summary: summarySchema },
    deletable: z.object({
      count: z.int(),
      look: z.string().openapi({ description: "Stands for exactly these messages; a deletion carries it." }),
    }),
  }),
  handle: async ({ parts, query }) => {
    const queueIds = query.ids === undefined ? null : query.ids.split(",");
    if (query.case === undefined && queueIds === null) throw wrongField("case", "name a case, or queue ids");
    const wrong = queueIds?.find((id) => !queueId.safeParse(id).success);
    if (wrong !== undefined) throw wrongField("ids", "each is a queue id: letters and digits");
    const listed = await parts.desk.listHeld({ caseId: query.case ?? null, queueIds });
    if (listed.kind !== "listed") throw missing(listed, query.case ?? null);
    return {
      ...{ case: listed.caseId, messages: listed.messages.map(messageDocument), summary: summaryDocument(listed.summary) },
      deletable: listed.deletable,
    };
  },
});

const askedSchema = z.strictObject({
  case: caseId.nullable().default(null),
  ids: z.array(queueId).min(1).max(mostIds).nullable().default(null),
  reason: reasonSchema,
});

const doneSchema = z.object({
  case: z.string(),
  ends: z.array(z.object({ queueId: z.string(), outcome: z.enum(["delivered", "deleted", "not-held", "not-theirs", "failed"]) })),
  kept: fates.openapi({ description: "What was asked for and stays on hold." }),
});

const doneDocument = (done: HeldDone, named: string | null) => {
  if (done.kind === "done") return { case: done.caseId, ends: done.ends.map((one) => ({ ...one })), kept: done.kept };
  if (done.kind === "look-again") {
    const since = done.shown === null ? "it has to be listed first" : "it is not what was shown";
    throw refused("look-again", `${since}: ${done.now.count} messages could be deleted now; `);
  }
  if (done.kind !== "refused") throw missing(done, named);
  const { caused, "not-caused": genuine, unknown } = done.kept;
  const stays =
    caused + genuine + unknown === 0
      ? ""
      : `${caused} caused by the abuse, ${genuine} genuine and ${unknown} that nobody can tell stay on hold; `;
  throw refused(done.why, stays);
};

/** What a decision is about is named in one way or the other. */
const namedBy = (body: z.output<typeof askedSchema>, name: string) => {
  const { case: named, ids, reason } = body;
  if (named === null && ids === null) throw wrongField("case", "name a case, or queue ids");
  return { caseId: named, queueIds: ids, reason, by: { kind: "person", name } as const };
};

const deliverHeld = operation({
  ...{ id: "deliverHeld", method: "post", path: "/held/deliveries", group: "Held mail" },
  summary: "Let mail on hold go: of a case what the abuse did not cause; by queue id what nobody can tell too. What it caused is refused",
  body: askedSchema,
  answer: doneSchema,
  handle: async ({ parts, caller, body }) => doneDocument(await parts.desk.deliverHeld(namedBy(body, caller.name)), body.case),
});

const deleteHeld = operation({
  ...{ id: "deleteHeld", method: "post", path: "/held/deletions", group: "Held mail" },
  summary: "Delete mail on hold for good, exactly as it was listed: of a case what the abuse caused; by queue id what is named",
  body: askedSchema.extend({
    look: z
      .string()
      .max(100)
      .nullable()
      .default(null)
      .openapi({ description: "From the list; where it is not the same now, nothing is deleted." }),
  }),
  answer: doneSchema,
  handle: async ({ parts, caller, body }) => doneDocument(await parts.desk.deleteHeld(namedBy(body, caller.name), body.look), body.case),
});

/** How mail on hold ends. */
export const held: readonly Operation[] = [listHeld, deliverHeld, deleteHeld];
