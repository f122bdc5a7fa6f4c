import { OperationError } from "../../domain/operation-error.ts";
import type { Enforcer, Imposition } from "../../ports/enforcer.ts";
import type { Order, OrderAnswer } from "./order.ts";

const standingOf = async (enforcers: readonly Enforcer[]) => {
  const standing = [];
  for (const enforcer of enforcers)
    for (const one of await enforcer.standing()) standing.push({ ...one, target: { ...one.target }, probe: await enforcer.probe(one) });
  return standing;
};

const obey = async (enforcer: Enforcer, verb: Order["verb"], imposition: Imposition): Promise<OrderAnswer> => {
  if (verb === "apply") await enforcer.apply(imposition);
  if (verb === "lift") await enforcer.lift(imposition);
  return { kind: "done", probe: verb === "probe" ? await enforcer.probe(imposition) : null };
};

/** Carries out an order that got through the gate. Never rejects: what the server refused is an answer. */
export const answerOrder = async (
  enforcers: readonly Enforcer[],
  drift: () => Promise<readonly string[]>,
  { verb, imposition }: Order,
): Promise<OrderAnswer> => {
  try {
    if (verb === "state") return { kind: "state", standing: await standingOf(enforcers), drift: [...(await drift())] } as OrderAnswer;
    const enforcer = enforcers.find((one) => imposition !== null && one.fits(imposition));
    if (enforcer === undefined || imposition === null) return { kind: "refused", why: "unknown-target", last: null };
    return await obey(enforcer, verb, imposition);
  } catch (error) {
    const code = error instanceof OperationError ? error.code : "world-failed";
    return { kind: "failed", code, message: error instanceof Error ? error.message : String(error) };
  }
};
