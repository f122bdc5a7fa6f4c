import type { Case } from "../domain/case/case.ts";
import { type Containment, isStanding } from "../domain/case/containment.ts";
import type { CaseFilter, CaseStore } from "../ports/case-store.ts";

const page = 500;

/** Every case that passes the filter, a page at a time; at most `most`. */
const eachCase = async function* (store: CaseStore, filter: CaseFilter, most = Number.POSITIVE_INFINITY): AsyncGenerator<Case> {
  let after: string | null = null;
  let left = most;
  do {
    const { cases, next } = await store.list({ filter, order: "newest", limit: Math.min(page, left), after });
    for (const listed of cases) yield listed.case;
    left -= cases.length;
    after = next;
  } while (after !== null && left > 0);
};

/** A measure that holds or may come to hold, with its case. */
export interface StandingContainment {
  readonly case: Case;
  readonly containment: Containment;
}

/** A dismissed case is over at once, its lift may still hang: so many of the newest are looked at. */
const dismissedLookedAt = 500;

/** All that is in force on every server, or of one site. */
export const standingContainments = async (store: CaseStore, site?: string): Promise<readonly StandingContainment[]> => {
  const found: StandingContainment[] = [];
  const only = site === undefined ? {} : { site };
  const gather = async (filter: CaseFilter, most?: number): Promise<void> => {
    for await (const one of eachCase(store, { ...filter, ...only }, most))
      found.push(...one.containments.filter(isStanding).map((containment) => ({ case: one, containment })));
  };
  await gather({ isOver: false });
  await gather({ states: ["dismissed"] }, dismissedLookedAt);
  return found;
};
