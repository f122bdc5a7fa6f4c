import { z } from "@hono/zod-openapi";
import type { ContainRequest } from "../../../desk/contain.ts";
import { abuseClasses } from "../../../domain/abuse-class.ts";
import { containmentDocument } from "../../../domain/case/case-document.ts";
import { measures } from "../../../domain/measure.ts";
import { wrongTarget } from "../../../domain/measure-target.ts";
import { type Operation, operation } from "../operation.ts";
import { caseNow, refused, unknownId, wrongField } from "../outcomes.ts";
import { Problem } from "../problem.ts";
import { caseSchema, containmentSchema } from "../schemas/case-schema.ts";
import { momentSchema, targetSchema } from "../schemas/claim-schema.ts";
import { reasonSchema } from "../schemas/decision-schema.ts";

const id = z.string().min(1).max(300);
const named = id.nullable().default(null);

const ofSchema = z.strictObject({ case: named, host: named, account: named, site: named, mailbox: named }).extend({
  class: z
    .enum(abuseClasses)
    .nullable()
    .default(null)
    .openapi({ description: "What it is, where no case is open and one has to be opened." }),
});

const measureSchema = z.strictObject({ of: ofSchema, measure: z.enum(measures), target: targetSchema });

type Asked = z.output<typeof measureSchema>;

/** A measure needs somebody it belongs to, and exactly the target of its kind. */
const checked = <Body extends Asked>(body: Body): Body => {
  const { case: caseId, account, site, mailbox } = body.of;
  if ((caseId ?? account ?? site ?? mailbox) === null) throw wrongField("of", "name a case, an account, a site or a mailbox");
  const wrong = wrongTarget(body.measure, body.target);
  if (wrong !== null) throw wrongField("target", wrong);
  return body;
};

const several = (cases: readonly string[]): Problem =>
  new Problem("decision-refused", `several cases are open (${cases.join(", ")}): name the one that the measure is for`, { why: "several" });

const noEnforcer = (): Problem =>
  wrongField(
    "measure",
    "no enforcer of this desk knows it for this target: look at `servers`, the site's `server` and `guard`, and secrets.decisionKey in the config",
  );

const contain = operation({
  ...{ id: "contain", method: "post", path: "/containments", group: "Containments" },
  summary: "Put a measure in force by a person's decision; where no case is open, one is opened",
  body: measureSchema.extend({ reason: reasonSchema, reviewBy: momentSchema.nullable().default(null) }),
  answer: z.object({ case: caseSchema }),
  handle: async ({ parts, caller, body }) => {
    const { of, measure, target, reason, reviewBy } = checked(body);
    const by = { kind: "person", name: caller.name } as const;
    const request: ContainRequest = { of, measure, target, reason, by, reviewBy: reviewBy === null ? null : Date.parse(reviewBy) };
    const contained = await parts.desk.contain(request);
    if (contained.kind === "several") throw several(contained.cases);
    if (contained.kind === "class-missing") throw wrongField("of.class", "no case is open; say what it is, so that one can be opened");
    if (contained.kind === "no-enforcer") throw noEnforcer();
    if (contained.kind === "no-case") throw unknownId("case", of.case ?? "");
    if (contained.decided.kind === "refused") throw refused(contained.decided.why);
    return caseNow(parts, contained.caseId);
  },
});

const files = z.array(z.object({ path: z.string(), text: z.string() }));

const rehearse = operation({
  ...{ id: "rehearseMeasure", method: "post", path: "/containments/rehearsal", group: "Containments" },
  summary: "Show what a measure would write on the server, without writing it",
  body: measureSchema,
  answer: z.object({ before: files, after: files }),
  handle: async ({ parts, body }) => {
    const rehearsed = await parts.desk.rehearseMeasure(checked(body));
    if (rehearsed === null) throw noEnforcer();
    return { before: [...rehearsed.before], after: [...rehearsed.after] };
  },
});

const lookAgain = operation({
  ...{ id: "proveContainments", method: "post", path: "/containments/proofs", group: "Containments" },
  summary: "Prove again that each measure in force holds; what does not is on record and a task for staff. Tells what each stopped so far",
  answer: z.object({
    proofs: z.array(
      containmentSchema.extend({ caseId: z.string(), found: z.enum(["in-force", "not-in-force", "unknown"]), foundProof: z.string() }),
    ),
  }),
  handle: async ({ parts }) => ({
    proofs: (await parts.desk.checkStanding(true)).map(({ caseId, containment, state, proof, stopped }) => ({
      ...{ caseId, ...containmentDocument({ ...containment, stopped }), found: state, foundProof: proof },
    })),
  }),
});

/** How a person puts a measure in force, and proves it. */
export const containing: readonly Operation[] = [contain, rehearse, lookAgain];
