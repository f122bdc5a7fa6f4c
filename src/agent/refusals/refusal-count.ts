import type { Stopped } from "../../domain/case/containment.ts";
import type { Measure } from "../../domain/measure.ts";
import type { Imposition } from "../../ports/enforcer.ts";
import type { RefusedLine } from "../../ports/refusal-log.ts";

/** What one containment has turned away so far, and how surely that is known. Times in epoch ms. */
export interface RefusalCount {
  readonly id: string;
  readonly caseId: string;
  readonly measure: Measure;
  readonly site: string;
  readonly since: number;
  /** When it was lifted; null while it stands. */
  readonly until: number | null;
  readonly count: number;
  /** Of the first and the last request that was counted; null where none was. */
  readonly from: number | null;
  readonly to: number | null;
  /** Lines may have been missed: it is so many at the least. */
  readonly isLeast: boolean;
  /** Whether the server was ever seen to write what it refuses into the log. */
  readonly isSeen: boolean;
  /** Nothing that it turns away gets into the log. */
  readonly isUncounted: boolean;
}

/** The count of an imposition that begins now. */
export const beginCount = ({ id, caseId, measure, target }: Imposition, since: number, holds: "all" | "part" | "none"): RefusalCount => ({
  ...{ id, caseId, measure, site: String(target.site ?? ""), since, until: null },
  ...{ count: 0, from: null, to: null, isLeast: holds === "part", isSeen: false, isUncounted: holds === "none" },
});

/** What is told of it; null where the server was not seen to count. */
export const toStopped = ({ count, from, to, since, isLeast, isSeen, isUncounted }: RefusalCount): Stopped | null => {
  if (isUncounted || !isSeen) return null;
  return { count, from: from ?? since, to: to ?? since, ...(isLeast ? { isLeast } : {}) };
};

/** Measures that stand more than once on one site with effects of their own: what refused by one of them is not refused by its brothers. */
const isList = (measure: Measure): boolean => measure === "deny-network" || measure === "deny-path";

const countsOf = (counts: readonly RefusalCount[], line: RefusedLine): readonly (readonly RefusalCount[])[] =>
  line.by.map(({ measure, ids }) =>
    counts.filter((one) => {
      if (one.since > line.at) return false;
      return ids === null ? one.measure === measure && one.site === line.site && line.at <= (one.until ?? line.at) : ids.includes(one.id);
    }),
  );

/** Takes lines in. A request that several measures of one case turned away counts once for that case: its notice adds the figures up. */
export const takeIn = (before: readonly RefusalCount[], lines: readonly RefusedLine[]): readonly RefusalCount[] => {
  const counts = new Map(before.map((one) => [one.id, one]));
  const bySite = Map.groupBy(before, ({ site }) => site);
  const change = (id: string, more: (now: RefusalCount) => Partial<RefusalCount>): void => {
    const now = counts.get(id);
    if (now !== undefined) counts.set(id, { ...now, ...more(now) });
  };
  for (const line of lines) {
    const own = bySite.get(line.site) ?? [];
    if (line.isProbe) for (const { id, since } of own) if (since <= line.at) change(id, () => ({ isSeen: true }));
    const told = new Set<string>();
    for (const [at, those] of (line.isProbe ? [] : countsOf(own, line)).entries()) {
      const { measure, ids } = line.by[at] ?? { measure: null, ids: null };
      const isUnsure = ids === null && measure !== null && isList(measure) && new Set(those.map(({ caseId }) => caseId)).size > 1;
      for (const { id, caseId } of those) {
        if (isUnsure) change(id, () => ({ isLeast: true, isSeen: true }));
        else if (!told.has(caseId))
          change(id, ({ count, from, to }) => ({
            ...{ count: count + 1, isSeen: true },
            ...{ from: Math.min(from ?? line.at, line.at), to: Math.max(to ?? line.at, line.at) },
          }));
        told.add(caseId);
      }
    }
  }
  return [...counts.values()];
};
