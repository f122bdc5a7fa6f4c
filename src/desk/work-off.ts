import { startLanes } from "./carry-out.ts";
import type { DeskParts } from "./desk-parts.ts";
import { ringTimers } from "./ring-timers.ts";

/** While one lane is held up, the others look this often for what is new. */
const tickMs = 200;

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** The result within a tick, else null. */
const withinTick = async <T>(result: Promise<T>): Promise<T | null> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), tickMs);
  });
  return Promise.race([result, late]).finally(() => clearTimeout(timer));
};

/** Rings and carries out in rounds; a lane that is still at work in the next round is left to it. Ends with a round that had nothing to do. */
const workThrough = async (parts: DeskParts, underWay: Map<string, Promise<number>>): Promise<void> => {
  for (;;) {
    const rung = await ringTimers(parts);
    await startLanes(parts, underWay);
    const carried = await withinTick(Promise.all(underWay.values()));
    if (carried !== null && rung + sumOf(carried) === 0) return;
  }
};

/**
 * Rings what is due and carries out what came of it, until nothing is due at this moment. Kinds and servers go side by side: a silent mail
 * server or site delays no order, and a silent server none of another. Rejects with what the store throws, once nothing is under way any more.
 */
export const workOff = async (parts: DeskParts): Promise<void> => {
  const underWay = new Map<string, Promise<number>>();
  try {
    await workThrough(parts, underWay);
  } finally {
    await Promise.allSettled(underWay.values());
  }
};
