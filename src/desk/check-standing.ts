import type { Case } from "../domain/case/case.ts";
import type { Containment, Stopped } from "../domain/case/containment.ts";
import type { Fact, Outcome } from "../domain/case/fact.ts";
import type { Probe } from "../ports/enforcer.ts";
import type { DeskParts } from "./desk-parts.ts";
import { isAutomatic, record } from "./record.ts";
import { standingContainments } from "./standing-containments.ts";

/** What a look at one measure in force found. */
export interface LookedAt extends Probe {
  readonly caseId: string;
  readonly containment: Containment;
  /** What it turned away or held so far; null where that was not asked, or nobody can tell. */
  readonly stopped: Stopped | null;
}

const look = async ({ enforcers }: DeskParts, one: Case, { id, measure, target }: Containment): Promise<Probe> => {
  const enforcer = enforcers.find(({ fits }) => fits({ measure, target }));
  if (enforcer === undefined) return { state: "unknown", proof: "no enforcer of this server knows the measure" };
  try {
    return await enforcer.probe({ id, caseId: one.id, measure, target });
  } catch (error) {
    return { state: "unknown", proof: error instanceof Error ? error.message : String(error) };
  }
};

const countOf = async ({ enforcers }: DeskParts, one: Case, { id, measure, target }: Containment): Promise<Stopped | null> => {
  const enforcer = enforcers.find(({ fits }) => fits({ measure, target }));
  return (await enforcer?.stopped?.({ id, caseId: one.id, measure, target }).catch(() => null)) ?? null;
};

/** What is news: a measure that does not hold as ordered any more, or cannot be proven, and one that does again. */
const newsOf = ({ driftedAt }: Containment, { state }: Probe): Outcome | null => {
  if (state !== "in-force") return driftedAt === null ? "drifted" : null;
  return driftedAt === null ? null : "applied";
};

/**
 * Proves again that each measure in force still holds. What changed is put on record: staff are told of a measure that does not, and nothing
 * is lifted or widened by it. `isCounting`: what each stopped so far is asked as well.
 */
export const checkStanding = async (parts: DeskParts, isCounting = false): Promise<readonly LookedAt[]> => {
  const looked: LookedAt[] = [];
  for await (const { case: one, containment } of standingContainments(parts.store)) {
    if (containment.state !== "in-force") continue;
    const probe = await look(parts, one, containment);
    looked.push({ caseId: one.id, containment, ...probe, stopped: isCounting ? await countOf(parts, one, containment) : null });
    const outcome = newsOf(containment, probe);
    if (outcome === null) continue;
    const at = parts.clock.now();
    const base = { id: `probed:${containment.id}:${at}`, at, by: { kind: "desk" } as const, automatic: await isAutomatic(parts) };
    await record(parts, one.id, (): Fact => ({ ...base, kind: "receipt", order: containment.id, outcome, proof: probe.proof }));
  }
  return looked;
};
