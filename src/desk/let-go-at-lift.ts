import type { Case } from "../domain/case/case.ts";
import type { Effect } from "../domain/case/effect.ts";
import { deliverableOf, type HeldAtLift, summarizeHeld } from "../domain/held-mail.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { HeldMail, HeldOwner } from "../ports/held-mail.ts";
import type { DeskParts } from "./desk-parts.ts";
import { casesWithAWord, heldOfOwner, isHeldBesides, ownerOfMeasure } from "./held-of-case.ts";

type Order = Extract<Effect, { readonly kind: "order" }>;

const unseen: HeldAtLift = { delivered: 0, left: summarizeHeld([]).fates, isUnseen: true };

/** A server that refuses to tell holds no lift up; one that does not answer may answer later. */
const isForGood = (error: unknown): boolean => error instanceof OperationError && error.code !== "enforcer-unreachable";

/**
 * Once a measure that holds mail is gone: lets go of what certainly is not the abuse's, and leaves the rest on hold for a person. Null where
 * nothing was held by it, or another measure still holds the same mail. Rejects where the server does not answer: the lift is tried again then, and what
 * went is on hold no more.
 */
export const letGoAtLift = async (parts: DeskParts, one: Case, order: Order): Promise<HeldAtLift | null> => {
  const { heldMail } = parts;
  const owner = ownerOfMeasure(order);
  if (heldMail === undefined || heldMail === null || owner === null) return null;
  const cases = await casesWithAWord(parts, one);
  if (isHeldBesides(cases, owner, order.containment)) return null;
  try {
    return await letGo(parts, { heldMail, cases }, owner);
  } catch (error) {
    if (isForGood(error)) return unseen;
    throw error;
  }
};

const letGo = async (
  parts: DeskParts,
  { heldMail, cases }: { readonly heldMail: HeldMail; readonly cases: readonly Case[] },
  owner: HeldOwner,
): Promise<HeldAtLift | null> => {
  const held = (await heldOfOwner(parts, { heldMail, cases }, owner)).map(({ message }) => message);
  if (held.length === 0) return null;
  const going = deliverableOf(held, "release");
  const ids = going.map(({ queueId }) => queueId);
  const ends = ids.length === 0 ? [] : await heldMail.deliver(owner, ids);
  const delivered = new Set(ends.flatMap(({ queueId, outcome }) => (outcome === "delivered" ? [queueId] : [])));
  const gone = new Set(ends.flatMap(({ queueId, outcome }) => (outcome === "failed" ? [] : [queueId])));
  return { delivered: delivered.size, left: summarizeHeld(held.filter(({ queueId }) => !gone.has(queueId))).fates };
};
