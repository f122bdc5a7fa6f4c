import { z } from "zod";
import { measures } from "../../domain/measure.ts";

/**
 * What an enforcer process can be told: nothing else exists. `stopped`: what a measure has turned away so far. `state`: which measures stand, and what is not as it was left. `held-…`: what is done
 * with mail on hold.
 */
const orderVerbs = ["apply", "lift", "probe", "stopped", "state", "held-list", "held-deliver", "held-delete"] as const;

const text = z.string().min(1).max(300);
const targetValue = z.union([z.string().max(4_096), z.array(z.string().max(100)).max(10_000), z.number(), z.null()]);

const imposition = z.strictObject({
  id: text,
  caseId: text,
  measure: z.enum(measures),
  target: z.record(z.string().max(40), targetValue),
});

/** So many messages are the most that one order may name. */
const mostHeldIds = 10_000;

const queueId = z.string().regex(/^[0-9A-Za-z]{6,24}$/);

/** Whose held mail, and which of it; `held-list` names none. The enforcer checks the owner against its server's own. */
const held = z.strictObject({
  owner: z.union([z.strictObject({ account: text }), z.strictObject({ mailbox: text })]),
  queueIds: z.array(queueId).max(mostHeldIds),
});

/** The order as it travels; whatever does not fit is no order. */
export const orderSchema = z.strictObject({
  id: text,
  /** Rises from order to order; what is not above the last one taken is refused. */
  sequence: z.number().int().positive(),
  /** The server that is meant: an order for another one is refused. */
  server: text,
  verb: z.enum(orderVerbs),
  imposition: imposition.nullable(),
  /** Only with the verbs on held mail. */
  held: held.optional(),
  /** Epoch ms. */
  issuedAt: z.number().int(),
  expiresAt: z.number().int(),
});

export type Order = Readonly<z.output<typeof orderSchema>>;

/** An order with its Ed25519 signature over the canonical JSON of the order, base64. */
export const sealedOrderSchema = z.strictObject({ order: orderSchema, signature: z.string().max(200) });

/** Why an order has no effect. */
export type OrderRefusal = "not-an-order" | "wrong-signature" | "other-server" | "expired" | "replayed" | "unknown-target";

const probe = z.object({ state: z.enum(["in-force", "not-in-force", "unknown"]), proof: z.string() });

/** What the process answers. `last`: the last sequence that was taken, so that a desk restored from a backup can go on above it. */
export const orderAnswerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("done"), probe: probe.nullable() }),
  z.object({
    kind: z.literal("stopped"),
    stopped: z.object({ count: z.int().min(0), from: z.number(), to: z.number(), isLeast: z.boolean().optional() }).nullable(),
  }),
  z.object({
    kind: z.literal("state"),
    standing: z.array(imposition.extend({ probe })),
    drift: z.array(z.string()),
  }),
  z.object({
    kind: z.literal("held"),
    messages: z.array(
      z.object({
        ...{ queueId, owner: text, arrivedAt: z.number(), size: z.number(), recipients: z.number() },
        recipientDomains: z.array(z.string()),
      }),
    ),
  }),
  z.object({
    kind: z.literal("held-ended"),
    ends: z.array(z.object({ queueId, outcome: z.enum(["delivered", "deleted", "not-held", "not-theirs", "failed"]) })),
  }),
  z.object({
    kind: z.literal("refused"),
    why: z.enum(["not-an-order", "wrong-signature", "other-server", "expired", "replayed", "unknown-target"]),
    last: z.number().nullable(),
  }),
  z.object({ kind: z.literal("failed"), code: z.string(), message: z.string() }),
]);

export type OrderAnswer = Readonly<z.output<typeof orderAnswerSchema>>;
