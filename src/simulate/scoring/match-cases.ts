import { type AbuseClass, type Verdict, verdictOf } from "../../domain/abuse-class.ts";
import type { CaseReport } from "../../domain/scan-report.ts";
import { dayMs, minuteMs } from "../../kit/time-units.ts";
import type { Incident } from "./truth.ts";

/** A case ends after so much quiet (the contract), so nothing further apart can be the same wave. */
export const toleranceMs = 3 * dayMs;

/** Clocks of two logs and the length of one answer: nearer than this is together. */
const clockMs = 10 * minuteMs;

/** A case with the times that matching needs as epoch ms. */
export interface TimedCase {
  readonly report: CaseReport;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly detectedAt: number;
}

/** Which incident a case is about, and what else is on the same account at that time. */
export interface CaseMatch {
  readonly found: TimedCase;
  /** The incident that the case is counted for; null where nothing happened on that account then. */
  readonly incident: Incident | null;
  /** Another case is counted for that incident: this is a further piece of it. */
  readonly isExtra: boolean;
  /** Further incidents of the same verdict and site that this one case runs through. */
  readonly alsoCovers: readonly Incident[];
  /** Incident and case do not touch; they are only less than 72 h apart. */
  readonly isOnlyNear: boolean;
  /** Verdicts of all incidents on that account within 72 h of the case. */
  readonly verdictsNearby: ReadonlySet<Verdict>;
}

interface Pair {
  readonly found: TimedCase;
  readonly incident: Incident;
  readonly gapMs: number;
  readonly score: number;
}

export const timeCase = (report: CaseReport): TimedCase => ({
  report,
  firstSeen: Date.parse(report.firstSeen),
  lastSeen: Date.parse(report.lastSeen),
  detectedAt: Date.parse(report.detectedAt),
});

const agree = (said: string | null, truth: string | null): boolean => said === null || truth === null || said === truth;

/** Same account; where the case names none, the same site or the same mailbox. */
const isSamePlace = ({ report }: TimedCase, incident: Incident): boolean => {
  if (report.account !== null) return report.account === incident.account && agree(report.host, incident.host);
  const { mailbox } = report.cause;
  return (report.site !== null && report.site === incident.site) || (mailbox !== null && mailbox === incident.cause.mailbox);
};

/** Time between the two; negative: for so long they ran at once. */
const gapBetween = (found: TimedCase, incident: Incident): number =>
  Math.max(found.firstSeen, incident.start) - Math.min(found.lastSeen, incident.end);

const sharedTime = (found: TimedCase, incident: Incident, gapMs: number): number => {
  const wholeMs = Math.max(found.lastSeen, incident.end) - Math.min(found.firstSeen, incident.start) + clockMs;
  return gapMs > clockMs ? -gapMs / toleranceMs : (clockMs - gapMs) / (wholeMs + clockMs);
};

/**
 * How well the two fit: share of their time that they have in common, then site and class. Several incidents on one
 * account at once are told apart by site and class; without that, chance would decide.
 */
const pairOf = (found: TimedCase, incident: Incident): Pair => {
  const { report } = found;
  const gapMs = gapBetween(found, incident);
  const byClass = report.class === incident.class ? 0.5 : report.verdict === incident.verdict ? 0.25 : 0;
  const bySite = report.site === incident.site ? 0.5 : 0;
  return { found, incident, gapMs, score: sharedTime(found, incident, gapMs) + byClass + bySite };
};

const candidatesOf = (cases: readonly TimedCase[], incidents: readonly Incident[]): readonly Pair[] =>
  cases
    .flatMap((found) => incidents.filter((incident) => isSamePlace(found, incident)).map((incident) => pairOf(found, incident)))
    .filter(({ gapMs }) => gapMs <= toleranceMs)
    .sort((a, b) => b.score - a.score || a.found.firstSeen - b.found.firstSeen || (a.incident.id < b.incident.id ? -1 : 1));

/** Best pairs first; each case and each incident in one pair. */
const chooseOneToOne = (pairs: readonly Pair[]): ReadonlyMap<TimedCase, Pair> => {
  const chosen = new Map<TimedCase, Pair>();
  const taken = new Set<Incident>();
  for (const pair of pairs) {
    if (chosen.has(pair.found) || taken.has(pair.incident)) continue;
    chosen.set(pair.found, pair);
    taken.add(pair.incident);
  }
  return chosen;
};

const isCoveredBy = ({ found: { report }, incident, gapMs }: Pair, covers: AbuseClass): boolean =>
  gapMs <= clockMs && verdictOf(covers) === incident.verdict && agree(report.site, incident.site);

/** Matches the cases of one scan to what happened. One case for one incident, the best fit first. */
export const matchCases = (cases: readonly TimedCase[], incidents: readonly Incident[]): readonly CaseMatch[] => {
  const pairs = candidatesOf(cases, incidents);
  const chosen = chooseOneToOne(pairs);
  const taken = new Set([...chosen.values()].map(({ incident }) => incident));
  const claimed = new Set<Incident>();
  const byCase = Map.groupBy(pairs, ({ found }) => found);
  return cases.map((found) => {
    const own = byCase.get(found) ?? [];
    const main = chosen.get(found) ?? own[0] ?? null;
    const covered = own.filter((pair) => !taken.has(pair.incident) && !claimed.has(pair.incident) && isCoveredBy(pair, found.report.class));
    for (const { incident } of covered) claimed.add(incident);
    return {
      found,
      incident: main?.incident ?? null,
      isExtra: main !== null && !chosen.has(found),
      alsoCovers: covered.map(({ incident }) => incident),
      isOnlyNear: main !== null && main.gapMs > clockMs,
      verdictsNearby: new Set(own.map(({ incident }) => incident.verdict)),
    };
  });
};
