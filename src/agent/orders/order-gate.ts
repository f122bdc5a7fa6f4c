import type { KeyObject } from "node:crypto";
import type { Clock } from "../../kit/clock.ts";
import type { Order, OrderRefusal } from "./order.ts";
import { openOrder } from "./seal-order.ts";

/** The last sequence that was taken; written down before the order is carried out. */
export interface SequenceStore {
  readonly last: () => Promise<number>;
  readonly take: (sequence: number) => Promise<void>;
}

/** What an order needs to get through. */
export interface OrderGateParts {
  readonly key: KeyObject;
  /** This server's name. */
  readonly server: string;
  readonly clock: Clock;
  readonly sequences: SequenceStore;
}

export type Opened = { readonly order: Order } | { readonly why: OrderRefusal; readonly last: number | null };

/** Clocks of two servers differ by so much at most: an order from further ahead is not from a clock that can be trusted. */
const mostAheadMs = 2 * 60_000;

/**
 * Authority lies in the order alone: signed by the desk, for this server, not expired, never taken before. Who connected does not matter.
 * Call one after the other.
 */
export const createOrderGate = ({ key, server, clock, sequences }: OrderGateParts) => {
  const refusal = async (order: Order): Promise<OrderRefusal | null> => {
    if (order.server !== server) return "other-server";
    if (order.sequence <= (await sequences.last())) return "replayed";
    const now = clock.now();
    return order.expiresAt < now || order.issuedAt > now + mostAheadMs ? "expired" : null;
  };

  return async (line: string): Promise<Opened> => {
    const opened = openOrder(line, key);
    if ("why" in opened) return { why: opened.why, last: null };
    const why = await refusal(opened.order);
    if (why !== null) return { why, last: why === "replayed" ? await sequences.last() : null };
    await sequences.take(opened.order.sequence);
    return opened;
  };
};
