import { z } from "zod";
import { measures } from "../../domain/measure.ts";

/** What an enforcer process can be told: nothing else exists. `state`: which measures stand, and what is not as it was left. */
const orderVerbs = ["apply", "lift", "probe", "state"] as const;

const text = z.string().min(1).max(300);
const targetValue = z.union([z.string().max(4_096), z.array(z.string().max(100)).max(10_000), z.number(), z.null()]);

const imposition = z.strictObject({
  id: text,
  caseId: text,
  measure: z.enum(measures),
  target: z.record(z.string().max(40), targetValue),
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
    kind: z.literal("state"),
    standing: z.array(imposition.extend({ probe })),
    drift: z.array(z.string()),
  }),
  z.object({
    kind: z.literal("refused"),
    why: z.enum(["not-an-order", "wrong-signature", "other-server", "expired", "replayed", "unknown-target"]),
    last: z.number().nullable(),
  }),
  z.object({ kind: z.literal("failed"), code: z.string(), message: z.string() }),
]);

export type OrderAnswer = Readonly<z.output<typeof orderAnswerSchema>>;
