import type { Site } from "../../domain/account.ts";
import { latestBurst } from "../../domain/burst.ts";
import { type Crowd, crowdOf } from "../../domain/crowd.ts";
import type { Detection } from "../../domain/detection.ts";
import { mayBeForm } from "../../domain/form-endpoint.ts";
import type { JoinedMail } from "../../domain/joined-mail.ts";
import { MailAnswers } from "../../domain/mail-answers.ts";
import type { RecipientOutcome } from "../../domain/mail-event.ts";
import type { ReasonReport } from "../../domain/scan-report.ts";
import { asSuspect, doubtfulWeight, type Suspect, SuspectRing, strangersWeight, suspectInWave, suspectOf } from "../../domain/suspect.ts";
import { Wave } from "../../domain/wave.ts";
import { reason, weigh } from "../../domain/weigh.ts";
import type { WriteRequest } from "../../domain/write-request.ts";
import { createRecentMap, type RecentMap } from "../../kit/recent-map.ts";
import type { Detector, DetectorContext, DetectorRun } from "../../ports/detector.ts";

/**
 * A form of the site, used by many strangers to mail third parties. Seen by: requests that look like programs' (see
 * strangeness), mail of the account right after them, recipients that are not the owner, and more of it than this
 * site ever had. Never by the web side alone: without mail there is no relay.
 */

const hourMs = 3_600_000;

/** What it takes to open a case. Reasons beside each; the policy of a later issue makes them data. */
const thresholds = {
  /** Fewer than five sending requests are told apart from odd visitors only by luck. */
  sendingRequests: 5,
  /** In the story every address posted once; a payment provider's few addresses post again and again. */
  sources: 5,
  /** Few addresses are believed only in numbers (a tell-a-friend script that a handful of addresses use thousands of times). */
  fewSourcesRequests: 40,
  /** Nobody orders to dead mailboxes: above this share of bounces it is no shop's own mail. */
  bounced: 0.1,
  /** Fewer bounces say nothing about a share. */
  bouncedMails: 8,
  /** An endpoint at which this share of the requests says what program it is is an interface between servers, no form. */
  interfaceShare: 0.8,
  /** Mail that comes by itself (newsletter, cron job) falls behind strangers' requests by chance: the ties must be this many times more. */
  overChance: 3,
  /** Mail that only reaches the owner is contact spam, no relay. */
  outsideRecipients: 3,
  /**
   * Nats by which a burst explains the requests better than the usual rate. Every mail is a new look at every window
   * that ends with it, thousands in a month: 11 nats a window keep a steady trickle from ever looking like a burst.
   */
  surprise: 11,
  confidence: 0.9,
  /** Requests with mail among the answered ones; less is chance, not a form that mails. */
  mailShare: 0.25,
  /** Usual strangers' mails a day before anything is known of a site. */
  usualPerDay: 2,
  /** A trickle comes in the site's waking hours, not evenly over the day: within them it is about twice as dense. */
  wakingFactor: 2,
  /** The burst must reach this many within some hour, so that a daily trickle of contact spam stays a trickle … */
  perHour: 4.5,
  /** … or be this long. */
  longBurst: 16,
  /** What a source sent this shortly before belongs to the same visit. */
  sameVisitMs: 600_000,
} as const;

const none: readonly Detection[] = [];
/** Width of the window in which mail is tied to a request, by the weight of its parts. */
const tieWindowMs = 3_000;
/** Endpoints of a site and sources of its earlier waves that are remembered. */
const endpointsKept = 256;
const convictedKept = 4_096;
/** Outcomes kept per suspect while no wave is open. */
const outcomesKept = 16;

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
  told: { class: "form-relay"; confidence: number; reasons: readonly ReasonReport[] };
  /** Messages at which the claim is told again. */
  tellAt: number;
}

/** People abroad may come together to an honest form; what tells a program that behaves like them is whom it mails. */
const isHumanLike = ({ noAssetsShare, bouncedShare }: Crowd): boolean => noAssetsShare < 0.5 && bouncedShare < thresholds.bounced;

interface Seen {
  readonly crowd: Crowd;
  readonly surprise: number;
  readonly usualPerHour: number;
  /** Requests with mail among the answered ones. */
  readonly mailShare: number;
}

const judge = ({ crowd, surprise, usualPerHour, mailShare }: Seen) =>
  weigh(-4, [
    reason("more-than-usual", Math.min(25, surprise) * 0.2, { value: crowd.requests, usual: usualPerHour }),
    reason("mail-follows-posts", (mailShare - 0.25) * 2, { value: mailShare }),
    reason("strangers", (crowd.meanWeight - 0.5) * 2, { value: crowd.meanWeight }),
    reason("one-shot-sources", crowd.oneShotShare, { value: crowd.oneShotShare }),
    reason("foreign-sources", crowd.foreignShare * crowd.knownOriginShare, { value: crowd.foreignShare }),
    reason("never-read-the-page", crowd.neverReadShare - 0.5, { value: crowd.neverReadShare }),
    reason("many-recipients", Math.min(2, crowd.outsideRecipients / 5), { value: crowd.outsideRecipients }),
    ...(isHumanLike(crowd) ? [reason("read-like-visitors", -4.5, { value: 1 - crowd.noAssetsShare })] : []),
    reason("bounces", Math.min(1, crowd.bouncedShare * 5) * 0.7, { value: crowd.bouncedShare }),
  ]);

const startRun = (context: DetectorContext): DetectorRun => {
  const states = new Map<number, SiteState>();

  const stateOf = (site: Site): SiteState => {
    const known = states.get(site.id);
    if (known !== undefined) return known;
    const { usualPerDay } = thresholds;
    const recent = new SuspectRing({ capacity: 64, youngMs: 30_000, usualPerDay });
    const sending = new SuspectRing({ capacity: 256, usualPerDay });
    const answers = new MailAnswers(endpointsKept);
    const convicted = createRecentMap<string, true>(convictedKept);
    const made: SiteState = {
      site,
      answers,
      convicted,
      recent,
      sending,
      wave: null,
      told: { class: "form-relay", confidence: 0, reasons: [] },
      tellAt: 0,
    };
    states.set(site.id, made);
    return made;
  };

  const tell = (state: SiteState, at: number): readonly Detection[] => {
    if (state.wave === null) return none;
    state.tellAt = state.wave.messages * 2;
    return [state.wave.toDetection({ ...state.told, at })];
  };

  /** Takes a suspect into the wave, and what else its source sent in the last moments: the confirm screen, the first try. */
  const join = (state: SiteState, suspect: Suspect): void => {
    if (suspect.isMember) return;
    suspect.isMember = true;
    state.wave?.addSuspect(suspect);
    const { source, time } = suspect.request;
    for (const other of state.recent.entries) {
      if (other.request.source.address === source.address && other.request.time >= time - thresholds.sameVisitMs) join(state, other);
    }
  };

  /** Messages that would have been tied to suspects if the account's other mail had nothing to do with them. */
  const byChance = (state: SiteState, members: readonly Suspect[], at: number): number => {
    const account = members[0]?.mails[0]?.message.account ?? null;
    const from = (members[0] as Suspect).request.time;
    if (account === null) return 0;
    const tied = members.reduce((sum, { mails }) => sum + mails.length, 0);
    const untied = Math.max(0, context.traffic.accountMessagesBetween(account, from, at) - tied);
    const silent = state.recent.entries.filter(({ request, mails }) => request.time >= from && mails.length === 0).length;
    return (untied / (at - from + 60_000)) * tieWindowMs * (members.length + silent);
  };

  const open = (state: SiteState, at: number): readonly Detection[] => {
    const sending = atForms(state.sending.entries);
    if (sending.length < thresholds.sendingRequests) return none;
    const usualPerMs = state.sending.usualPerMs(at) * thresholds.wakingFactor;
    const burst = latestBurst(
      sending.map(({ request }) => request.time),
      sending.map(({ weight }) => weight),
      usualPerMs,
      60_000,
    );
    if (burst === null || burst.surprise < thresholds.surprise) return none;
    const members = sending.slice(burst.from);
    const crowd = crowdOf(members);
    if (members.length < thresholds.sendingRequests || !hasManySources(crowd)) return none;
    if (crowd.outsideRecipients < thresholds.outsideRecipients) return none;
    if (members.length < thresholds.longBurst && busiestHour(members) < thresholds.perHour) return none;
    if (crowd.messages < thresholds.overChance * byChance(state, members, at)) return none;
    const mailShare = state.answers.share(members.map(({ request }) => request));
    if (mailShare < thresholds.mailShare) return none;
    const judged = judge({ crowd, surprise: burst.surprise, usualPerHour: usualPerMs * hourMs, mailShare });
    if (judged.confidence < thresholds.confidence) return none;
    const wave = new Wave(state.site, context);
    let began = (members[0] as Suspect).request.time;
    state.wave = wave;
    const isForeign = crowd.foreignShare * crowd.knownOriginShare > 0.5;
    const origin = isForeign ? "foreign" : "home";
    const belongs = ({ request, weight }: Suspect): boolean => weight >= strangersWeight || request.source.origin === origin;
    for (const suspect of members) if (belongs(suspect)) join(state, suspect);
    // Backwards, so that tries before the first mail (refused, or failed) are found as long as they follow each other.
    for (const suspect of state.recent.entries.toReversed()) {
      const { time } = suspect.request;
      if (time < began - thresholds.sameVisitMs || !wave.takes(suspect.request) || !belongs(suspect)) continue;
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
    state.sending.clear();
    return last;
  };

  const suspectFor = (request: WriteRequest, state: SiteState | undefined): Suspect | null => {
    const wave = state?.wave ?? null;
    if (state?.convicted.get(request.source.address) === true) return asSuspect(request);
    if (wave === null || !wave.takes(request)) return suspectOf(request, doubtfulWeight);
    if (wave.has(request.source)) return asSuspect(request);
    // Hours after the last of it an honest visitor is likelier again than a straggler.
    if (request.time - wave.lastSeen > hourMs) return suspectOf(request, strangersWeight);
    const origin = wave.isMostlyForeign ? "foreign" : "home";
    return request.source.origin === origin ? suspectInWave(request) : suspectOf(request, strangersWeight);
  };

  const onRequest = (request: WriteRequest): readonly Detection[] => {
    if (!mayBeForm(request.endpoint)) return none;
    const known = states.get(request.site.id);
    const suspect = suspectFor(request, known);
    if (suspect === null) return none;
    const state = known ?? stateOf(request.site);
    const ended = endIfOver(state, request.time);
    state.recent.add(suspect);
    state.answers.served(request);
    if (state.wave?.takes(request) === true) join(state, suspect);
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
    const isOthers = state.wave !== null && mail.trigger.agent === "named" && !state.wave.takes(mail.trigger);
    if (isOthers) state.wave?.addOther(mail);
    else if (state.wave !== null) join(state, suspect);
    suspect.mails.push(mail);
    if (isOthers) return none;
    if (state.wave === null) return open(state, mail.settledAt);
    state.wave.addMail(mail);
    return state.wave.messages >= state.tellAt ? tell(state, mail.settledAt) : none;
  };

  const onOutcome = (mail: JoinedMail, outcome: RecipientOutcome): readonly Detection[] => {
    if (mail.trigger === null) return none;
    const state = states.get(mail.trigger.site.id);
    const suspect = state?.sending.find(mail.trigger.id) ?? null;
    if (state === undefined || suspect === null) return none;
    if (suspect.outcomes.length < outcomesKept) suspect.outcomes.push(outcome);
    if (state.wave === null) return open(state, Math.max(mail.settledAt, outcome.time));
    if (suspect.isMember) state.wave.addOutcome(mail, outcome);
    return none;
  };

  const finish = (): readonly Detection[] => [...states.values()].flatMap((state) => tell(state, state.wave?.lastSeen ?? 0));

  return { onRequest, onMail, onOutcome, finish };
};

const hasManySources = ({ sources, requests }: Crowd): boolean =>
  sources >= thresholds.sources || requests >= thresholds.fewSourcesRequests;

/** Payment callbacks, web hooks, apps: told by what their clients call themselves, unless the mail bounces like spam. */
const isInterface = (suspects: readonly Suspect[]): boolean => {
  const { namedShare, bouncedShare, bounced } = crowdOf(suspects);
  return namedShare >= thresholds.interfaceShare && (bouncedShare < thresholds.bounced || bounced < thresholds.bouncedMails);
};

/** The suspects at endpoints that look like forms. */
const atForms = (suspects: readonly Suspect[]): readonly Suspect[] => {
  const byEndpoint = Map.groupBy(suspects, ({ request }) => request.endpoint.id);
  const interfaces = new Set([...byEndpoint].filter(([, group]) => isInterface(group)).map(([id]) => id));
  return interfaces.size === 0 ? suspects : suspects.filter(({ request }) => !interfaces.has(request.endpoint.id));
};

const busiestHour = (members: readonly Suspect[]): number => {
  let most = 0;
  let from = 0;
  let weight = 0;
  for (const member of members) {
    weight += member.weight;
    while ((members[from] as Suspect).request.time < member.request.time - hourMs) weight -= (members[from++] as Suspect).weight;
    most = Math.max(most, weight);
  }
  return most;
};

export const formRelay: Detector = { name: "form-relay", classes: ["form-relay"], start: startRun };
