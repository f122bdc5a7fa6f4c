import { createRecentMap, type RecentMap } from "../kit/recent-map.ts";
import { dayMs, hourMs } from "../kit/time-units.ts";
import type { Site } from "./account.ts";
import { latestBurst } from "./burst.ts";
import { loginOutcome, siteProgram } from "./site-program.ts";
import { SweepClock } from "./sweep-clock.ts";
import { type TryBurst, TryPast } from "./try-past.ts";
import type { WriteRequest } from "./write-request.ts";

/** Passwords guessed at the log-ins of one site, as a wave of tries that goes on while more come than usual. */
export interface LoginAttack {
  /** The tries behind the first sight of it, oldest first. */
  readonly first: readonly WriteRequest[];
  readonly burst: TryBurst;
}

/** What a request means to the watch. */
export interface LoginNote {
  /** 0 = no try; up to 1 = surely a stranger's wrong password. */
  readonly weight: number;
  /** Wrong passwords of the same source before this request. */
  readonly failuresBefore: number;
  /** Set by the request with which an attack becomes visible. */
  readonly began: LoginAttack | null;
  /** An attack is running, and this request is part of it. */
  readonly isPart: boolean;
}

const limits = {
  /** Nobody mistypes a password this often. */
  mistyped: 8,
  /** Who comes back after so long begins anew. */
  inARowMs: dayMs,
  /** A stranger's XML-RPC call may be any call: some count less. */
  remoteCall: 0.7,
  /** One by a program with a name of its own is an app's or a monitor's, unless hundreds come that never came before. */
  namedCall: 0.15,
  /** A refusal (401) of anything but a log-in may be an expired session of an app. */
  otherRefusal: 0.34,
  /** A visitor who read the site and its assets mistypes; abroad a little less likely. */
  visitor: 0.1,
  visitorAbroad: 0.3,
  /** Tries of the last hours, above which an attack still runs, as times the usual. */
  paceHours: 6,
  pace: 2.5,
  paceFloor: 16,
  /** Sources that took part belong to it this much longer; later they are the usual scanners. */
  stragglersMs: dayMs,
  /** What led to a log-in that is known to be a stranger's needs less proof than an attack: so many nats, so many tries. */
  surprise: 15,
  leastTries: 20,
  /** Tries are kept this long, for the beginning of an attack. */
  keptMs: 3 * dayMs,
} as const;

/** Per site: at most 256 tries of three days (about 100 KB under attack, some KB else), 1,024 sources (60 bytes each), and 16,384 of a running attack. */
const triesKept = 256;
const sourcesKept = 512;

/** Wrong passwords of one source in a row, and when the last was. */
interface Failures {
  count: number;
  lastTime: number;
}

interface SiteState {
  readonly past: TryPast;
  readonly failures: RecentMap<string, Failures>;
  tries: WriteRequest[];
  attack: { readonly usualPerDay: number; readonly sources: RecentMap<string, true>; fastTime: number } | null;
}

const nothing: LoginNote = { weight: 0, failuresBefore: 0, began: null, isPart: false };

const isVisitor = ({ before }: WriteRequest): boolean => before.pages > 0 && before.assets > 0;

/** How surely a request is a stranger's wrong password, given how often its source was wrong before. */
const tryWeight = (request: WriteRequest, failuresBefore: number): number => {
  const { agent, endpoint, source, status, trusted } = request;
  if (trusted || agent === "self") return 0;
  const program = siteProgram(endpoint);
  if (program !== "login" && program !== "remote-call") return status === 401 && agent !== "named" ? limits.otherRefusal : 0;
  const outcome = loginOutcome(endpoint.path, status);
  if (outcome === "absent" || outcome === "succeeded") return 0;
  if (program === "remote-call" && agent === "named") return limits.namedCall;
  if (failuresBefore < limits.mistyped && isVisitor(request)) {
    // A redirect after it is a log-in, as far as visitors go.
    if (outcome === "unknown" && status !== 200) return 0;
    return source.origin === "foreign" ? limits.visitorAbroad : limits.visitor;
  }
  return program === "remote-call" && outcome === "unknown" ? limits.remoteCall : 1;
};

/** Neither a try nor a log-in, whatever is known of its source. */
const isElsewhere = ({ endpoint, status }: WriteRequest): boolean => {
  const program = siteProgram(endpoint);
  if (program === "login" || program === "remote-call" || status === 401) return false;
  return (status !== 302 && status !== 303) || loginOutcome(endpoint.path, status) !== "succeeded";
};

/** Watches the log-ins of all sites for passwords being guessed. */
export class LoginWatch {
  private readonly states = new Map<number, SiteState>();
  private readonly sweep = new SweepClock();
  private readonly periodStart: () => number;

  constructor(periodStart: () => number) {
    this.periodStart = periodStart;
  }

  /** Takes every write request of a site, in order of time. */
  note(request: WriteRequest): LoginNote {
    if (this.sweep.isDue(request.time)) this.forgetOld(request.time);
    if (isElsewhere(request)) return nothing;
    const { address } = request.source;
    const known = this.states.get(request.site.id);
    const failures = known?.failures.get(address);
    const failuresBefore = failures === undefined || request.time - failures.lastTime > limits.inARowMs ? 0 : failures.count;
    const weight = tryWeight(request, failuresBefore);
    if (weight === 0) {
      if (failures !== undefined && loginOutcome(request.endpoint.path, request.status) === "succeeded") failures.count = 0;
      const isPart = known !== undefined && isOfAttack(known, request);
      return failuresBefore === 0 && !isPart ? nothing : { weight, failuresBefore, began: null, isPart };
    }
    const state = known ?? this.stateOf(request.site);
    state.failures.set(address, { count: failuresBefore + 1, lastTime: request.time });
    state.past.add(request.time, weight, state.attack === null);
    // A visitor's mistakes count, for behind a shared address they are not all theirs; yet a visitor is no attacker.
    const isMistake = isVisitor(request) && failuresBefore < limits.mistyped;
    if (state.attack !== null) return { weight, failuresBefore, began: null, isPart: !isMistake && goOn(state, request) };
    if (isMistake) return { weight, failuresBefore, began: null, isPart: false };
    remember(state, request);
    const began = this.begin(state, request);
    return { weight, failuresBefore, began, isPart: began !== null };
  }

  /** Ends the attack on a site, so that a later one is another. */
  end(siteId: number): void {
    const state = this.states.get(siteId);
    if (state !== undefined) state.attack = null;
  }

  /**
   * Tries of the last days that were too few for an attack, as far as they belong to a log-in that succeeded: those of the same source,
   * and where more came than usual, all since that began.
   */
  leadingTo({ site, source, time }: WriteRequest): readonly WriteRequest[] {
    const state = this.states.get(site.id);
    if (state === undefined) return [];
    const tries = state.tries.filter((one) => one.time <= time);
    const usual = state.past.usualPerDay(time - limits.keptMs) / dayMs;
    const times = tries.map((one) => one.time);
    const burst = latestBurst(times, new Array<number>(times.length).fill(1), usual, 60_000);
    const isBurst = burst !== null && burst.surprise >= limits.surprise && tries.length - burst.from >= limits.leastTries;
    return tries.filter((one, at) => one.source.address === source.address || (isBurst && at >= burst.from));
  }

  private forgetOld(now: number): void {
    for (const state of this.states.values()) {
      if (state.tries.length > 0) state.tries = state.tries.filter(({ time }) => time > now - limits.keptMs);
      state.failures.forget(({ lastTime }) => now - lastTime > limits.inARowMs);
    }
  }

  private stateOf(site: Site): SiteState {
    const made: SiteState = {
      past: new TryPast(this.periodStart()),
      failures: createRecentMap(sourcesKept),
      tries: [],
      attack: null,
    };
    this.states.set(site.id, made);
    return made;
  }

  private begin(state: SiteState, request: WriteRequest): LoginAttack | null {
    // Looked at more rarely where there is more to look at.
    if (state.tries.length < 40 || state.tries.length % 4 !== 0) return null;
    const burst = state.past.burst(request.time);
    if (burst === null) return null;
    const sources = createRecentMap<string, true>(sourcesKept * 16);
    const first = state.tries.filter(({ time }) => time > request.time - burst.windowMs);
    for (const { source } of first) sources.set(source.address, true);
    state.attack = { usualPerDay: burst.usualPerDay, sources, fastTime: request.time };
    state.past.forgive(request.time - burst.windowMs);
    state.tries = [];
    return { first, burst };
  }
}

/** A log-in that is no failure, by a source of the running attack; behind an address that visitors share it is theirs sooner. */
const isOfAttack = ({ attack }: SiteState, request: WriteRequest): boolean => {
  const { endpoint, source, time } = request;
  if (attack === null || attack.sources.get(source.address) !== true || siteProgram(endpoint) !== "login") return false;
  return time - attack.fastTime <= (isVisitor(request) ? hourMs : limits.stragglersMs);
};

/** Whether a try belongs to the running attack: its source took part, or more come than usual. */
const goOn = (state: SiteState, { source, time }: WriteRequest): boolean => {
  const { attack, past } = state;
  if (attack === null) return false;
  const usual = (attack.usualPerDay * limits.paceHours * hourMs) / dayMs;
  const isFast = past.within(time, limits.paceHours) >= limits.paceFloor + limits.pace * usual;
  if (isFast) attack.fastTime = time;
  else if (time - attack.fastTime > limits.stragglersMs || attack.sources.get(source.address) !== true) return false;
  attack.sources.set(source.address, true);
  return true;
};

const remember = (state: SiteState, request: WriteRequest): void => {
  state.tries.push(request);
  const oldest = state.tries[0] as WriteRequest;
  if (state.tries.length < triesKept && oldest.time > request.time - limits.keptMs) return;
  const young = state.tries.filter(({ time }) => time > request.time - limits.keptMs);
  state.tries = young.length < triesKept ? young : young.slice(triesKept / 4);
};
