import { type AbuseClass, type Verdict, verdictOf } from "../domain/abuse-class.ts";
import { caseKey, type Detection } from "../domain/detection.ts";
import { quietMs } from "../domain/wave.ts";
import { mergeCases } from "./merge-cases.ts";
import { isOtherForm } from "./other-form.ts";
import type { ScanCase } from "./scan-case.ts";

/**
 * Gathers claims into cases: one per way in (kind, name, site or account; all abused forms of a site are one, a form that is only flooded
 * beside them is another); a claim after 72 h of quiet is a new case.
 */
export interface CaseBook {
  readonly take: (detection: Detection) => void;
  /** Grows with each claim. */
  readonly version: () => number;
  /** Ordered by detectedAt. */
  readonly cases: () => readonly ScanCase[];
  /** The cases as they would be if the waves that still run were told as they stand; nothing of that is kept. */
  readonly casesWith: (running: readonly Detection[]) => readonly ScanCase[];
  /** Lets go of what was seen last before a moment: for a run that goes on for months. */
  readonly forget: (before: number) => void;
}

interface Entry {
  /** Latest claim per class. */
  readonly claims: Map<AbuseClass, Detection>;
  readonly firstAt: Map<AbuseClass, number>;
  firstSeen: number;
  lastSeen: number;
  readonly openedAt: number;
  readonly history: { at: number; class: AbuseClass; confidence: number }[];
}

/** Abuse outranks nuisance: a flood that turns out to send mail was a relay all along. */
const rank: Readonly<Record<Verdict, number>> = { abuse: 2, nuisance: 1, benign: 0 };

/** A wave that turns out benign once more of its mail's fate is known was never abuse. */
const isTakenBack = (claim: Detection, all: readonly Detection[]): boolean =>
  all.some((later) => later.id === claim.id && later.at > claim.at && verdictOf(later.class) === "benign");

const finalClaim = (entry: Entry): Detection => {
  const all = [...entry.claims.values()];
  const standing = all.filter((claim) => verdictOf(claim.class) === "benign" || !isTakenBack(claim, all));
  return standing.reduce((best, claim) => {
    const better = rank[verdictOf(claim.class)] - rank[verdictOf(best.class)] || claim.counts.requests - best.counts.requests;
    return better > 0 ? claim : best;
  });
};

type Entries = Map<string, Entry[]>;

const entryFor = (entries: Entries, detection: Detection): Entry => {
  const key = caseKey(detection);
  const known = entries.get(key) ?? [];
  entries.set(key, known);
  const open = known.findLast(
    ({ firstSeen, lastSeen, claims }) =>
      detection.firstSeen <= lastSeen + quietMs &&
      detection.lastSeen >= firstSeen - quietMs &&
      ![...claims.values()].every((claim) => isOtherForm(claim, detection)),
  );
  if (open !== undefined) return open;
  const { firstSeen, lastSeen, at } = detection;
  const made: Entry = { claims: new Map(), firstAt: new Map(), firstSeen, lastSeen, openedAt: at, history: [] };
  known.push(made);
  return made;
};

const takeInto = (entries: Entries, detection: Detection): void => {
  const entry = entryFor(entries, detection);
  entry.firstSeen = Math.min(entry.firstSeen, detection.firstSeen);
  entry.lastSeen = Math.max(entry.lastSeen, detection.lastSeen);
  const before = entry.claims.get(detection.class);
  if (before === undefined) {
    entry.firstAt.set(detection.class, detection.at);
    entry.history.push({ at: detection.at, class: detection.class, confidence: detection.confidence });
  }
  if (before === undefined || before.id === detection.id || detection.counts.requests > before.counts.requests) {
    entry.claims.set(detection.class, detection);
  }
};

const toCase = (entry: Entry): ScanCase => {
  const detection = finalClaim(entry);
  const detectedAt = entry.firstAt.get(detection.class) ?? detection.at;
  return { detection, detectedAt, openedAt: entry.openedAt, history: entry.history };
};

const casesOf = (entries: Entries): readonly ScanCase[] =>
  [...mergeCases([...entries.values()].flat().map(toCase))].sort((a, b) => a.detectedAt - b.detectedAt);

const copyOf = ({ claims, firstAt, history, ...rest }: Entry): Entry => ({
  ...{ ...rest, claims: new Map(claims), firstAt: new Map(firstAt), history: [...history] },
});

export const createCaseBook = (): CaseBook => {
  const entries: Entries = new Map();
  let taken = 0;

  const casesWith: CaseBook["casesWith"] = (running) => {
    const copy = new Map([...entries].map(([key, list]) => [key, list.map(copyOf)]));
    for (const detection of running) takeInto(copy, detection);
    return casesOf(copy);
  };

  const forget = (before: number): void => {
    for (const [key, list] of entries) {
      const kept = list.filter(({ lastSeen }) => lastSeen >= before);
      if (kept.length === 0) entries.delete(key);
      else if (kept.length < list.length) entries.set(key, kept);
    }
  };

  return {
    take: (detection) => {
      taken += 1;
      takeInto(entries, detection);
    },
    version: () => taken,
    cases: () => casesOf(entries),
    casesWith,
    forget,
  };
};
