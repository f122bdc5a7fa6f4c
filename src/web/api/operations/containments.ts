import { z } from "@hono/zod-openapi";
import type { Released } from "../../../desk/release.ts";
import type { Undone } from "../../../desk/undo.ts";
import { containmentDocument } from "../../../domain/case/case-document.ts";
import { type Operation, operation } from "../operation.ts";
import { outcomeOf, refused, unknownId } from "../outcomes.ts";
import { containmentSchema } from "../schemas/case-schema.ts";
import { momentSchema } from "../schemas/claim-schema.ts";
import { reasonSchema, secondSchema } from "../schemas/decision-schema.ts";
import { secondPerson } from "../second-person.ts";
import { pageFields } from "./case-reads.ts";

const outcomesSchema = z.object({
  cases: z.array(z.object({ caseId: z.string(), outcome: z.enum(["done", "refused", "already", "no-case"]), why: z.string().nullable() })),
});

const listContainments = operation({
  ...{ id: "listContainments", method: "get", path: "/containments", group: "Containments" },
  summary: "List what is in force, or ordered and not proven yet, a page at a time",
  query: z.strictObject({ site: z.string().optional(), ...pageFields }),
  answer: z.object({ containments: z.array(containmentSchema.extend({ caseId: z.string() })), next: z.string().nullable() }),
  handle: async ({ parts, query }) => {
    const { site, limit, after = null } = query;
    const { containments, next } = await parts.store.standing({ ...(site === undefined ? {} : { site }), limit, after });
    return {
      containments: containments.map(({ case: one, containment }) => ({ caseId: one.id, ...containmentDocument(containment) })),
      next,
    };
  },
});

const needsSecond = (cases: number): Error => refused("second-person-missing", `${cases} cases at once: `);

const releasedOf = (released: Released, named: string) => {
  if (released.kind === "unknown") throw unknownId("case, containment or site with a measure in force", named);
  if (released.kind === "not-alone")
    throw refused("not-alone", `case ${released.caseId} has ${released.standing} measures in force; release the case to end all of them: `);
  if (released.kind === "needs-second") throw needsSecond(released.cases);
  const cases = released.cases.map(outcomeOf);
  const [only] = cases;
  if (cases.length === 1 && only?.why) throw refused(only.why);
  return { cases };
};

const id = z.string().min(1).max(300);

const release = operation({
  ...{ id: "release", method: "post", path: "/releases", group: "Containments" },
  summary: "End what is in force: of a case, of one measure, of a site",
  body: z.strictObject({
    of: z.union([z.strictObject({ case: id }), z.strictObject({ containment: id }), z.strictObject({ site: id })]),
    ...{ reason: reasonSchema, second: secondSchema },
  }),
  answer: outcomesSchema,
  handle: async ({ parts, caller, body }) => {
    const second = await secondPerson(parts, caller, body.second);
    const by = { kind: "person", name: caller.name } as const;
    return releasedOf(await parts.desk.release({ of: body.of, by, second, reason: body.reason }), Object.values(body.of).join(""));
  },
});

const undoneOf = (undone: Undone) => {
  if (undone.kind === "needs-second") throw needsSecond(undone.cases);
  return { cases: undone.cases.map(outcomeOf) };
};

const undo = operation({
  ...{ id: "undo", method: "post", path: "/undo", group: "Containments" },
  summary: "Take back all that automation imposed since then, and say so to the customers",
  body: z.strictObject({ since: momentSchema, reason: reasonSchema, second: secondSchema }),
  answer: outcomesSchema,
  handle: async ({ parts, caller, body }) => {
    const second = await secondPerson(parts, caller, body.second);
    const by = { kind: "person", name: caller.name } as const;
    return undoneOf(await parts.desk.undo({ since: Date.parse(body.since), by, second, reason: body.reason }));
  },
});

/** What is in force, and how it ends. */
export const containments: readonly Operation[] = [listContainments, release, undo];
