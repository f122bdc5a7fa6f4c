import { isAbsolute } from "node:path";
import { z } from "@hono/zod-openapi";
import { type Operation, operation } from "../operation.ts";
import { refused, unknownId, wrongField } from "../outcomes.ts";
import { momentSchema } from "../schemas/claim-schema.ts";
import { recordedFactDocument, recordedFactSchema } from "../schemas/fact-schema.ts";

const auditSchema = z
  .discriminatedUnion("kind", [
    z.object({
      ...{ kind: z.literal("whole"), entries: z.int(), from: z.int(), hash: z.string() },
      parts: z.object({ matched: z.int(), erased: z.int() }),
      head: z.enum(["matches", "none"]),
    }),
    z.object({
      ...{ kind: z.literal("broken"), seq: z.int(), what: z.enum(["entry", "missing", "cut-off", "part", "head"]), detail: z.string() },
    }),
  ])
  .openapi("Audit");

const verifyAudit = operation({
  ...{ id: "verifyAudit", method: "post", path: "/audit/verification", group: "Audit" },
  summary: "Recompute the chain of all records from its beginning; names the first that is not as it was written",
  answer: auditSchema,
  handle: ({ parts }) => parts.store.verifyAudit(),
});

const listFacts = operation({
  ...{
    id: "listFacts",
    method: "get",
    path: "/audit/facts",
    group: "Audit",
    summary: "List all records, in order, personal data included",
  },
  query: z.strictObject({
    from: z.coerce.number().int().min(1).default(1).openapi({ description: "`seq` to begin with." }),
    limit: z.coerce.number().int().min(1).max(1_000).default(100),
  }),
  answer: z.object({ facts: z.array(recordedFactSchema), next: z.int().nullable() }),
  handle: async ({ parts, query }) => {
    const facts = await parts.store.factsFrom(query.from, query.limit);
    const last = facts.at(-1);
    return { facts: facts.map(recordedFactDocument), next: last === undefined || facts.length < query.limit ? null : last.seq + 1 };
  },
});

const deadEffectSchema = z.object({
  ...{ id: z.string(), kind: z.string(), caseId: z.string(), attempts: z.int(), error: z.string(), at: momentSchema },
  effect: z.record(z.string(), z.unknown()),
});

const listDeadEffects = operation({
  ...{
    id: "listDeadEffects",
    method: "get",
    path: "/dead-effects",
    group: "Audit",
    summary: "List what failed too often and was given up",
  },
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(1_000).default(100) }),
  answer: z.object({ effects: z.array(deadEffectSchema) }),
  handle: async ({ parts, query }) => ({
    effects: (await parts.store.deadEffects(query.limit)).map(({ effect, caseId, attempts, error, at }) => ({
      ...{ id: effect.id, kind: effect.kind, caseId, attempts, error, at: new Date(at).toISOString(), effect },
    })),
  }),
});

const requeueEffect = operation({
  ...{ id: "requeueEffect", method: "post", path: "/dead-effects/{id}/requeue", group: "Audit", summary: "Try again what was given up" },
  params: z.strictObject({ id: z.string().min(1).max(300) }),
  answer: z.object({ outcome: z.literal("queued") }),
  handle: async ({ parts, params }) => {
    const outcome = await parts.store.requeue(params.id, parts.clock.now());
    if (outcome === "unknown") throw unknownId("dead effect", params.id);
    if (outcome === "overtaken") throw refused("overtaken", "a later order on the same measure was given since: ");
    return { outcome };
  },
});

const backUp = operation({
  ...{ id: "backUp", method: "post", path: "/backups", group: "Audit" },
  summary: "Write a copy of the store to a new file on the desk's machine; only at its socket",
  body: z.strictObject({ file: z.string().min(1).max(4_096) }),
  answer: z.object({ file: z.string() }),
  handle: async ({ parts, body }) => {
    if (!isAbsolute(body.file)) throw wrongField("file", "an absolute path is needed");
    await parts.store.backup(body.file);
    return { file: body.file };
  },
});

/** What is recorded, what was given up, what is kept safe. */
export const audit: readonly Operation[] = [verifyAudit, listFacts, listDeadEffects, requeueEffect, backUp];
