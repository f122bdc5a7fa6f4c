import type { ClaimedAbuse } from "../domain/case/claimed-abuse.ts";
import type { LinePlace } from "../domain/line-place.ts";
import type { EvidenceReport } from "../domain/scan-report.ts";
import { minuteMs } from "../kit/time-units.ts";
import type { CauseFinder } from "../ports/cause-finder.ts";
import { caseReportsNow } from "./run-report.ts";
import type { ScanCase } from "./scan-case.ts";
import type { ScanRun } from "./scan-run.ts";
import { type ClaimSource, claimKey, toClaim } from "./to-claim.ts";

/** What changed since the feed was asked last, as claims that can leave the server. */
export interface ClaimFeed {
  readonly claims: (now: number) => Promise<readonly ClaimedAbuse[]>;
  /** Takes as told what was seen last before this moment. */
  readonly pass: (before: number) => void;
  /** Whether there is news that is not due yet. */
  readonly isWaiting: () => boolean;
  /** Lets go of what was seen last before this moment. */
  readonly forget: (before: number) => void;
}

/** What was told of a case. */
export interface Told {
  readonly text: string;
  readonly class: string;
  readonly messages: number;
  readonly requests: number;
  readonly lastSeen: number;
  /** When it was told first, and last. */
  readonly firstAt: number;
  readonly at: number;
}

export interface FeedParts {
  readonly causeFinders: readonly CauseFinder[];
  readonly digest: ClaimSource["digest"];
  /** The cases as they stand. */
  readonly cases: () => readonly ScanCase[];
  /** Reads quoted lines again; what cannot be read any more is left out. */
  readonly readLines: (places: readonly LinePlace[]) => Promise<ReadonlyMap<LinePlace, EvidenceReport>>;
  /** Whether what is new of a case is worth telling now; all of it, unless told otherwise. */
  readonly isDue?: (told: Told, one: ScanCase, now: number) => boolean;
}

const placeOf = ({ input, offset }: LinePlace): string => `${input} ${offset}`;

/** One case among all of its key: a form's wave of last week is not told anew beside that of today. */
const caseOf = ({ detection, openedAt }: ScanCase): string => `${claimKey(detection)} ${openedAt}`;

/** What makes a claim news; a confidence that moves in its third digit does not. */
const newsOf = ({ detection: { class: abuseClass, confidence, counts, lastSeen } }: ScanCase): string =>
  `${abuseClass} ${confidence.toFixed(2)} ${counts.messages} ${counts.requests} ${counts.recipients} ${counts.bounced} ${lastSeen}`;

/** An intruder at work harms without mail. */
const harmAt = ({ detection }: ScanCase, now: number): number | null => {
  const { lastMailAt = null, lastSeen, counts } = detection;
  const harm = detection.class === "account-takeover" ? lastSeen : (lastMailAt ?? (counts.messages > 0 ? lastSeen : null));
  return harm === null ? null : Math.min(now, harm);
};

/** Lines that were read once are not looked for again: a claim grows by few lines, and its file may be long, or gone. */
const createQuotes = (read: FeedParts["readLines"]) => {
  const lines = new Map<string, EvidenceReport>();
  const of = async (places: readonly LinePlace[]): Promise<ReadonlyMap<LinePlace, EvidenceReport>> => {
    const missing = places.filter((place) => !lines.has(placeOf(place)));
    for (const [place, line] of await read(missing)) lines.set(placeOf(place), line);
    return new Map(places.flatMap((place) => (lines.has(placeOf(place)) ? [[place, lines.get(placeOf(place)) as EvidenceReport]] : [])));
  };
  const keepOnly = (places: readonly LinePlace[]): void => {
    const kept = new Set(places.map(placeOf));
    for (const key of lines.keys()) if (!kept.has(key)) lines.delete(key);
  };
  return { of, keepOnly };
};

const toTold = (one: ScanCase, before: Told | undefined, now: number): Told => {
  const { detection } = one;
  const { messages, requests } = detection.counts;
  const { class: abuseClass, lastSeen } = detection;
  return { text: newsOf(one), class: abuseClass, messages, requests, lastSeen, firstAt: before?.firstAt ?? now, at: now };
};

/** Tells cases while the logs are read, as the live pipeline would: with what is known at that moment and nothing more. */
export const createClaimFeed = (run: ScanRun, { causeFinders, digest, cases, readLines, isDue = () => true }: FeedParts): ClaimFeed => {
  const told = new Map<string, Told>();
  const quotes = createQuotes(readLines);
  let waiting = false;

  const toTell = (now: number): readonly ScanCase[] => {
    const news = cases().filter((one) => told.get(caseOf(one))?.text !== newsOf(one));
    const due = news.filter((one) => {
      const before = told.get(caseOf(one));
      return before === undefined || isDue(before, one, now);
    });
    waiting = due.length < news.length;
    return due;
  };

  const note = (one: ScanCase, now: number): void => {
    const key = caseOf(one);
    told.set(key, toTold(one, told.get(key), now));
  };

  const claims = async (now: number): Promise<readonly ClaimedAbuse[]> => {
    const changed = toTell(now);
    if (changed.length === 0) return [];
    const evidence = await quotes.of(changed.flatMap(({ detection }) => detection.evidence));
    const reports = caseReportsNow(run, changed, { causeFinders, evidence });
    return changed.flatMap((one, at) => {
      const report = reports[at];
      note(one, now);
      const { detection } = one;
      return report === undefined ? [] : [toClaim({ key: claimKey(detection), report, detection, lastHarmAt: harmAt(one, now), digest })];
    });
  };

  const pass = (before: number): void => {
    for (const one of cases()) if (one.detection.lastSeen < before) note(one, one.detection.lastSeen);
  };

  const forget = (before: number): void => {
    for (const [key, { lastSeen }] of told) if (lastSeen < before) told.delete(key);
    quotes.keepOnly(cases().flatMap(({ detection }) => detection.evidence));
  };

  return { claims, pass, isWaiting: () => waiting, forget };
};

/** How often the feed is asked while logs are read, in event time. */
export const feedEveryMs = minuteMs;
