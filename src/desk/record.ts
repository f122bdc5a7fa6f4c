import { type Advanced, advance } from "../domain/case/advance.ts";
import type { Case } from "../domain/case/case.ts";
import type { Fact } from "../domain/case/fact.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { DeskParts } from "./desk-parts.ts";

/** What a fact did; `already`: it was recorded before and did nothing now. */
export type Recorded =
  | { readonly kind: "recorded"; readonly advanced: Advanced }
  | { readonly kind: "already" }
  | { readonly kind: "no-case" };

const tries = 20;

/** Whether automation may decide at this moment. */
export const isAutomatic = async ({ store }: DeskParts): Promise<boolean> => (await store.settings()).paused === null;

/**
 * A lift does not wait behind an order that is tried again later; the order has its measure's id, and is not wanted any more. Where this fails,
 * the lift goes when that order's turn comes: what was recorded stays recorded.
 */
const letLiftsGo = async ({ store, clock }: DeskParts, { effects }: Advanced): Promise<void> => {
  for (const effect of effects)
    if (effect.kind === "order" && effect.verb === "lift") await store.settleEffect(effect.containment, clock.now()).catch(() => undefined);
};

/**
 * Takes one fact into a case and stores what came of it, in one transaction. Somebody else may advance the case in between: then it is taken
 * in again, on what the case is by then. Rejects with what the store throws.
 */
export const record = async (parts: DeskParts, caseId: string, makeFact: (now: Case) => Fact): Promise<Recorded> => {
  const { store } = parts;
  for (let attempt = 0; attempt < tries; attempt++) {
    const before = await store.caseById(caseId);
    if (before === null) return { kind: "no-case" };
    const fact = makeFact(before);
    const advanced = advance(before, fact);
    const result = await store.commit({ fact, ...advanced, expectedVersion: before.version });
    if (result.kind === "committed") {
      parts.onAdvanced?.(advanced);
      await letLiftsGo(parts, advanced);
      return { kind: "recorded", advanced };
    }
    if (result.kind === "already") return { kind: "already" };
  }
  throw new OperationError("world-failed", `case ${caseId} was changed by somebody else ${tries} times in a row while a fact waited`);
};
