import { z } from "@hono/zod-openapi";
import type { AgentMessage } from "../../../domain/case/agent-message.ts";
import { operation } from "../operation.ts";
import { Problem } from "../problem.ts";
import { readClaim } from "../read-claim.ts";
import { claimOutcomes } from "../schemas/claim-schema.ts";
import { deliveriesSchema, type messageSchema } from "../schemas/delivery-schema.ts";

const momentOf = (text: string | null): number | null => (text === null ? null : Date.parse(text));

const messageOf = (given: z.output<typeof messageSchema>, index: number): AgentMessage => {
  if (given.kind === "claim") return { kind: "claim", claim: readClaim(given.claim, `messages[${index}].claim.`) };
  if (given.kind === "fates") return { kind: "fates", fates: given.fates };
  const { host, mailReadTo, accessReadTo } = given.reading;
  return { kind: "reading", reading: { host, mailReadTo: momentOf(mailReadTo), accessReadTo: momentOf(accessReadTo) } };
};

/** The agents' door: answered once all that came is stored. */
export const deliveries = operation({
  ...{ id: "takeDeliveries", method: "post", path: "/deliveries", group: "Desk" },
  summary: "Bring in what an agent's spool holds: each message once and in order, however often and in whatever order it comes",
  body: deliveriesSchema,
  answer: z.object({
    next: z.int().openapi({ description: "The lowest number that is missing." }),
    waiting: z.int().openapi({ description: "How many came before their turn and are kept until it comes." }),
    cases: z
      .array(z.object({ sequence: z.int(), kind: z.enum(claimOutcomes), caseId: z.string().nullable() }))
      .openapi({ description: "Claims that were applied now, with those that had waited." }),
  }),
  handle: async ({ parts, body }) => {
    const given = body.messages.map((one, index) => ({ sequence: one.sequence, message: messageOf(one, index) }));
    const { next, waiting, cases, refused } = await parts.takeDeliveries(body.source, given);
    if (refused.length > 0)
      throw new Problem("source-ahead", `${refused.length} messages are too far ahead: number ${next} of ${body.source} is missing`);
    return { next, waiting, cases: cases.map(({ sequence, kind, caseId }) => ({ sequence, kind, caseId })) };
  },
});
