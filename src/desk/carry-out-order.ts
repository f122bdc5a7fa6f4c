import type { Stopped } from "../domain/case/containment.ts";
import type { Effect } from "../domain/case/effect.ts";
import type { Outcome } from "../domain/case/fact.ts";
import { maskMailboxes } from "../domain/case/mailboxes.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { Enforcer, Imposition } from "../ports/enforcer.ts";

type Order = Extract<Effect, { readonly kind: "order" }>;

/** What came of an order; `put-off`: it may work later. */
export type OrderResult = { readonly outcome: Outcome | "put-off"; readonly proof: string; readonly stopped?: Stopped | null };

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const impose = async (enforcer: Enforcer, imposition: Imposition): Promise<OrderResult> => {
  await enforcer.apply(imposition);
  const { state, proof } = await enforcer.probe(imposition);
  return { outcome: state === "in-force" ? "applied" : "put-off", proof };
};

/** A count that cannot be had holds no lift up. */
const stoppedBy = async (enforcer: Enforcer, imposition: Imposition): Promise<Stopped | null> =>
  (await enforcer.stopped?.(imposition).catch(() => null)) ?? null;

const takeAway = async (enforcer: Enforcer, imposition: Imposition): Promise<OrderResult> => {
  const stopped = await stoppedBy(enforcer, imposition);
  await enforcer.lift(imposition);
  const { state, proof } = await enforcer.probe(imposition);
  return state === "not-in-force" ? { outcome: "lifted", proof, stopped } : { outcome: "put-off", proof };
};

/** A server that refuses says so for good; one that does not answer may answer later. */
const isForGood = (error: unknown): boolean => error instanceof OperationError && error.code !== "enforcer-unreachable";

/** Carries an order out and proves it. A server that refuses for good says so with an OperationError: then nothing is in force. */
export const carryOutOrder = async (enforcers: readonly Enforcer[], order: Order, caseId: string): Promise<OrderResult> => {
  const { proof, ...result } = await carryOut(enforcers, order, caseId);
  const { mailbox } = order.target;
  // A proof stays in the chain for as long as the audit does; a mailbox must not.
  return { ...result, proof: typeof mailbox === "string" ? maskMailboxes(proof, [mailbox]) : proof } as OrderResult;
};

const carryOut = async (enforcers: readonly Enforcer[], order: Order, caseId: string): Promise<OrderResult> => {
  const enforcer = enforcers.find(({ fits }) => fits(order));
  if (enforcer === undefined) return { outcome: "failed", proof: `no enforcer of this server can impose ${order.measure} on this target` };
  const imposition: Imposition = { id: order.containment, caseId, measure: order.measure, target: order.target };
  try {
    return await (order.verb === "apply" ? impose(enforcer, imposition) : takeAway(enforcer, imposition));
  } catch (error) {
    return { outcome: isForGood(error) ? "failed" : "put-off", proof: said(error) };
  }
};
