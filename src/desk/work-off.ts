import { carryOut } from "./carry-out.ts";
import type { DeskParts } from "./desk-parts.ts";
import { ringTimers } from "./ring-timers.ts";

/** Rings what is due and carries out what came of it, until nothing is due at this moment. */
export const workOff = async (parts: DeskParts): Promise<void> => {
  for (;;) {
    const rung = await ringTimers(parts);
    const carried = await carryOut(parts);
    if (rung + carried === 0) return;
  }
};
