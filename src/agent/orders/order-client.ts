import type { KeyObject } from "node:crypto";
import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { OperationError } from "../../domain/operation-error.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Imposition } from "../../ports/enforcer.ts";
import type { HeldOwner } from "../../ports/held-mail.ts";
import { type Order, type OrderAnswer, orderAnswerSchema } from "./order.ts";
import { sealOrder } from "./seal-order.ts";

/** Gives orders to the enforcer process of one server. */
export interface OrderClient {
  /** Rejects with `enforcer-unreachable` where no process answers, or not in time. */
  readonly give: (verb: Order["verb"], imposition: Imposition | null, held?: HeldOrder) => Promise<OrderAnswer>;
}

/** Whose held mail an order is about, and which of it. */
export interface HeldOrder {
  readonly owner: HeldOwner;
  readonly queueIds: readonly string[];
}

interface Told {
  readonly verb: Order["verb"];
  readonly imposition: Imposition | null;
  readonly held: HeldOrder | undefined;
}

export interface OrderClientParts {
  readonly socket: string;
  readonly server: string;
  readonly signing: KeyObject;
  readonly clock: Clock;
}

const validMs = 60_000;
const patienceMs = 90_000;

const exchange = (path: string, line: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = "";
    const socket = connect(path, () => socket.write(`${line}\n`));
    socket.setTimeout(patienceMs, () => socket.destroy(new Error("no answer in time")));
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      said += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(said));
  });

/** One order after the other: the sequence rises with the time, so that it needs no memory of its own. */
export const createOrderClient = ({ socket, server, signing, clock }: OrderClientParts): OrderClient => {
  let last = 0;

  const send = async ({ verb, imposition, held }: Told): Promise<OrderAnswer> => {
    const now = clock.now();
    last = Math.max(last + 1, now);
    const plain = imposition === null ? null : { ...imposition, target: { ...imposition.target } };
    const order = {
      id: randomUUID(),
      sequence: last,
      server,
      verb,
      imposition: plain as Order["imposition"],
      ...(held === undefined ? {} : { held: { owner: held.owner, queueIds: [...held.queueIds] } }),
      issuedAt: now,
      expiresAt: now + validMs,
    };
    const said = await exchange(socket, sealOrder(order, signing)).catch((cause: unknown) => {
      throw new OperationError("enforcer-unreachable", `no enforcer process answers at ${socket}`, cause);
    });
    const answer = orderAnswerSchema.safeParse(said === "" ? null : JSON.parse(said));
    if (!answer.success)
      throw new OperationError("enforcer-unreachable", `the enforcer process at ${socket} ended in the middle of an order`);
    return answer.data;
  };

  const give = async (told: Told): Promise<OrderAnswer> => {
    const answer = await send(told);
    if (answer.kind !== "refused" || answer.why !== "replayed" || answer.last === null) return answer;
    // Our clock went back, or another desk of the same key gave orders: go on above what was taken.
    last = Math.max(last, answer.last);
    return send(told);
  };

  let before: Promise<unknown> = Promise.resolve();
  return {
    give: (verb, imposition, held) => {
      const done = before.then(() => give({ verb, imposition, held }));
      before = done.catch(() => undefined);
      return done;
    },
  };
};
