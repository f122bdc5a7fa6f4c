import { verdictOf } from "../domain/abuse-class.ts";
import type { Site } from "../domain/account.ts";
import { causeGaps } from "../domain/cause-gaps.ts";
import type { Detection } from "../domain/detection.ts";
import type { LinePlace } from "../domain/line-place.ts";
import type { Measure } from "../domain/measure.ts";
import type { CaseReport, CaseSeries, CauseReport, EvidenceReport, Gap } from "../domain/scan-report.ts";
import { hourMs } from "../kit/time-units.ts";
import type { CauseFinder } from "../ports/cause-finder.ts";
import { proposeContainment } from "./containment/propose-containment.ts";
import { sharedAccountOf } from "./containment/shared-account.ts";
import type { MailHistory } from "./mail-history.ts";
import { type ExceptionParts, proposeExceptions } from "./propose-exceptions.ts";
import type { ScanCase } from "./scan-case.ts";
import type { SourceBook } from "./source-book.ts";

export interface CaseReportParts {
  readonly causeFinders: readonly CauseFinder[];
  readonly history: MailHistory;
  readonly sources: Pick<SourceBook, "requestsFrom">;
  readonly home: string | null;
  readonly periodFrom: number;
  readonly evidence: ReadonlyMap<LinePlace, EvidenceReport>;
  readonly iso: (epochMs: number) => string;
  /** Who writes to a site from abroad day by day, and since when its log is read. */
  readonly regularsOf: (site: Site) => Pick<ExceptionParts, "networks" | "logStart">;
  /** Limits of the data for this case. */
  readonly gapsOf: (detection: Detection) => readonly Gap[];
  /** What is left of a confidence that rests on lines that could not have been there, 0 to 1. */
  readonly sightOf: (detection: Detection) => number;
}

/** Hours shown in a chart: two days before the wave and at most four days of it. */
const hoursBefore = 48;
const hoursShown = 144;
const endpointsShown = 12;
/** What is left of a confidence that rests on which mail follows which request when the clocks run apart. */
const clocksDiffer = 0.5;
const noCause: CauseReport = {
  layer: "none",
  method: null,
  path: null,
  query: null,
  file: null,
  mailbox: null,
  confidence: 0,
  endpoints: [],
  explains: { messages: 0, share: 0, byChance: null },
  alternatives: [],
};

const mailSeries = (detection: Detection, { history, periodFrom, iso }: CaseReportParts): CaseSeries["mailPerHour"] => {
  const { account } = detection;
  if (account === null) return [];
  const first = Math.floor(Math.max(periodFrom, detection.firstSeen - hoursBefore * hourMs) / hourMs) * hourMs;
  const last = Math.min(detection.lastSeen, first + (hoursShown - 1) * hourMs);
  const series: CaseSeries["mailPerHour"][number][] = [];
  for (let hour = first; hour <= last; hour += hourMs) {
    const usual = history.usualInHour(account, hour, detection.firstSeen);
    series.push({ at: iso(hour), messages: history.inHour(account, hour), ofCase: detection.hours.get(hour) ?? 0, usual });
  }
  return series;
};

const endpointSeries = (detection: Detection): CaseSeries["requestsByEndpoint"] =>
  [...detection.trails]
    .sort((a, b) => b.messages - a.messages || b.requests - a.requests)
    .slice(0, endpointsShown)
    .map(({ endpoint, requests, messages, waveRequests }) => ({
      method: endpoint.method,
      path: endpoint.path,
      query: endpoint.query,
      requests,
      messages,
      ofCase: waveRequests > 0,
    }));

const countrySeries = (detection: Detection): CaseSeries["sourcesByCountry"] => {
  const groups = Map.groupBy(detection.sources, ({ country }) => country);
  return [...groups]
    .map(([country, sources]) => ({ country, sources: sources.length, requests: sources.reduce((sum, { requests }) => sum + requests, 0) }))
    .sort((a, b) => b.sources - a.sources || b.requests - a.requests);
};

/** Measures that whoever is an exception passes. */
const onVisitors: ReadonlySet<Measure> = new Set(["deny-foreign-writes", "challenge-foreign", "deny-foreign", "deny-writes"]);

const containmentOf = (
  detection: Detection,
  { home, history, sources, periodFrom, iso, regularsOf }: CaseReportParts,
): Pick<CaseReport, "containment" | "proposedExceptions" | "notProposed"> => {
  const { site } = detection;
  const regulars = site === null ? null : proposeExceptions(detection, { ...regularsOf(site), iso });
  const regularWrites = regulars?.sources.reduce((sum, { requests }) => sum + requests, 0) ?? 0;
  const { proposed, notProposed } = proposeContainment({ detection, home, history, sources, regularWrites });
  const period = { from: iso(periodFrom), to: iso(detection.lastSeen) };
  const containment = proposed.map(({ measure, target, abusive, other, unit, others, regular }) => ({
    measure,
    target,
    impact: { abusive, other, ...(others && { others }), ...(regular && { regular }), ...period, unit },
  }));
  const isMet = regulars !== null && containment.some(({ measure }) => onVisitors.has(measure));
  return { containment, ...(isMet && { proposedExceptions: regulars }), notProposed };
};

const bestCause = (detection: Detection, finders: readonly CauseFinder[]): CauseReport =>
  finders
    .map((finder) => finder.find(detection))
    .filter((cause) => cause !== null)
    .sort((a, b) => b.confidence - a.confidence)[0] ?? noCause;

/** A case in the contract's form. */
export const toCaseReport = ({ detection, detectedAt, openedAt, history }: ScanCase, parts: CaseReportParts): CaseReport => {
  const { iso } = parts;
  const cause = bestCause(detection, parts.causeFinders);
  const gaps = [...parts.gapsOf(detection), ...causeGaps(detection, cause)];
  const shift = gaps.some(({ code }) => code === "clocks-differ") ? clocksDiffer : 1;
  return {
    class: detection.class,
    verdict: verdictOf(detection.class),
    confidence: round(detection.confidence * shift * parts.sightOf(detection)),
    account: detection.account?.name ?? null,
    host: detection.account?.host ?? null,
    site: detection.site?.domain || null,
    detectedAt: iso(detectedAt),
    openedAt: iso(openedAt),
    firstSeen: iso(detection.firstSeen),
    lastSeen: iso(detection.lastSeen),
    cause,
    counts: detection.counts,
    evidence: detection.evidence.map((place) => parts.evidence.get(place)).filter((line) => line !== undefined),
    ...containmentOf(detection, parts),
    sharedAccount: sharedAccountOf(detection, parts.history),
    history: history.map((step) => ({ ...step, at: iso(step.at), verdict: verdictOf(step.class), confidence: round(step.confidence) })),
    reasons: detection.reasons,
    gaps,
    series: {
      mailPerHour: mailSeries(detection, parts),
      requestsByEndpoint: endpointSeries(detection),
      sourcesByCountry: countrySeries(detection),
    },
  };
};

const round = (value: number): number => Math.round(value * 1000) / 1000;
