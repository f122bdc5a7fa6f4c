import { type Case, isOver } from "./case.ts";

/** Whose move it is. `clock`: a check, a watch or a deadline that runs. */
export type WaitingFor = "staff" | "enforcer" | "customer" | "clock";

const earliest = (times: readonly number[]): number | null => (times.length === 0 ? null : Math.min(...times));

/** Whose move it is, and by when (epoch ms, null = no time was set); `who` is null when the case is over. Staff first: they can be late. */
export const waitingFor = (one: Case): { readonly who: WaitingFor | null; readonly dueAt: number | null } => {
  if (isOver(one)) return { who: null, dueAt: null };
  const asked = one.tasks.filter(({ doneAt }) => doneAt === null);
  if (asked.length > 0) return { who: "staff", dueAt: earliest(asked.map(({ dueAt }) => dueAt)) };
  const dueAt = earliest(one.timers.map(({ at }) => at));
  if (one.containments.some(({ state }) => state === "ordered" || state === "lifting")) return { who: "enforcer", dueAt };
  const isCustomers = (one.state === "contained" || one.state === "notified") && one.requirements.some(({ state }) => state !== "met");
  return { who: isCustomers ? "customer" : "clock", dueAt };
};
