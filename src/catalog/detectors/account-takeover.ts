import type { Site } from "../../domain/account.ts";
import { AdminPeople, neighbourhood } from "../../domain/admin-people.ts";
import type { Detection } from "../../domain/detection.ts";
import { type IntruderSigns, judgeIntruder } from "../../domain/intruder-signs.ts";
import type { JoinedMail } from "../../domain/joined-mail.ts";
import { LoginWatch } from "../../domain/login-watch.ts";
import { isCalledScript, isPlantPlace } from "../../domain/script-place.ts";
import { type AdminAction, adminAction, isMembersLogin, loginOutcome, siteProgram } from "../../domain/site-program.ts";
import { SweepClock } from "../../domain/sweep-clock.ts";
import { chainMs, TakeoverChain } from "../../domain/takeover-chain.ts";
import { quietMs, Wave } from "../../domain/wave.ts";
import { siteSubject } from "../../domain/wave-context.ts";
import type { WriteRequest } from "../../domain/write-request.ts";
import { createRecentMap, type RecentMap } from "../../kit/recent-map.ts";
import { blindRun, type Detector, type DetectorContext, type DetectorRun, type DetectorState } from "../../ports/detector.ts";

/**
 * A site taken over through its log-in: wrong passwords (or a stolen one), a log-in that succeeds, work in the administration that
 * puts a program in place, calls of that program, mail. Days may lie between; all of it is one case. Told as soon as a stranger who is
 * logged in changes programs, and surer with every further step.
 */

const none: readonly Detection[] = [];
const thresholds = {
  confidence: 0.8,
  /** From here on a chain is followed without being told: mail, or a program that was put in place, may settle it. */
  followed: 0.5,
  /** So many wrong passwords make a log-in that succeeds then remarkable. */
  failures: 5,
  /** Sources that wrote to this many endpoints before look for holes; that a script answers them is no sign that it is new. */
  scannerEndpoints: 3,
  /** Work of somebody who got in elsewhere: the log-in is looked for this far back. */
  successMs: chainMs,
} as const;

/** Per site: 512 sources (120 bytes), 512 script paths, 8 remarkable log-ins; with the watch about 100 KB under attack, else some KB. */
const keptPerSite = { sources: 256, paths: 256, entries: 8 } as const;

/** A log-in that succeeded. */
interface Entry {
  readonly request: WriteRequest;
  readonly failures: number;
  readonly isAttacker: boolean;
}

interface SiteState {
  readonly site: Site;
  readonly people: AdminPeople;
  readonly entries: RecentMap<string, Entry>;
  /** Log-ins by strangers, newest last. */
  remarkable: Entry[];
  /** When each script was first called. */
  readonly scripts: RecentMap<string, number>;
  attack: Wave | null;
  /** Networks that the first guesses came from. */
  attackNetworks: ReadonlySet<string>;
  /** The last change of programs, which alone did not look like a stranger's. */
  change: WriteRequest | null;
  chain: TakeoverChain | null;
  told: { confidence: number; events: number };
}

/** All that the detector remembers; `taken`: sites with a chain that runs, few and asked for at every message. */
interface TakeoverState {
  readonly sweep: SweepClock;
  readonly watch: LoginWatch;
  readonly sites: Map<number, SiteState>;
  readonly taken: Set<SiteState>;
}

const startRun = (context: DetectorContext, saved?: DetectorState): DetectorRun => {
  const { traffic } = context;
  const kept: TakeoverState = (saved as TakeoverState | undefined) ?? {
    sweep: new SweepClock(),
    watch: new LoginWatch(traffic.periodStart),
    sites: new Map(),
    taken: new Set(),
  };
  const { watch, sites: states, taken } = kept;

  const stateOf = (site: Site): SiteState => {
    const known = states.get(site.id);
    if (known !== undefined) return known;
    const made: SiteState = {
      site,
      people: new AdminPeople(),
      entries: createRecentMap(keptPerSite.sources),
      remarkable: [],
      scripts: createRecentMap(keptPerSite.paths),
      attack: null,
      attackNetworks: new Set(),
      change: null,
      chain: null,
      told: { confidence: 0, events: 0 },
    };
    states.set(site.id, made);
    return made;
  };

  const signsOf = (state: SiteState, request: WriteRequest, entry: Entry | null): IntruderSigns => {
    const { people } = state;
    const { agent, before, source, time } = request;
    return {
      failures: entry?.failures ?? 0,
      isUnderAttack: state.attack !== null && time - state.attack.lastSeen < thresholds.successMs,
      isAttacker: entry?.isAttacker === true || state.attack?.has(source) === true,
      origin: source.origin,
      isKnown: people.knows(request),
      isShared: state.attackNetworks.has(neighbourhood(source)),
      isNewCountry: people.isNewCountry(source),
      hasAssets: before.assets > 0 ? true : people.showsAssets ? false : null,
      isTool: agent === "none" || agent === "library",
      hasSucceeded: entry !== null,
      action: null,
      plantedCalls: 0,
      messages: 0,
    };
  };

  const tell = (state: SiteState, at: number): readonly Detection[] => {
    const { chain } = state;
    if (chain === null) return none;
    const { confidence } = chain.judge();
    const events = chain.wave.requests + chain.wave.messages;
    if (confidence < thresholds.confidence || (confidence <= state.told.confidence && events < state.told.events * 2)) return none;
    state.told = { confidence, events };
    return [chain.toDetection(at)];
  };

  /** Begins the chain with what led to it: the wave of guesses, or the intruder's own, and the log-in. */
  const open = (state: SiteState, signs: IntruderSigns, { entry, at }: { entry: Entry | null; at: number }): TakeoverChain => {
    const succeededAt = entry?.request.time ?? at;
    const isFresh = state.attack !== null && succeededAt - state.attack.lastSeen < chainMs;
    const wave = isFresh && state.attack !== null ? state.attack : new Wave(siteSubject(state.site, "login"), context);
    wave.account = traffic.ownerOf(state.site);
    const chain = new TakeoverChain(wave, { signs, entry: entry?.request ?? null, succeededAt, traffic });
    if (wave !== state.attack && entry !== null) for (const one of watch.leadingTo(entry.request)) wave.addRequest(one);
    if (entry !== null) chain.addIntruder(entry.request, { isCounted: wave === state.attack && entry.isAttacker });
    state.chain = chain;
    taken.add(state);
    state.told = { confidence: 0, events: 0 };
    return chain;
  };

  /** The log-in behind somebody's work: their own, else the latest by a stranger. */
  const entryFor = (state: SiteState, { before, source, time }: WriteRequest): Entry | null => {
    const own = state.entries.get(source.address);
    if (own !== undefined) return own;
    const latest = state.remarkable.findLast(({ request }) => time - request.time < thresholds.successMs) ?? null;
    const isLikely = before.assets === 0 || (latest !== null && neighbourhood(latest.request.source) === neighbourhood(source));
    return isLikely ? latest : null;
  };

  const onAction = (state: SiteState, request: WriteRequest, action: AdminAction): readonly Detection[] => {
    const entry = entryFor(state, request);
    const signs = { ...signsOf(state, request, entry), action };
    const isSmall = action === "media" || (action === "people" && entry === null);
    if (isSmall || judgeIntruder(signs).confidence < thresholds.followed) {
      if (action === "code") state.change = request;
      if (request.before.assets > 0 || request.source.origin === "home") state.people.note(request);
      return none;
    }
    open(state, signs, { entry, at: request.time }).addIntruder(request);
    return tell(state, request.time);
  };

  /** A stranger's log-in, what was done with it unseen, and now a program that nobody had called before. */
  const onNewScript = (state: SiteState, request: WriteRequest): readonly Detection[] => {
    const entry = state.remarkable.findLast(({ request: one }) => request.time - one.time < thresholds.successMs) ?? null;
    if (entry === null) return none;
    const seen = signsOf(state, entry.request, entry);
    // Who reads the site like a person and mistyped before is no reason to doubt a script.
    const isStranger = seen.isAttacker || seen.failures >= thresholds.failures || seen.isUnderAttack;
    const isGuessed = isStranger && seen.hasAssets === false && isPlantPlace(request.endpoint.path);
    const change = state.change !== null && state.change.time >= entry.request.time ? state.change : null;
    if (!isGuessed && change === null) return none;
    const signs: IntruderSigns = { ...seen, action: change === null ? null : "code" };
    if (judgeIntruder({ ...signs, plantedCalls: 1 }).confidence < thresholds.followed) return none;
    const chain = open(state, signs, { entry, at: request.time });
    if (change !== null) chain.addIntruder(change);
    chain.addPlanted(request);
    return tell(state, request.time);
  };

  const onSuccess = (state: SiteState, request: WriteRequest, failures: number): void => {
    const isAttacker = state.attack?.has(request.source) === true;
    const entry: Entry = { request, failures, isAttacker };
    state.entries.set(request.source.address, entry);
    const signs = signsOf(state, request, entry);
    const isStranger = !signs.isKnown && signs.hasAssets !== true && (signs.origin === "foreign" || signs.isUnderAttack);
    const isRemarkable = failures >= thresholds.failures || isAttacker || isStranger;
    if (isRemarkable && !isMembersLogin(request.endpoint.path)) state.remarkable = [...state.remarkable, entry].slice(-keptPerSite.entries);
    else if (!isRemarkable) state.people.note(request);
  };

  /** Whoever calls it has read nothing, or comes through an address that the guesses came through as well. */
  const isCallOfScript = ({ before, endpoint, source, status, trusted }: WriteRequest, state: SiteState | undefined): boolean =>
    !trusted &&
    status === 200 &&
    isCalledScript(endpoint.path) &&
    ((before.assets === 0 && before.endpoints < thresholds.scannerEndpoints) || state?.attackNetworks.has(neighbourhood(source)) === true);

  /** Whether a script was first called after a moment. */
  const isNewSince = (state: SiteState, { endpoint, time }: WriteRequest, since: number): boolean => {
    const first = state.scripts.get(endpoint.path);
    if (first === undefined) state.scripts.set(endpoint.path, time);
    return (first ?? time) >= since;
  };

  /** True when the request went into the wave of guesses. */
  const onLogIn = (state: SiteState, request: WriteRequest): boolean => {
    const { began, failuresBefore, isPart } = watch.note(request);
    if (began !== null) {
      state.attack = new Wave(siteSubject(request.site, "login"), context);
      state.attackNetworks = new Set(began.first.map(({ source }) => neighbourhood(source)));
      for (const one of began.first) state.attack.addRequest(one);
    } else if (isPart) state.attack?.addRequest(request);
    if (siteProgram(request.endpoint) !== "login" || request.trusted) return isPart;
    const outcome = loginOutcome(request.endpoint.path, request.status);
    // Where right and wrong look alike, what is done next tells.
    if (outcome === "succeeded" || (outcome === "unknown" && request.status >= 300)) onSuccess(state, request, failuresBefore);
    return isPart;
  };

  const endIfOver = (state: SiteState, now: number): readonly Detection[] => {
    const { attack, chain } = state;
    if (attack !== null && now - attack.lastSeen > quietMs) watch.end(state.site.id);
    if (attack !== null && now - attack.lastSeen > chainMs) {
      state.attack = null;
      state.attackNetworks = new Set();
    }
    if (chain === null || !chain.isOver(now)) return none;
    state.chain = null;
    taken.delete(state);
    state.attack = null;
    state.remarkable = [];
    return state.told.confidence === 0 ? none : [chain.toDetection(now)];
  };

  const inChain = (state: SiteState, chain: TakeoverChain, request: WriteRequest): readonly Detection[] => {
    const { source, time } = request;
    const action = adminAction(request.endpoint);
    const isWork = action !== null && request.status < 400 && request.before.assets === 0 && !state.people.knows(request);
    if (chain.takes(request) || (isWork && (chain.isNear(source) || source.origin === "foreign"))) chain.addIntruder(request);
    else if (isCallOfScript(request, state) && isNewSince(state, request, chain.succeededAt)) chain.addPlanted(request);
    return tell(state, time);
  };

  const onRequest = (request: WriteRequest): readonly Detection[] => {
    const { endpoint, site, status, time, trusted } = request;
    if (kept.sweep.isDue(time))
      for (const one of states.values()) one.entries.forget((entry: Entry) => time - entry.request.time > chainMs);
    const program = siteProgram(endpoint);
    const action = adminAction(endpoint);
    const known = states.get(site.id);
    const isCall = isCallOfScript(request, known);
    if (known === undefined && program === "other" && action === null && !isCall && status !== 401) return none;
    const state = known ?? stateOf(site);
    const ended = endIfOver(state, request.time);
    const { chain } = state;
    const isLogIn = program === "login" || program === "remote-call" || status === 401;
    const isCounted = isLogIn && onLogIn(state, request) && chain?.wave === state.attack;
    if (trusted || isCounted) return ended;
    const isDone = action !== null && status < 400 && status !== 301;
    // A chain that was never told may have been somebody else's: a stranger's work is judged anew.
    const isDoubtful = chain !== null && isDone && state.told.confidence === 0 && !chain.isIntruder(request.source);
    if (chain !== null && !isDoubtful) return [...ended, ...inChain(state, chain, request)];
    if (isDone) return [...ended, ...onAction(state, request, action)];
    const since = state.remarkable.at(-1)?.request.time ?? Number.POSITIVE_INFINITY;
    return isCall && isNewSince(state, request, since) ? [...ended, ...onNewScript(state, request)] : ended;
  };

  const chainOf = ({ message, trigger }: JoinedMail): SiteState | null => {
    if (taken.size === 0) return null;
    const own = trigger === null ? undefined : states.get(trigger.site.id);
    if (own !== undefined && own.chain !== null) return own;
    const { account } = message;
    if (account === null) return null;
    for (const state of taken) if (traffic.ownerOf(state.site) === account) return state;
    return null;
  };

  const onMail = (mail: JoinedMail): readonly Detection[] => {
    const state = chainOf(mail);
    return state?.chain?.addMail(mail) === true ? tell(state, mail.settledAt) : none;
  };

  const onOutcome: DetectorRun["onOutcome"] = (mail, outcome) => {
    chainOf(mail)?.chain?.addOutcome(mail, outcome);
    return none;
  };

  const finish = (): readonly Detection[] =>
    [...taken].flatMap(({ chain, told }) => (chain === null || told.confidence === 0 ? none : [chain.toDetection(chain.wave.lastSeen)]));

  return { ...blindRun, state: kept, onRequest, onMail, onOutcome, finish };
};

export const accountTakeover: Detector = { name: "account-takeover", classes: ["account-takeover"], start: startRun };
