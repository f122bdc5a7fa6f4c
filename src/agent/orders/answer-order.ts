import { OperationError } from "../../domain/operation-error.ts";
import type { Enforcer, Imposition } from "../../ports/enforcer.ts";
import type { HeldMail } from "../../ports/held-mail.ts";
import type { Order, OrderAnswer } from "./order.ts";

/** Whom an order may reach on this server. */
export interface Obeying {
  readonly enforcers: readonly Enforcer[];
  /** Absent or null: no mail server's held mail is ours. */
  readonly heldMail?: HeldMail | null;
  /** Files of ours that are not as they were left. */
  readonly drift: () => Promise<readonly string[]>;
}

const unknownTarget: OrderAnswer = { kind: "refused", why: "unknown-target", last: null };

const standingOf = async (enforcers: readonly Enforcer[]) => {
  const standing = [];
  for (const enforcer of enforcers)
    for (const one of await enforcer.standing()) standing.push({ ...one, target: { ...one.target }, probe: await enforcer.probe(one) });
  return standing;
};

const obey = async (enforcers: readonly Enforcer[], verb: Order["verb"], imposition: Imposition | null): Promise<OrderAnswer> => {
  const enforcer = enforcers.find((one) => imposition !== null && one.fits(imposition));
  if (enforcer === undefined || imposition === null) return unknownTarget;
  if (verb === "stopped") return { kind: "stopped", stopped: (await enforcer.stopped?.(imposition)) ?? null };
  if (verb === "apply") await enforcer.apply(imposition);
  if (verb === "lift") await enforcer.lift(imposition);
  return { kind: "done", probe: verb === "probe" ? await enforcer.probe(imposition) : null };
};

/** Whose mail it is is checked by the server's own port, id by id; whether it may go or be deleted was decided at the desk. */
const obeyHeld = async ({ heldMail }: Obeying, { verb, held }: Order): Promise<OrderAnswer> => {
  if (heldMail === undefined || heldMail === null || held === undefined) return unknownTarget;
  const { owner, queueIds } = held;
  if (verb === "held-list") {
    const messages = await heldMail.list(owner);
    return {
      kind: "held",
      messages: messages.map(({ fate: _, recipientDomains, ...one }) => ({ ...one, recipientDomains: [...recipientDomains] })),
    };
  }
  const ends = await (verb === "held-deliver" ? heldMail.deliver(owner, queueIds) : heldMail.delete(owner, queueIds));
  return { kind: "held-ended", ends: ends.map((one) => ({ ...one })) };
};

/** Carries out an order that got through the gate. Never rejects: what the server refused is an answer. */
export const answerOrder = async (parts: Obeying, order: Order): Promise<OrderAnswer> => {
  const { enforcers, drift } = parts;
  try {
    switch (order.verb) {
      case "state":
        return { kind: "state", standing: await standingOf(enforcers), drift: [...(await drift())] } as OrderAnswer;
      case "held-list":
      case "held-deliver":
      case "held-delete":
        return await obeyHeld(parts, order);
      default:
        return await obey(enforcers, order.verb, order.imposition);
    }
  } catch (error) {
    const code = error instanceof OperationError ? error.code : "world-failed";
    return { kind: "failed", code, message: error instanceof Error ? error.message : String(error) };
  }
};
