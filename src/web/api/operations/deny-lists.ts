import { z } from "@hono/zod-openapi";
import type { DenyListed } from "../../../desk/deny-lists.ts";
import { abuseClasses } from "../../../domain/abuse-class.ts";
import { denyListDocument, type SystemRow } from "../../../domain/deny-list.ts";
import { measures } from "../../../domain/measure.ts";
import { wordsOf } from "../../../report/languages.ts";
import { type Operation, operation } from "../operation.ts";
import { unknownId, wrongField } from "../outcomes.ts";
import { Problem } from "../problem.ts";
import { momentSchema } from "../schemas/claim-schema.ts";

const systemRowSchema = z.object({
  ...{ kind: z.literal("system"), locked: z.literal(true), id: z.string(), caseId: z.string() },
  network: z.string().openapi({ description: "`all`, or a network." }),
  isFromAbroad: z.boolean().openapi({ description: "Whether visitors from the operator's own country are let through." }),
  ...{ covers: z.enum(["everything", "writes", "path"]), path: z.string().nullable() },
  ...{ measure: z.enum(measures), class: z.enum(abuseClasses) },
  ...{ state: z.enum(["ordered", "in-force", "failed", "lifting", "lifted"]), since: momentSchema },
});

const ownRowSchema = z.object({
  ...{ kind: z.literal("own"), locked: z.literal(false), id: z.string(), network: z.string(), note: z.string() },
  ...{ addedBy: z.string(), addedAt: momentSchema },
});

const listSchema = z
  .object({
    site: z.string(),
    ownState: z.enum(["none", "in-force", "waiting", "no-enforcer"]),
    ownDetail: z.string().nullable(),
    rows: z.array(z.discriminatedUnion("kind", [systemRowSchema, ownRowSchema])),
  })
  .openapi("DenyList");

const site = z.string().min(1).max(300);

/** Why the system has the row, and when it goes. */
const reasonOf = ({ network, caseId, measure, class: kind }: SystemRow): string => {
  const words = wordsOf("en");
  return `the row ${network} is the system's: ${words.measures[measure]}, for ${words.classes[kind]} (case ${caseId}); it goes when the case is released`;
};

const answerOf = (listed: DenyListed, { site: named, id }: { readonly site: string; readonly id?: string }) => {
  if (listed.kind === "no-site") throw unknownId("site in the config", named);
  if (listed.kind === "no-row") throw unknownId(`row on the list of ${named}`, id ?? "");
  if (listed.kind === "listed") return denyListDocument(listed.list);
  const { why, message, row } = listed;
  if (why === "not-a-network") throw wrongField("network", message);
  throw new Problem("decision-refused", row === null ? message : reasonOf(row), { why });
};

const show = operation({
  ...{ id: "showDenyList", method: "get", path: "/sites/{site}/deny-list", group: "Deny lists" },
  summary: "Show whom a site is closed to: the system's rows, then the customer's own",
  params: z.strictObject({ site }),
  answer: listSchema,
  handle: async ({ parts, params }) => answerOf(await parts.denyLists.show(params.site), params),
});

const add = operation({
  ...{ id: "addDenyRow", method: "post", path: "/sites/{site}/deny-list", group: "Deny lists" },
  summary: "Close a site to a network, in its customer's name",
  params: z.strictObject({ site }),
  body: z.strictObject({
    network: z.string().min(1).max(60).openapi({ description: "An address, or a block such as 192.0.2.0/24 or 2001:db8::/48." }),
    note: z
      .string()
      .trim()
      .max(200)
      .regex(/^\P{C}*$/u)
      .default(""),
  }),
  answer: listSchema,
  handle: async ({ parts, caller, params, body }) =>
    answerOf(await parts.denyLists.add({ ...params, ...body, by: { kind: "person", name: caller.name } }), params),
});

const remove = operation({
  ...{ id: "removeDenyRow", method: "delete", path: "/sites/{site}/deny-list/{id}", group: "Deny lists" },
  summary: "Remove one of the customer's own rows; the system's go with their case alone",
  params: z.strictObject({ site, id: z.string().min(1).max(300) }),
  answer: listSchema,
  handle: async ({ parts, caller, params }) =>
    answerOf(await parts.denyLists.remove({ ...params, by: { kind: "person", name: caller.name } }), params),
});

/** Whom each site is closed to. */
export const denyLists: readonly Operation[] = [show, add, remove];
