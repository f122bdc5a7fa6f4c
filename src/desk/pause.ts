import type { Actor } from "../domain/case/actor.ts";
import type { DeskParts } from "./desk-parts.ts";

type Person = Extract<Actor, { readonly kind: "person" }>;

/** Stops all automatic decisions at once, or lets them go on. What is in force stays either way. Returns false where it was so already. */
export const setPaused = async (
  { store, clock, newId }: DeskParts,
  by: Person,
  to: { readonly paused: boolean; readonly reason: string },
): Promise<boolean> => {
  const { paused } = await store.settings();
  if ((paused !== null) === to.paused) return false;
  const kind = to.paused ? "paused" : "resumed";
  await store.commit({ fact: { id: `${kind}:${newId()}`, at: clock.now(), by, kind, reason: to.reason } });
  return true;
};
