import type { ClaimedAbuse } from "../domain/case/claimed-abuse.ts";
import type { LinePlace } from "../domain/line-place.ts";
import type { EvidenceReport } from "../domain/scan-report.ts";
import { minuteMs } from "../kit/time-units.ts";
import type { CauseFinder } from "../ports/cause-finder.ts";
import { caseReportsNow, evidenceOf } from "./run-report.ts";
import type { ScanCase } from "./scan-case.ts";
import type { ScanRun } from "./scan-run.ts";
import { type ClaimSource, claimKey, toClaim } from "./to-claim.ts";

/** What changed since the feed was asked last, as claims that can leave the server. */
export interface ClaimFeed {
  readonly claims: (now: number) => Promise<readonly ClaimedAbuse[]>;
}

/** What was told of a case last. */
interface Told {
  readonly text: string;
  readonly messages: number;
  readonly lastHarmAt: number | null;
}

const placeOf = ({ input, offset }: LinePlace): string => `${input} ${offset}`;

/** What makes a claim news; a confidence that moves in its third digit does not. */
const newsOf = ({ detection: { class: abuseClass, confidence, counts, lastSeen } }: ScanCase): string =>
  `${abuseClass} ${confidence.toFixed(2)} ${counts.messages} ${counts.requests} ${lastSeen}`;

/** Tells cases while the logs are read, as the live pipeline would: with what is known at that moment and nothing more. */
export const createClaimFeed = (run: ScanRun, causeFinders: readonly CauseFinder[], digest: ClaimSource["digest"]): ClaimFeed => {
  const told = new Map<string, Told>();
  // Lines that were read once are not looked for again: a claim grows by few lines, and its file may be long.
  const lines = new Map<string, EvidenceReport>();
  let version = -1;

  const readLines = async (cases: readonly ScanCase[]): Promise<ReadonlyMap<LinePlace, EvidenceReport>> => {
    const missing = cases.map(({ detection, ...rest }) => {
      const evidence = detection.evidence.filter((place) => !lines.has(placeOf(place)));
      return { ...rest, detection: { ...detection, evidence } };
    });
    for (const [place, line] of await evidenceOf(run, missing)) lines.set(placeOf(place), line);
    const all = cases.flatMap(({ detection }) => detection.evidence);
    return new Map(all.flatMap((place) => (lines.has(placeOf(place)) ? [[place, lines.get(placeOf(place)) as EvidenceReport]] : [])));
  };

  const harmAt = ({ detection }: ScanCase, before: Told | undefined, now: number): number | null => {
    const { counts, lastSeen } = detection;
    // An intruder at work harms without mail.
    const isHarm = counts.messages > (before?.messages ?? 0) || detection.class === "account-takeover";
    return isHarm ? Math.min(now, lastSeen) : (before?.lastHarmAt ?? null);
  };

  const claims = async (now: number): Promise<readonly ClaimedAbuse[]> => {
    if (run.book.version() === version) return [];
    version = run.book.version();
    const changed = run.book.cases().filter((one) => told.get(claimKey(one.detection))?.text !== newsOf(one));
    const reports = caseReportsNow(run, changed, { causeFinders, evidence: await readLines(changed) });
    return changed.flatMap((one, at) => {
      const report = reports[at];
      const key = claimKey(one.detection);
      const lastHarmAt = harmAt(one, told.get(key), now);
      told.set(key, { text: newsOf(one), messages: one.detection.counts.messages, lastHarmAt });
      return report === undefined ? [] : [toClaim({ key, report, detection: one.detection, lastHarmAt, digest })];
    });
  };

  return { claims };
};

/** How often the feed is asked while logs are read, in event time. */
export const feedEveryMs = minuteMs;
