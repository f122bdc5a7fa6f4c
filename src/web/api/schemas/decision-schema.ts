import { z } from "@hono/zod-openapi";
import { claimKinds, requirementIds } from "../../../domain/case/requirement.ts";
import { measures } from "../../../domain/measure.ts";
import { targetSchema } from "./claim-schema.ts";

export const reasonSchema = z
  .string()
  .trim()
  .min(1)
  .max(2_000)
  .openapi({ description: "Why; kept with the decision.", example: "The page is gone." });

export const secondSchema = z.string().trim().min(1).max(200).optional().openapi({
  description:
    "The second person where four eyes are needed. Over the socket a name; with a token the second person's own token, with the scope `decide`.",
});

/** A person's decision on one case. */
export const decisionSchema = z
  .discriminatedUnion("verb", [
    z.strictObject({ verb: z.literal("contain"), measure: z.enum(measures), target: targetSchema, reason: reasonSchema }),
    z.strictObject({ verb: z.literal("release"), second: secondSchema, reason: reasonSchema }),
    z.strictObject({ verb: z.literal("dismiss"), second: secondSchema, reason: reasonSchema }),
    z.strictObject({
      ...{ verb: z.literal("attest"), requirement: z.enum(requirementIds) },
      ...{ proof: z.string().trim().min(1).max(10_000), reason: reasonSchema },
    }),
    z.strictObject({ verb: z.literal("tell"), reason: reasonSchema }),
    z.strictObject({ verb: z.literal("finish-task"), task: z.string().min(1).max(100), reason: reasonSchema }),
  ])
  .openapi("Decision");

/** The customer's answers, requirement by requirement. */
export const remediationSchema = z
  .strictObject({
    answers: z
      .array(z.strictObject({ requirement: z.enum(requirementIds), claim: z.enum(claimKinds), text: z.string().max(10_000).default("") }))
      .max(50),
    text: z.string().max(50_000).default(""),
    lawful: z.boolean().default(false).openapi({ description: "The customer says that it was their own lawful mail: opens a review." }),
  })
  .openapi("Remediation");
