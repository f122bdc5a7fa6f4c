import type { Case } from "../domain/case/case.ts";
import type { Effect } from "../domain/case/effect.ts";
import type { Situation } from "../domain/policy/situation.ts";
import { hourMs, minuteMs } from "../kit/time-units.ts";
import type { CaseStore } from "../ports/case-store.ts";

interface Imposed {
  readonly containment: string;
  readonly at: number;
  readonly host: string;
}

/** How many measures the policy imposed lately, for its caps. Rebuilt from the store at start; bounded by the hour it looks back on. */
export interface ImposedLately {
  readonly remember: (one: Case, effects: readonly Effect[]) => void;
  readonly count: (host: string, now: number) => Situation["imposed"];
}

const fleetMs = 10 * minuteMs;
const page = 500;

const ofCase = ({ containments, claim }: Case): readonly Imposed[] =>
  containments
    .filter(({ decidedBy }) => decidedBy.kind === "policy")
    .map(({ id, orderedAt }) => ({ containment: id, at: orderedAt, host: claim.host }));

const load = async (store: CaseStore): Promise<readonly Imposed[]> => {
  const found: Imposed[] = [];
  let after: string | null = null;
  do {
    const { cases, next } = await store.list({ filter: { isOver: false }, order: "newest", limit: page, after });
    found.push(...cases.flatMap((listed) => ofCase(listed.case)));
    after = next;
  } while (after !== null);
  return found;
};

export const createImposedLately = async (store: CaseStore): Promise<ImposedLately> => {
  let known = [...(await load(store))];
  return {
    remember: (one, effects) => {
      const orders = new Set(effects.flatMap((effect) => (effect.kind === "order" && effect.verb === "apply" ? [effect.containment] : [])));
      known.push(...ofCase(one).filter(({ containment }) => orders.has(containment)));
    },
    count: (host, now) => {
      known = known.filter(({ at }) => at > now - hourMs);
      return {
        onServerWithinHour: known.filter((one) => one.host === host).length,
        inFleetWithinTenMinutes: known.filter(({ at }) => at > now - fleetMs).length,
      };
    },
  };
};
