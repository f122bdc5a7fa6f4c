import type { Stopped } from "../../domain/case/containment.ts";
import { type Measure, measures } from "../../domain/measure.ts";
import type { Enforcer, Imposition } from "../../ports/enforcer.ts";

/** Writes no file and touches no server: for a replay, which shows what would have been done, and for tests. */
export interface MemoryEnforcer extends Enforcer {
  /** What is in force, in the order in which it was imposed. */
  readonly impositions: () => readonly Imposition[];
  /** As if a request was refused or a mail held by this imposition at that moment (epoch ms); nothing where it is not in force. */
  readonly refuse: (id: string, at: number) => void;
}

export const createMemoryEnforcer = (of: readonly Measure[] = measures): MemoryEnforcer => {
  const inForce = new Map<string, Imposition>();
  const counts = new Map<string, Stopped>();
  const textOf = ({ id, caseId, measure, target }: Imposition): string => `${JSON.stringify({ id, caseId, measure, target })}\n`;
  return {
    name: "memory",
    impositions: () => [...inForce.values()],
    measures: of,
    fits: ({ measure }) => of.includes(measure),
    plan: (impositions) => impositions.map((one) => ({ path: `memory/${one.id}`, text: textOf(one) })),
    refuse: (id, at) => {
      if (!inForce.has(id)) return;
      const { count, from, to } = counts.get(id) ?? { count: 0, from: at, to: at };
      counts.set(id, { count: count + 1, from: Math.min(from, at), to: Math.max(to, at) });
    },
    apply: async (imposition) => {
      if (!inForce.has(imposition.id)) counts.delete(imposition.id);
      inForce.set(imposition.id, imposition);
    },
    probe: async ({ id, measure }) => {
      const state = inForce.has(id) ? "in-force" : "not-in-force";
      return { state, proof: `memory: ${measure} ${id} is ${state}` };
    },
    lift: async ({ id }) => {
      inForce.delete(id);
    },
    standing: async () => [...inForce.values()],
    stopped: async ({ id }) => counts.get(id) ?? null,
  };
};
