import { type KeyObject, sign, verify } from "node:crypto";
import { canonicalJson } from "../../kit/canonical-json.ts";
import { type Order, sealedOrderSchema } from "./order.ts";

/** What is signed: the purpose too, so that no other text that the key signs can pass for an order. */
const signedText = (order: Order): Buffer => Buffer.from(`sekisho.order/1\n${canonicalJson(order)}`);

/** The order as one line of JSON, signed. */
export const sealOrder = (order: Order, signing: KeyObject): string =>
  JSON.stringify({ order, signature: sign(null, signedText(order), signing).toString("base64") });

/** What a line holds: a signed order, or why it is none. */
export const openOrder = (
  line: string,
  key: KeyObject,
): { readonly order: Order } | { readonly why: "not-an-order" | "wrong-signature" } => {
  const parsed = sealedOrderSchema.safeParse(jsonOf(line));
  if (!parsed.success) return { why: "not-an-order" };
  const { order, signature } = parsed.data;
  const isSigned = verify(null, signedText(order), key, Buffer.from(signature, "base64"));
  return isSigned ? { order } : { why: "wrong-signature" };
};

const jsonOf = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
