import { z } from "@hono/zod-openapi";
import { abuseClasses } from "../../../domain/abuse-class.ts";
import { caseDocument, caseSummary, entryDocument } from "../../../domain/case/case-document.ts";
import type { CaseFilter } from "../../../ports/case-store.ts";
import { noticeTextDocument } from "../../../ports/notice-texts.ts";
import { type Operation, operation } from "../operation.ts";
import { caseOr404 } from "../outcomes.ts";
import { caseSchema, caseStateSchema, caseSummarySchema, entrySchema, waitingForSchema } from "../schemas/case-schema.ts";
import { recordedFactDocument, recordedFactSchema } from "../schemas/fact-schema.ts";
import { noticeTextSchema } from "../schemas/notice-text-schema.ts";

export const caseIdSchema = z.strictObject({ id: z.string().min(1).max(100).openapi({ example: "2026-000123" }) });

/** `open,contained`, or the same parameter again and again. */
const listOf = <const Word extends Record<string, string>>(word: z.ZodEnum<Word>) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((given) => [given].flat().flatMap((part) => part.split(",")))
    .pipe(z.array(word).min(1).max(50))
    .optional();

/** What every list in pages takes. */
export const pageFields = {
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  after: z.string().max(500).optional().openapi({ description: "`next` of the page before." }),
};

const listQuery = z.strictObject({
  state: listOf(caseStateSchema).openapi({ type: "string", description: "One or more, with commas." }),
  class: listOf(z.enum(abuseClasses)).openapi({ type: "string", description: "One or more, with commas." }),
  waitingFor: listOf(waitingForSchema).openapi({ type: "string", description: "One or more, with commas." }),
  host: z.string().optional(),
  account: z.string().optional(),
  site: z.string().optional(),
  over: z.enum(["true", "false"]).optional().openapi({ description: "Only what is closed or dismissed, or only the rest." }),
  order: z.enum(["due", "newest"]).default("newest"),
  ...pageFields,
});

const filterOf = ({ state, class: classes, waitingFor, host, account, site, over }: z.output<typeof listQuery>): CaseFilter => ({
  ...(state === undefined ? {} : { states: state }),
  ...(classes === undefined ? {} : { classes }),
  ...(waitingFor === undefined ? {} : { waitingFor }),
  ...(host === undefined ? {} : { host }),
  ...(account === undefined ? {} : { account }),
  ...(site === undefined ? {} : { site }),
  ...(over === undefined ? {} : { isOver: over === "true" }),
});

const listCases = operation({
  ...{ id: "listCases", method: "get", path: "/cases", group: "Cases", summary: "List cases, a page at a time" },
  query: listQuery,
  answer: z.object({ cases: z.array(caseSummarySchema), next: z.string().nullable() }),
  handle: async ({ parts, query }) => {
    const { order, limit, after } = query;
    const { cases, next } = await parts.store.list({ filter: filterOf(query), order, limit, after: after ?? null });
    return { cases: cases.map((listed) => caseSummary(listed.case)), next };
  },
});

const showCase = operation({
  ...{ id: "showCase", method: "get", path: "/cases/{id}", group: "Cases", summary: "Show a case" },
  params: caseIdSchema,
  answer: z.object({ case: caseSchema }),
  handle: async ({ parts, params }) => ({ case: caseDocument(await caseOr404(parts, params.id)) }),
});

const showNotices = operation({
  ...{
    id: "showNotices",
    method: "get",
    path: "/cases/{id}/notices",
    group: "Cases",
    summary: "Show what the customer was told, word by word",
  },
  params: caseIdSchema,
  answer: z.object({ notices: z.array(noticeTextSchema) }),
  handle: async ({ parts, params }) => {
    const { id } = await caseOr404(parts, params.id);
    return { notices: (await parts.noticeTexts.ofCase(id)).map(noticeTextDocument) };
  },
});

const showTimeline = operation({
  ...{
    id: "showTimeline",
    method: "get",
    path: "/cases/{id}/timeline",
    group: "Cases",
    summary: "Show what happened to a case, line by line",
  },
  params: caseIdSchema,
  answer: z.object({ entries: z.array(entrySchema) }),
  handle: async ({ parts, params }) => {
    const { id } = await caseOr404(parts, params.id);
    return { entries: (await parts.store.timelineOf(id)).map(entryDocument) };
  },
});

const showFacts = operation({
  ...{ id: "showFacts", method: "get", path: "/cases/{id}/facts", group: "Cases" },
  summary: "Show all that is recorded of a case, personal data included",
  params: caseIdSchema,
  answer: z.object({ facts: z.array(recordedFactSchema) }),
  handle: async ({ parts, params }) => {
    const { id } = await caseOr404(parts, params.id);
    return { facts: (await parts.store.factsOf(id)).map(recordedFactDocument) };
  },
});

/** Reading cases. */
export const caseReads: readonly Operation[] = [listCases, showCase, showTimeline, showNotices, showFacts];
