import type { DeskParts } from "./desk-parts.ts";
import { isAutomatic, record } from "./record.ts";

const atOnce = 200;

/** Rings every timer whose moment has come. Returns how many. */
export const ringTimers = async (parts: DeskParts): Promise<number> => {
  const { store, clock } = parts;
  const automatic = await isAutomatic(parts);
  const due = await store.dueTimers(clock.now(), atOnce);
  for (const { caseId, timer } of due) {
    const at = clock.now();
    await record(parts, caseId, () => ({ id: `rang:${timer}`, at, by: { kind: "desk" }, automatic, kind: "rang", timer }));
  }
  return due.length;
};
