import { carryOutAll } from "./carry-out.ts";
import type { DeskParts } from "./desk-parts.ts";

const mostEffects = 10_000;
const mostRounds = 20;

/**
 * Carries out what a decision on this one case brought about, and nothing else: for a command that works while no desk runs. Timers and what
 * waits for other cases are left to the desk; whoever stopped it may have meant to.
 */
export const workOffCase = async (parts: DeskParts, caseId: string): Promise<void> => {
  const { store, clock } = parts;
  for (let round = 0; round < mostRounds; round++) {
    const due = (await store.dueEffects(clock.now(), mostEffects)).filter((one) => one.caseId === caseId);
    if ((await carryOutAll(parts, due)) === 0) return;
  }
};
