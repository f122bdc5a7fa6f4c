import type { Site } from "../../domain/account.ts";
import { latestBurst } from "../../domain/burst.ts";
import { type Crowd, crowdOf } from "../../domain/crowd.ts";
import type { Detection } from "../../domain/detection.ts";
import { mayBeForm } from "../../domain/form-endpoint.ts";
import type { JoinedMail } from "../../domain/joined-mail.ts";
import type { ReasonReport } from "../../domain/scan-report.ts";
import { asSuspect, doubtfulWeight, type Suspect, SuspectRing, strangersWeight, suspectOf } from "../../domain/suspect.ts";
import { siteSubject, Wave } from "../../domain/wave.ts";
import { reason, weigh } from "../../domain/weigh.ts";
import type { EndpointUse, WriteRequest } from "../../domain/write-request.ts";
import { dayMs } from "../../kit/time-units.ts";
import { blindRun, type Detector, type DetectorContext, type DetectorRun } from "../../ports/detector.ts";

/**
 * Many strangers' POSTs to one form, and no mail seen to follow, or no mail log to tell. A nuisance: it never closes
 * a site by itself, since anybody can send requests to somebody else's form.
 */

const thresholds = {
  requests: 20,
  /** A scanner is one source with many requests; a flood is many sources. */
  sources: 10,
  surprise: 7,
  confidence: 0.65,
  /** In the first day of a log nobody can tell a flood from a form that is always this busy: only this much of the confidence is left. */
  withoutPast: 0.85,
  /** Without a mail log the same requests may have been a relay, which is another verdict. */
  withoutMailLog: 0.85,
  /** Strangers' requests a day to one endpoint before anything is known of it. */
  usualPerDay: 5,
  /** Strangers' requests to one endpoint that a busy site gets as a matter of course, as a share of all its requests. */
  usualShare: 0.02,
  /** Above this share of answered requests with mail it is not a flood without mail. */
  mailShare: 0.1,
  /** A mail may be logged this long after its request; younger requests are not judged. */
  settleMs: 15_000,
  /** A nuisance may be told a few requests late; judging costs more than counting. */
  judgeEvery: 4,
  /** The requests must have come within this time. */
  withinMs: 3 * dayMs,
  /** Sources that post to this many endpoints of the site look for holes, not at a form. */
  scannerEndpoints: 4,
  /** Share of a flood's sources that may be such scanners. */
  scannerShare: 0.5,
} as const;

const none: readonly Detection[] = [];
/** Endpoints watched at once, over all sites; a ring of suspects each. */
const endpointsKept = 4_096;

interface EndpointState {
  readonly endpoint: EndpointUse;
  readonly site: Site;
  readonly ring: SuspectRing;
  /** Answers that say that no program took the request. */
  failed: number;
  answered: number;
  flooded: boolean;
  readonly isForm: boolean;
}

/** One flood of a site, over one form or several. */
interface Flood {
  readonly wave: Wave;
  told: { readonly class: "form-flood"; readonly confidence: number; readonly reasons: readonly ReasonReport[] };
}

const judge = (
  crowd: Crowd,
  { surprise, usualPerDay, hasMailLog }: { readonly surprise: number; readonly usualPerDay: number; readonly hasMailLog: boolean },
) =>
  weigh(hasMailLog ? -4 : -3, [
    // Where nobody said which country is home, visitors from everywhere are the next best thing to visitors from abroad.
    ...(crowd.knownOriginShare > 0 ? [] : [reason("scattered-sources", crowd.scatteredShare * 2, { value: crowd.scatteredShare })]),
    reason("more-than-usual", Math.min(25, surprise) * 0.2, { value: crowd.requests, usual: usualPerDay }),
    reason("strangers", (crowd.meanWeight - 0.5) * 2, { value: crowd.meanWeight }),
    reason("one-shot-sources", crowd.oneShotShare, { value: crowd.oneShotShare }),
    reason("foreign-sources", crowd.foreignShare * crowd.knownOriginShare, { value: crowd.foreignShare }),
    reason("fetched-no-assets", crowd.noAssetsShare - 0.5, { value: crowd.noAssetsShare }),
    // Without a mail log nobody can tell whether mail followed; that speaks neither way.
    ...(hasMailLog ? [reason("no-mail-follows", 1, { value: crowd.messages })] : []),
  ]);

const mayFlood = ({ ring, failed, answered }: EndpointState, now: number): boolean => {
  const first = ring.entries.at(-thresholds.requests);
  return first !== undefined && first.request.time > now - thresholds.withinMs && failed * 2 <= answered;
};

/** Drops what is not flooded and was not asked for in the last day, then the oldest half of the rest. */
const forgetIdle = (states: Map<number, EndpointState>, now: number): void => {
  const idle = [...states].filter(([, { flooded }]) => !flooded);
  const old = idle.filter(([, { ring }]) => (ring.entries.at(-1)?.request.time ?? 0) < now - dayMs);
  for (const [id] of old.length > 0 ? old : idle.slice(0, idle.length / 2)) states.delete(id);
};

/** Form spammers call themselves a browser; what does not is an app or another server that talks to an interface. */
const isByBrowser = ({ request }: Suspect): boolean => request.agent === "browser";

const isScanner = ({ request }: Suspect): boolean => request.before.endpoints >= thresholds.scannerEndpoints;

const startRun = (context: DetectorContext): DetectorRun => {
  const states = new Map<number, EndpointState>();
  // Without a home nobody is foreign: what is left to tell a program by weighs less.
  const leastWeight = context.home === null ? doubtfulWeight : strangersWeight;
  const floods = new Map<number, Flood>();

  const stateOf = (request: WriteRequest): EndpointState => {
    const known = states.get(request.endpoint.id);
    if (known !== undefined) return known;
    const ring = new SuspectRing({ capacity: 64, youngMs: 30_000, usualPerDay: thresholds.usualPerDay });
    const isForm = request.endpoint.method === "POST" && mayBeForm(request.endpoint);
    if (states.size >= endpointsKept) forgetIdle(states, request.time);
    const made = { endpoint: request.endpoint, site: request.site, ring, isForm, failed: 0, answered: 0, flooded: false };
    states.set(request.endpoint.id, made);
    return made;
  };

  const tell = (flood: Flood, at: number): readonly Detection[] => [flood.wave.toDetection({ ...flood.told, at })];

  const floodOf = (site: Site): Flood => {
    const wave = new Wave(siteSubject(site, "form"), context);
    wave.account = context.traffic.ownerOf(site);
    return { wave, told: { class: "form-flood", confidence: 0, reasons: [] } };
  };

  /** All requests of the site, at least a day of them counted as one. */
  const requestsPerMs = (site: Site, at: number): number =>
    context.traffic.siteTally(site).requests / Math.max(dayMs, at - context.traffic.periodStart());

  /** Suspects whose mail would have been logged by now, since the most surprising moment to count from. */
  const burstOf = (state: EndpointState, at: number) => {
    const settled = state.ring.entries.filter(({ request }) => !request.refused && request.time <= at - thresholds.settleMs);
    const usualPerMs = state.ring.usualPerMs(at) + thresholds.usualShare * requestsPerMs(state.site, at);
    const times = settled.map(({ request }) => request.time);
    const weights = settled.map(({ weight }) => weight);
    const burst = latestBurst(times, weights, usualPerMs, 60_000);
    return burst === null ? null : { members: settled.slice(burst.from), surprise: burst.surprise, usualPerDay: usualPerMs * dayMs };
  };

  const open = (state: EndpointState, at: number): readonly Detection[] => {
    const burst = burstOf(state, at);
    if (burst === null || burst.surprise < thresholds.surprise) return none;
    const { members } = burst;
    const crowd = crowdOf(members);
    if (members.length < thresholds.requests || crowd.sources < thresholds.sources) return none;
    if (crowd.messages > members.length * thresholds.mailShare) return none;
    if (members.filter(isByBrowser).length * 2 < members.length) return none;
    if (members.filter(isScanner).length > members.length * thresholds.scannerShare) return none;
    const hasMailLog = context.traffic.hasMailLog(state.site);
    const judged = judge(crowd, { ...burst, hasMailLog });
    const hasPast = (members[0] as Suspect).request.time - context.traffic.periodStart() >= dayMs;
    if (judged.confidence < thresholds.confidence) return none;
    const flood = floods.get(state.site.id) ?? floodOf(state.site);
    floods.set(state.site.id, flood);
    state.flooded = true;
    const began = (members[0] as Suspect).request.time;
    for (const suspect of state.ring.entries) if (suspect.request.time >= began) flood.wave.addSuspect(suspect);
    const confidence = judged.confidence * (hasPast ? 1 : thresholds.withoutPast) * (hasMailLog ? 1 : thresholds.withoutMailLog);
    if (confidence > flood.told.confidence) flood.told = { class: "form-flood", ...judged, confidence };
    return tell(flood, at);
  };

  const endIfOver = (site: Site, now: number): readonly Detection[] => {
    const flood = floods.get(site.id);
    if (flood === undefined || !flood.wave.isOver(now)) return none;
    floods.delete(site.id);
    for (const state of states.values()) if (state.site.id === site.id) state.flooded = false;
    return tell(flood, now);
  };

  const onRequest = (request: WriteRequest): readonly Detection[] => {
    const isKnown = floods.get(request.site.id)?.wave.has(request.source) === true;
    const suspect = isKnown ? asSuspect(request) : suspectOf(request, leastWeight);
    if (suspect === null) return none;
    const state = stateOf(request);
    if (!state.isForm) return none;
    const ended = endIfOver(request.site, request.time);
    state.answered++;
    if (request.status >= 400) state.failed++;
    state.ring.add(suspect);
    if (state.flooded) floods.get(request.site.id)?.wave.addRequest(request);
    else if (state.answered % thresholds.judgeEvery === 0 && mayFlood(state, request.time)) return [...ended, ...open(state, request.time)];
    return ended;
  };

  const onMail = (mail: JoinedMail): readonly Detection[] => {
    if (mail.trigger === null) return none;
    const suspect = states.get(mail.trigger.endpoint.id)?.ring.find(mail.trigger.id) ?? null;
    suspect?.mails.push(mail);
    return none;
  };

  const finish = (): readonly Detection[] => [...floods.values()].flatMap((flood) => tell(flood, flood.wave.lastSeen));

  return { ...blindRun, onRequest, onMail, finish };
};

export const formFlood: Detector = { name: "form-flood", classes: ["form-flood"], start: startRun };
