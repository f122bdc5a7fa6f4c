import type { Case } from "../domain/case/case.ts";
import type { ClaimedAbuse } from "../domain/case/claimed-abuse.ts";
import type { Entry } from "../domain/case/entry.ts";
import type { SetClock } from "../kit/clock.ts";
import type { CaseStore } from "../ports/case-store.ts";
import { createDesk } from "./create-desk.ts";
import type { DeskParts } from "./desk-parts.ts";
import { createHeldOff } from "./held-off.ts";

/** One line of what would have happened. */
export interface RehearsedEntry extends Entry {
  readonly caseId: string;
}

/** A case at the end of the logs. */
export interface RehearsedCase {
  readonly case: Case;
  /** Requests or messages of the abuse that the measures would have turned away. */
  readonly heldOff: number;
}

/** A desk in event time: it sees old logs as they came in, and touches nothing. */
export interface Rehearsal {
  readonly takeClaim: (claim: ClaimedAbuse) => Promise<void>;
  /** Lets event time pass, with everything that becomes due on the way. */
  readonly passTo: (now: number) => Promise<void>;
  /** All that happened, in order of time. */
  readonly outcome: () => Promise<{ readonly timeline: readonly RehearsedEntry[]; readonly cases: readonly RehearsedCase[] }>;
}

const page = 500;

const allCases = async (store: CaseStore): Promise<readonly Case[]> => {
  const found: Case[] = [];
  let after: string | null = null;
  do {
    const { cases, next } = await store.list({ filter: {}, order: "newest", limit: page, after });
    found.push(...cases.map((listed) => listed.case));
    after = next;
  } while (after !== null);
  return found.reverse();
};

/**
 * A desk for a rehearsal on old logs. In them no measure was in force, so the harm that one would have stopped is taken out. Whether a site was
 * repaired back then cannot be known: the checks that would have asked it say so.
 */
export const createRehearsal = async (parts: Omit<DeskParts, "clock"> & { readonly clock: SetClock }): Promise<Rehearsal> => {
  const { store, clock } = parts;
  const desk = await createDesk(parts);
  const heldOff = createHeldOff();

  const passTo = async (now: number): Promise<void> => {
    for (let next = await store.nextDueAt(clock.now()); next !== null && next <= now; next = await store.nextDueAt(clock.now())) {
      clock.set(next);
      await desk.workOff();
    }
    clock.set(now);
  };

  /** A claim comes after what was due before the last that it saw: after a gap in the logs the clock stands still at where the gap began. */
  const takeClaim = async (claim: ClaimedAbuse): Promise<void> => {
    await passTo(claim.lastSeen);
    await desk.takeClaim(heldOff.adjust(await store.openCaseByKey(claim.key), claim));
    await desk.workOff();
  };

  const outcome: Rehearsal["outcome"] = async () => {
    const cases = await allCases(store);
    const timeline: RehearsedEntry[] = [];
    for (const { id } of cases) timeline.push(...(await store.timelineOf(id)).map((entry) => ({ ...entry, caseId: id })));
    const totals = heldOff.totals();
    return {
      timeline: timeline.sort((a, b) => a.at - b.at),
      cases: cases.map((one) => ({ case: one, heldOff: totals.get(one.id) ?? 0 })),
    };
  };

  return { takeClaim, passTo, outcome };
};
