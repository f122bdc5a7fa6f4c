import type { Site } from "../../domain/account.ts";
import { latestBurst } from "../../domain/burst.ts";
import { crowdOf, mostlyFrom } from "../../domain/crowd.ts";
import type { Detection } from "../../domain/detection.ts";
import { mayBeForm } from "../../domain/form-endpoint.ts";
import { asInjectedFront, isFront, isInjectedFront } from "../../domain/injected-front.ts";
import type { JoinedMail } from "../../domain/joined-mail.ts";
import { MailAnswers } from "../../domain/mail-answers.ts";
import type { RecipientOutcome } from "../../domain/mail-event.ts";
import { atForms, busiestHour, hasManySources, judgeRelay, reachesThirdParties, relayThresholds } from "../../domain/relay-signs.ts";
import type { ReasonReport } from "../../domain/scan-report.ts";
import { isNoForm } from "../../domain/script-place.ts";
import { asSignUps } from "../../domain/sign-up-wave.ts";
import {
  asSuspect,
  doubtfulWeight,
  noteMail,
  noteOutcome,
  type Suspect,
  SuspectRing,
  strangersWeight,
  suspectInWave,
  suspectOf,
} from "../../domain/suspect.ts";
import { SweepClock } from "../../domain/sweep-clock.ts";
import { quietMs, Wave } from "../../domain/wave.ts";
import { siteSubject } from "../../domain/wave-context.ts";
import type { WriteRequest } from "../../domain/write-request.ts";
import { createRecentMap, type RecentMap } from "../../kit/recent-map.ts";
import { dayMs, hourMs } from "../../kit/time-units.ts";
import { blindRun, type Detector, type DetectorContext, type DetectorRun, type DetectorState } from "../../ports/detector.ts";

/**
 * A form of the site, used by many strangers to mail third parties. Seen by: requests that look like programs' (see
 * strangeness), mail of the account right after them, recipients that are not the owner, and more of it than this
 * site ever had. Never by the web side alone: without mail there is no relay.
 */

const none: readonly Detection[] = [];
/** Width of the window in which mail is tied to a request, by the weight of its parts. */
const tieWindowMs = 3_000;
/** Endpoints of a site and sources of its earlier waves that are remembered. */
const endpointsKept = 256;
const convictedKept = 4_096;
/** Outcomes kept per suspect while no wave is open. */
const outcomesKept = 16;
/** Suspects that sent mail are remembered for longer than the others: a mail server gives up after five days. */
const sendingMs = 7 * dayMs;

interface SiteState {
  readonly site: Site;
  /** How much mail follows strangers' answered requests, per endpoint, over the last hours. */
  readonly answers: MailAnswers;
  /** Sources of waves that are over: never again regular visitors. */
  readonly convicted: RecentMap<string, true>;
  /** Every suspect of the last moments: mail that follows is looked up here. */
  readonly recent: SuspectRing;
  /** Suspects that sent mail. */
  readonly sending: SuspectRing;
  wave: Wave | null;
  /** The longest time between two of the wave's requests, and whether it has been quiet for so long that it only goes on with a burst. */
  longestPauseMs: number;
  /** Time of the wave's last request, the refused ones included; 0 without a wave. */
  lastAt: number;
  isPaused: boolean;
  told: { class: "form-relay" | "injected-mailer"; confidence: number; reasons: readonly ReasonReport[] };
  /** Messages at which the claim is told again. */
  tellAt: number;
}

interface RelayState {
  readonly sweep: SweepClock;
  readonly sites: Map<number, SiteState>;
}

/** A mailer in the front controller has nothing to do with what comes through the site's forms meanwhile. */
const isBeside = ({ told }: SiteState, { endpoint }: WriteRequest): boolean => told.class === "injected-mailer" && !isFront(endpoint);

/** Whether a request belongs to the site's open wave. */
const takes = (state: SiteState | undefined, request: WriteRequest): boolean =>
  state !== undefined && state.wave?.takes(request) === true && !isBeside(state, request);

const startRun = (context: DetectorContext, saved?: DetectorState): DetectorRun => {
  const kept = (saved as RelayState | undefined) ?? { sweep: new SweepClock(), sites: new Map() };
  const states = kept.sites;

  const stateOf = (site: Site): SiteState => {
    const known = states.get(site.id);
    if (known !== undefined) return known;
    const { usualPerDay } = relayThresholds;
    const recent = new SuspectRing({ capacity: 64, youngMs: 30_000, usualPerDay });
    const sending = new SuspectRing({ capacity: 256, usualPerDay });
    const answers = new MailAnswers(endpointsKept);
    const convicted = createRecentMap<string, true>(convictedKept);
    const made: SiteState = {
      ...{ site, answers, convicted, recent, sending },
      wave: null,
      longestPauseMs: 0,
      lastAt: 0,
      isPaused: false,
      told: { class: "form-relay", confidence: 0, reasons: [] },
      tellAt: 0,
    };
    states.set(site.id, made);
    return made;
  };

  /** What is to be told of a wave: more of it may show that its requests go to a planted program. */
  const toldNow = ({ sending, told }: SiteState): SiteState["told"] =>
    isInjectedFront(sending.entries.filter(({ isMember }) => isMember)) ? { ...told, class: "injected-mailer" } : told;
  const claimOf = (wave: Wave, told: SiteState["told"], at: number): Detection =>
    (told.class === "form-relay" ? asSignUps : asInjectedFront)(wave.toDetection({ ...told, at }));

  const tell = (state: SiteState, at: number): readonly Detection[] => {
    if (state.wave === null) return none;
    state.tellAt = state.wave.messages * 2;
    state.told = toldNow(state);
    return [claimOf(state.wave, state.told, at)];
  };

  /** Takes a suspect into the wave, and what else its source sent in the last moments: the confirm screen, the first try. */
  const join = (state: SiteState, suspect: Suspect): void => {
    if (suspect.isMember) return;
    suspect.isMember = true;
    const { source, time } = suspect.request;
    if (state.lastAt > 0) state.longestPauseMs = Math.max(state.longestPauseMs, time - state.lastAt);
    state.lastAt = Math.max(state.lastAt, time);
    state.wave?.addSuspect(suspect);
    for (const other of state.recent.entries) {
      if (other.request.source.address === source.address && other.request.time >= time - relayThresholds.sameVisitMs) join(state, other);
    }
  };

  /** Messages that would have been tied to suspects if the account's other mail, that of other sites' requests left out, had nothing to do with them. */
  const byChance = (state: SiteState, members: readonly Suspect[], at: number): number => {
    const account = members[0]?.mails[0]?.message.account ?? null;
    const from = (members[0] as Suspect).request.time;
    if (account === null) return 0;
    const tied = members.reduce((sum, { mails }) => sum + mails.length, 0);
    const { traffic } = context;
    const elsewhere = traffic.messagesElsewhere(account, state.site, { from, to: at });
    const untied = Math.max(0, traffic.accountMessagesBetween(account, from, at) - elsewhere - tied);
    const silent = state.recent.entries.filter(({ request, mails }) => request.time >= from && mails.length === 0).length;
    return (untied / (at - from + 60_000)) * tieWindowMs * (members.length + silent);
  };

  /** Opens a wave with a burst; goes on with one that had paused. */
  const open = (state: SiteState, at: number): readonly Detection[] => {
    const sending = atForms(state.sending.entries.filter(({ isMember }) => !isMember));
    if (sending.length < relayThresholds.sendingRequests) return none;
    const usualPerMs = state.sending.usualPerMs(at) * relayThresholds.wakingFactor;
    const burst = latestBurst(
      sending.map(({ request }) => request.time),
      sending.map(({ weight }) => weight),
      usualPerMs,
      60_000,
    );
    if (burst === null || burst.surprise < relayThresholds.surprise) return none;
    const members = sending.slice(burst.from);
    const crowd = crowdOf(members);
    if (members.length < relayThresholds.sendingRequests) return none;
    const isForm = hasManySources(crowd) && crowd.messages <= members.length * relayThresholds.mailsPerRequest;
    if (!isForm && !isInjectedFront(members)) return none;
    if (!reachesThirdParties(crowd, members)) return none;
    if (members.length < relayThresholds.longBurst && busiestHour(members) < relayThresholds.perHour) return none;
    if (crowd.messages < relayThresholds.overChance * byChance(state, members, at)) return none;
    const mailShare = state.answers.share(members.map(({ request }) => request));
    if (mailShare < relayThresholds.mailShare) return none;
    const judged = judgeRelay({ crowd, surprise: burst.surprise, usualPerHour: usualPerMs * hourMs, mailShare });
    if (judged.confidence < relayThresholds.confidence) return none;
    const wave = state.wave ?? new Wave(siteSubject(state.site, "form"), context);
    let began = (members[0] as Suspect).request.time;
    state.wave = wave;
    state.isPaused = false;
    const origin = context.home === null ? null : mostlyFrom(crowd);
    const belongs = ({ request, weight }: Suspect): boolean => weight >= strangersWeight || request.source.origin === origin;
    const own = members.filter(belongs);
    for (const suspect of own.length > 0 ? own : members) join(state, suspect);
    // Backwards, so that tries before the first mail (refused, or failed) are found as long as they follow each other.
    for (const suspect of state.recent.entries.toReversed()) {
      const { time } = suspect.request;
      if (time < began - relayThresholds.sameVisitMs || !wave.takes(suspect.request) || !belongs(suspect)) continue;
      began = Math.min(began, time);
      join(state, suspect);
    }
    state.told = { class: "form-relay", ...judged };
    return tell(state, at);
  };

  /** A wave that has been quiet for three days is told a last time and ends. */
  const endIfOver = (state: SiteState, now: number): readonly Detection[] => {
    if (state.wave === null || !state.wave.isOver(now)) return none;
    const last = tell(state, now);
    for (const address of state.wave.addresses()) state.convicted.set(address, true);
    state.wave = null;
    state.isPaused = false;
    state.longestPauseMs = 0;
    state.lastAt = 0;
    state.sending.clear();
    return last;
  };

  /** Every form gets a stranger's post now and then: after a pause that the wave never made, one is no more the wave's. */
  const pause = (state: SiteState, now: number): void => {
    if (state.wave === null || state.isPaused) return;
    const { leastPauseMs, pauseFactor } = relayThresholds;
    if (now - state.lastAt <= Math.max(leastPauseMs, state.longestPauseMs * pauseFactor)) return;
    state.isPaused = true;
    state.sending.disregard();
  };

  const suspectFor = (request: WriteRequest, state: SiteState | undefined): Suspect | null => {
    const wave = state?.wave ?? null;
    if (state?.convicted.get(request.source.address) === true) return asSuspect(request);
    if (wave === null || !takes(state, request)) return suspectOf(request, doubtfulWeight);
    // A proxy's address is everybody's.
    const isShared = context.home !== null && request.source.origin === "unknown";
    if (!isShared && wave.has(request.source)) return asSuspect(request);
    // Hours after the last of it an honest visitor is likelier again than a straggler.
    if (request.time - wave.lastSeen > hourMs) return suspectOf(request, strangersWeight);
    const isLikeIt = request.source.origin === wave.mostOrigin && (request.source.origin !== "unknown" || isShared);
    return isLikeIt ? suspectInWave(request) : suspectOf(request, strangersWeight);
  };

  /** Ends the waves that are over also where nothing more happens, and forgets what is old. */
  const sweep = (now: number): readonly Detection[] =>
    [...states.values()].flatMap((state) => {
      state.recent.forget(now - quietMs);
      state.sending.forget(now - sendingMs);
      return endIfOver(state, now);
    });

  const onRequest = (request: WriteRequest): readonly Detection[] =>
    kept.sweep.isDue(request.time) ? [...sweep(request.time), ...take(request)] : take(request);

  const take = (request: WriteRequest): readonly Detection[] => {
    if (!mayBeForm(request.endpoint) || isNoForm(request.endpoint.path)) return none;
    const known = states.get(request.site.id);
    const suspect = suspectFor(request, known);
    if (suspect === null) return none;
    const state = known ?? stateOf(request.site);
    const ended = endIfOver(state, request.time);
    state.recent.add(suspect);
    state.answers.served(request);
    pause(state, request.time);
    // What a measure refuses is an attempt of the wave's, and keeps nothing alive.
    const goesOn = !state.isPaused || request.refused || state.wave?.has(request.source) === true;
    if (takes(state, request) && goesOn) join(state, suspect);
    return ended;
  };

  const onMail = (mail: JoinedMail): readonly Detection[] => {
    if (mail.trigger === null) return none;
    const state = states.get(mail.trigger.site.id);
    const suspect = state?.sending.find(mail.trigger.id) ?? state?.recent.find(mail.trigger.id) ?? null;
    if (state === undefined) return none;
    if (suspect === null) {
      state.wave?.addOther(mail);
      return none;
    }
    if (suspect.mails.length === 0) {
      state.sending.add(suspect);
      state.answers.mailed(mail.trigger);
    }
    const isOthers =
      state.wave !== null && ((mail.trigger.agent === "named" && !takes(state, mail.trigger)) || isBeside(state, mail.trigger));
    if (isOthers) state.wave?.addOther(mail);
    else if (state.wave !== null && !state.isPaused) join(state, suspect);
    noteMail(suspect, mail);
    if (isOthers) return none;
    if (state.wave === null || !suspect.isMember) return open(state, mail.settledAt);
    state.wave.addMail(mail);
    return state.wave.messages >= state.tellAt ? tell(state, mail.settledAt) : none;
  };

  const onOutcome = (mail: JoinedMail, outcome: RecipientOutcome): readonly Detection[] => {
    if (mail.trigger === null) return none;
    const state = states.get(mail.trigger.site.id);
    const suspect = state?.sending.find(mail.trigger.id) ?? null;
    if (state === undefined || suspect === null) return none;
    noteOutcome(suspect, { mail, outcome, most: outcomesKept });
    if (state.wave === null || !suspect.isMember) return open(state, Math.max(mail.settledAt, outcome.time));
    state.wave.addOutcome(mail, outcome);
    return none;
  };

  const finish = (): readonly Detection[] =>
    [...states.values()].flatMap((state) => (state.wave === null ? none : [claimOf(state.wave, toldNow(state), state.wave.lastSeen)]));

  return { ...blindRun, state: kept, onRequest, onMail, onOutcome, finish };
};

export const formRelay: Detector = {
  name: "form-relay",
  classes: ["form-relay", "subscription-bombing", "injected-mailer"],
  start: startRun,
};
