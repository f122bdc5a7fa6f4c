import { dayMs } from "../kit/time-units.ts";
import type { AbuseClass } from "./abuse-class.ts";
import type { Account, Site } from "./account.ts";
import { latestBurst } from "./burst.ts";
import { type Crowd, crowdOf } from "./crowd.ts";
import type { CauseKind, Detection } from "./detection.ts";
import type { JoinedMail } from "./joined-mail.ts";
import type { RecipientOutcome } from "./mail-event.ts";
import type { ReasonReport } from "./scan-report.ts";
import {
  asSuspect,
  doubtfulWeight,
  noteMail,
  noteOutcome,
  type Suspect,
  SuspectRing,
  type SuspectRingOptions,
  strangersWeight,
} from "./suspect.ts";
import { SweepClock } from "./sweep-clock.ts";
import { Wave } from "./wave.ts";
import { siteSubject, type WaveContext, type WaveView } from "./wave-context.ts";
import type { EndpointUse, WriteRequest } from "./write-request.ts";

/** What a flood is seen against. */
export interface FloodContext extends WaveContext {
  readonly traffic: WaveView & {
    readonly hasMailLog: (site: Site) => boolean;
    readonly ownerOf: (site: Site) => Account | null;
  };
}

/** How much more than usual a burst is. */
export interface FloodMeasure {
  /** Nats, see {@link latestBurst}. */
  readonly surprise: number;
  readonly usualPerDay: number;
  readonly hasMailLog: boolean;
}

/** One kind of flood: many strangers' requests to one kind of program. */
export interface FloodRecipe {
  readonly class: AbuseClass;
  readonly causeKind: CauseKind;
  readonly isOf: (endpoint: EndpointUse) => boolean;
  /** Null when the request looks like a visitor's. */
  readonly suspectOf: (request: WriteRequest, leastWeight: number) => Suspect | null;
  /** Whether a request counts towards a flood: refused ones are attempts. */
  readonly counts: (request: WriteRequest) => boolean;
  /** Statuses that say that no such program is there. */
  readonly isMiss: (status: number) => boolean;
  /** Whether a burst of such suspects can be this kind of flood at all. */
  readonly fits: (members: readonly Suspect[], crowd: Crowd) => boolean;
  readonly weigh: (crowd: Crowd, seen: FloodMeasure) => { readonly confidence: number; readonly reasons: readonly ReasonReport[] };
  /** Whether the mail that the requests send is part of the flood. */
  readonly takesMail: boolean;
  /** A flood is this many times a usual day's requests, and takes on more only while they come this many times as often as usual; 0 = always. */
  readonly overUsual: number;
  readonly requests: number;
  /** Suspects remembered per endpoint, about half a kilobyte each. */
  readonly remembered: number;
  readonly sources: number;
  readonly surprise: number;
  readonly confidence: number;
  /** Such requests a day to one endpoint before anything is known of it. */
  readonly usualPerDay: number;
  /** Such requests that a busy site gets as a matter of course, as a share of all its requests. */
  readonly usualShare: number;
}

const limits = {
  /** In the first day of a log nobody can tell a flood from what is always this busy: only this much of the confidence is left. */
  withoutPast: 0.85,
  /** Without a mail log the same requests may have been a relay, which is another verdict. */
  withoutMailLog: 0.85,
  /** A mail may be logged this long after its request; younger requests are not judged. */
  settleMs: 15_000,
  /** A nuisance may be told a few requests late; judging costs more than counting. */
  judgeEvery: 4,
  /** The requests must have come within this time. */
  withinMs: 3 * dayMs,
  /** So many of the last requests tell how fast a flood still runs. */
  paceOver: 12,
} as const;

const none: readonly Detection[] = [];
/** Endpoints watched at once, over all sites; a ring of suspects each: 32 KB to 128 KB where a flood is, mostly some hundred bytes. */
const endpointsKept = 4_096;

interface EndpointState {
  readonly endpoint: EndpointUse;
  readonly site: Site;
  readonly ring: SuspectRing;
  /** Answers that say that no program took the request. */
  missed: number;
  answered: number;
  /** Usual requests per millisecond when the flood was seen; null while there is none. */
  floodedOver: number | null;
}

/** One flood of a site, over one program or several. */
interface Flood {
  readonly wave: Wave;
  told: { readonly class: AbuseClass; readonly confidence: number; readonly reasons: readonly ReasonReport[] };
}

/** All that a watch remembers. */
export interface FloodState {
  readonly endpoints: Map<number, EndpointState>;
  readonly floods: Map<number, Flood>;
  readonly sweep: SweepClock;
}

/** Drops what is not flooded and was not asked for in the last day, then the oldest half of the rest, then of all the oldest. */
const forgetIdle = (states: Map<number, EndpointState>, now: number): void => {
  const idle = [...states].filter(([, { floodedOver }]) => floodedOver === null);
  const old = idle.filter(([, { ring }]) => (ring.entries.at(-1)?.request.time ?? 0) < now - dayMs);
  for (const [id] of old.length > 0 ? old : idle.slice(0, idle.length / 2)) states.delete(id);
  if (states.size >= endpointsKept) for (const id of [...states.keys()].slice(0, endpointsKept / 8)) states.delete(id);
};

/** Watches every site for floods of one kind. */
export class FloodWatch {
  readonly state: FloodState;
  private readonly recipe: FloodRecipe;
  private readonly context: FloodContext;
  /** One for all rings. */
  private readonly ringOptions: SuspectRingOptions;
  /** Without a home nobody is foreign: what is left to tell a program by weighs less. */
  private readonly leastWeight: number;

  /** `saved`: the state of an earlier watch with the same recipe. */
  constructor(recipe: FloodRecipe, context: FloodContext, saved?: FloodState) {
    this.state = saved ?? { endpoints: new Map(), floods: new Map(), sweep: new SweepClock() };
    this.recipe = recipe;
    this.ringOptions = { capacity: recipe.remembered, youngMs: 30_000, usualPerDay: recipe.usualPerDay };
    this.context = context;
    this.leastWeight = context.home === null ? doubtfulWeight : strangersWeight;
  }

  request(request: WriteRequest): readonly Detection[] {
    const { time } = request;
    return this.state.sweep.isDue(time) ? [...this.sweep(time), ...this.takeRequest(request)] : this.takeRequest(request);
  }

  private takeRequest(request: WriteRequest): readonly Detection[] {
    const flood = this.state.floods.get(request.site.id);
    const isKnown = flood?.wave.has(request.source) === true;
    const suspect = isKnown ? asSuspect(request) : this.recipe.suspectOf(request, this.leastWeight);
    if (suspect === null || !this.isOf(request.endpoint)) return none;
    const state = this.stateOf(request);
    const ended = this.endIfOver(request.site.id, request.time);
    state.answered++;
    if (this.recipe.isMiss(request.status)) state.missed++;
    state.ring.add(suspect);
    if (state.floodedOver !== null) this.goOn(state, suspect);
    else if (state.answered % limits.judgeEvery === 0 && this.mayFlood(state, request.time)) {
      return [...ended, ...this.open(state, request.time)];
    }
    return ended;
  }

  mail(mail: JoinedMail): readonly Detection[] {
    const suspect = this.suspectOf(mail);
    if (suspect === null) return none;
    noteMail(suspect, mail);
    if (this.recipe.takesMail && suspect.isMember) this.state.floods.get(suspect.request.site.id)?.wave.addMail(mail);
    return none;
  }

  outcome(mail: JoinedMail, outcome: RecipientOutcome): readonly Detection[] {
    const suspect = this.recipe.takesMail ? this.suspectOf(mail) : null;
    if (suspect === null) return none;
    noteOutcome(suspect, { mail, outcome, most: 8 });
    if (suspect.isMember) this.state.floods.get(suspect.request.site.id)?.wave.addOutcome(mail, outcome);
    return none;
  }

  finish(): readonly Detection[] {
    return [...this.state.floods.values()].flatMap((flood) => this.tell(flood, flood.wave.lastSeen));
  }

  /** Ends the floods that are over also where nothing more happens, and forgets what is old. */
  private sweep(now: number): readonly Detection[] {
    for (const { ring } of this.state.endpoints.values()) ring.forget(now - limits.withinMs);
    return [...this.state.floods.keys()].flatMap((siteId) => this.endIfOver(siteId, now));
  }

  private suspectOf({ trigger }: JoinedMail): Suspect | null {
    return trigger === null ? null : (this.state.endpoints.get(trigger.endpoint.id)?.ring.find(trigger.id) ?? null);
  }

  /** What has a state is one; all else is asked for every time, so that nothing is remembered of what is none. */
  private isOf(endpoint: EndpointUse): boolean {
    return this.state.endpoints.has(endpoint.id) || (endpoint.method === "POST" && this.recipe.isOf(endpoint));
  }

  private stateOf(request: WriteRequest): EndpointState {
    const known = this.state.endpoints.get(request.endpoint.id);
    if (known !== undefined) return known;
    const ring = new SuspectRing(this.ringOptions);
    if (this.state.endpoints.size >= endpointsKept) forgetIdle(this.state.endpoints, request.time);
    const { endpoint, site } = request;
    const made: EndpointState = { endpoint, site, ring, missed: 0, answered: 0, floodedOver: null };
    this.state.endpoints.set(endpoint.id, made);
    return made;
  }

  private tell(flood: Flood, at: number): readonly Detection[] {
    return [flood.wave.toDetection({ ...flood.told, at })];
  }

  private mayFlood({ ring, missed, answered }: EndpointState, now: number): boolean {
    const first = ring.entries.at(-this.recipe.requests);
    return first !== undefined && first.request.time > now - limits.withinMs && missed * 2 <= answered;
  }

  /** All requests of the site, at least a day of them counted as one. */
  private requestsPerMs(site: Site, at: number): number {
    const { traffic } = this.context;
    return traffic.siteTally(site).requests / Math.max(dayMs, at - traffic.periodStart());
  }

  /** Suspects whose mail would have been logged by now, since the most surprising moment to count from. */
  private burstOf(state: EndpointState, at: number) {
    const { counts, usualShare } = this.recipe;
    const settled = state.ring.entries.filter(({ request }) => counts(request) && request.time <= at - limits.settleMs);
    const usualPerMs = state.ring.usualPerMs(at) + usualShare * this.requestsPerMs(state.site, at);
    const times = settled.map(({ request }) => request.time);
    const weights = settled.map(({ weight }) => weight);
    const burst = latestBurst(times, weights, usualPerMs, 60_000);
    return burst === null ? null : { members: settled.slice(burst.from), surprise: burst.surprise, usualPerMs };
  }

  private open(state: EndpointState, at: number): readonly Detection[] {
    const { recipe, context } = this;
    const burst = this.burstOf(state, at);
    if (burst === null || burst.surprise < recipe.surprise) return none;
    const { members, surprise, usualPerMs } = burst;
    const crowd = crowdOf(members);
    if (members.length < this.leastRequests(members, at, usualPerMs) || crowd.sources < recipe.sources || !recipe.fits(members, crowd)) {
      return none;
    }
    const hasMailLog = context.traffic.hasMailLog(state.site);
    const judged = recipe.weigh(crowd, { surprise, usualPerDay: usualPerMs * dayMs, hasMailLog });
    if (judged.confidence < recipe.confidence) return none;
    const began = (members[0] as Suspect).request.time;
    const hasPast = began - context.traffic.periodStart() >= dayMs;
    const flood = this.state.floods.get(state.site.id) ?? this.floodOf(state.site);
    state.floodedOver = usualPerMs;
    for (const suspect of state.ring.entries) if (suspect.request.time >= began) this.take(flood, suspect);
    const confidence = judged.confidence * (hasPast ? 1 : limits.withoutPast) * (hasMailLog ? 1 : limits.withoutMailLog);
    if (confidence > flood.told.confidence) flood.told = { class: recipe.class, ...judged, confidence };
    return this.tell(flood, at);
  }

  /** So many that even all of a usual day's at once would not be as much. */
  private leastRequests(members: readonly Suspect[], at: number, usualPerMs: number): number {
    const { requests, overUsual, remembered } = this.recipe;
    const spanMs = Math.max(dayMs, at - (members[0]?.request.time ?? at));
    return Math.max(requests, Math.min(remembered / 2, overUsual * usualPerMs * spanMs));
  }

  private floodOf(site: Site): Flood {
    const wave = new Wave(siteSubject(site, this.recipe.causeKind), this.context);
    wave.account = this.context.traffic.ownerOf(site);
    const made: Flood = { wave, told: { class: this.recipe.class, confidence: 0, reasons: [] } };
    this.state.floods.set(site.id, made);
    return made;
  }

  private take(flood: Flood, suspect: Suspect): void {
    suspect.isMember = true;
    flood.wave.addSuspect(suspect);
  }

  /** Takes on a request of a running flood, unless what comes is no more than what always came. */
  private goOn(state: EndpointState, suspect: Suspect): void {
    const flood = this.state.floods.get(state.site.id);
    if (flood === undefined) return;
    const paced = state.ring.entries.at(-limits.paceOver) ?? suspect;
    const perMs = limits.paceOver / Math.max(1, suspect.request.time - paced.request.time);
    if (perMs >= this.recipe.overUsual * (state.floodedOver ?? 0)) this.take(flood, suspect);
  }

  private endIfOver(siteId: number, now: number): readonly Detection[] {
    const flood = this.state.floods.get(siteId);
    if (flood === undefined || !flood.wave.isOver(now)) return none;
    this.state.floods.delete(siteId);
    for (const state of this.state.endpoints.values()) if (state.site.id === siteId) state.floodedOver = null;
    return this.tell(flood, now);
  }
}
