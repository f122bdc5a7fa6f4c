import type { Case } from "../domain/case/case.ts";
import type { ClaimedAbuse, ProposedMeasure } from "../domain/case/claimed-abuse.ts";

/** What a measure would have turned away since it was imposed. */
export interface HeldOff {
  /** The claim as it would be had the measures been in force: harm that they stop is none. */
  readonly adjust: (one: Case | null, claim: ClaimedAbuse) => ClaimedAbuse;
  /** Requests and messages of the abuse that would not have come through, by case. */
  readonly totals: () => ReadonlyMap<string, number>;
}

/** Figures when a measure came into force, or was looked at last. */
interface Mark {
  readonly all: number;
  readonly stopped: number;
}

const allOf = ({ counts }: ClaimedAbuse, unit: ProposedMeasure["impact"]["unit"]): number =>
  unit === "messages" ? counts.messages : counts.requests - counts.refusedRequests;

/** The narrowest of what is in force and still fits the claim: the others stop no less. */
const inForce = (one: Case, claim: ClaimedAbuse): ProposedMeasure | null => {
  const held = new Set(one.containments.filter(({ state }) => state === "in-force").map(({ measure }) => measure));
  return claim.measures.find(({ measure }) => held.has(measure)) ?? null;
};

/**
 * For old logs, in which nothing was imposed: the preview of a measure says of each request or message whether it would have been stopped, so
 * what grew since it came into force can be told apart. Only a replay needs this; a live log shows the refusals itself.
 */
export const createHeldOff = (): HeldOff => {
  const marks = new Map<string, Mark>();
  const totals = new Map<string, number>();

  const adjust = (one: Case | null, claim: ClaimedAbuse): ClaimedAbuse => {
    const rung = one === null ? null : inForce(one, claim);
    if (one === null || rung === null) return claim;
    const { impact, measure } = rung;
    const key = `${one.id} ${measure}`;
    const before = marks.get(key) ?? { all: allOf(one.claim, impact.unit), stopped: stoppedOf(one.claim, measure) };
    const now = { all: allOf(claim, impact.unit), stopped: impact.abusive };
    marks.set(key, now);
    const stopped = Math.max(0, now.stopped - before.stopped);
    totals.set(one.id, (totals.get(one.id) ?? 0) + stopped);
    const cameThrough = now.all - before.all > stopped;
    return cameThrough ? claim : { ...claim, lastHarmAt: one.claim.lastHarmAt };
  };

  return { adjust, totals: () => totals };
};

const stoppedOf = ({ measures }: ClaimedAbuse, measure: string): number =>
  measures.find((one) => one.measure === measure)?.impact.abusive ?? 0;
