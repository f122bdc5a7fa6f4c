import type { EndpointTrail } from "../domain/detection.ts";
import type { JoinedMail } from "../domain/joined-mail.ts";
import type { MailMessage } from "../domain/mail-event.ts";
import { isNoForm } from "../domain/script-place.ts";
import { strangeness } from "../domain/strangeness.ts";
import type { EndpointUse, WriteRequest } from "../domain/write-request.ts";
import type { KnownAccount, KnownSite } from "./directory.ts";
import { earliestLagMs, LagProfile, latestLagMs } from "./lag-profile.ts";
import { Background } from "./mail-background.ts";

/**
 * Ties each message to the request that most likely caused it, by time: many messages may come from one request,
 * clocks of the two logs may differ by two seconds, lines may be lost. How much mail an endpoint yields, and how much
 * the account sends without any request, is learnt as it goes.
 */
export interface TriggerJoin {
  readonly request: (request: WriteRequest) => void;
  readonly submitted: (message: MailMessage) => void;
  /** Settles every message whose window has passed at this event time. */
  readonly settle: (now: number) => void;
  /** Settles what is left. */
  readonly finish: () => void;
  readonly trailsOf: (sites: readonly KnownSite[]) => readonly EndpointTrail[];
}

export interface TriggerJoinOptions {
  readonly settled: (mail: JoinedMail) => void;
  /** A tie speaks for this account owning the site. */
  readonly vote: (site: KnownSite, account: KnownAccount) => void;
}

/** A request that fits this much worse than the best is no rival. */
const rivalShare = 0.2;
const ringCapacity = 2_048;
/** Endpoints remembered per site; a scanner invents more. */
const statsKept = 1_024;

/**
 * One endpoint as strangers use it, or as visitors do: thousands of visitors' requests to WordPress's admin-ajax.php
 * send nothing, while a form that is abused through the same address mails each time.
 */
interface EndpointStat {
  readonly endpoint: EndpointUse;
  requests: number;
  /** Requests that were not refused. */
  served: number;
  messages: number;
  /** Requests that sent at least one message. */
  sending: number;
  /** Messages by how likely each was this endpoint's: what the yield is learnt from. */
  credit: number;
  /** Messages of one request from which on it counts as working through a list. */
  readonly runFrom: number;
}

interface Slot {
  readonly request: WriteRequest;
  readonly stat: EndpointStat;
  messages: number;
}

/** A request that sends mail after mail, long after its window: a script that works through a list. */
interface MailRun {
  readonly fitting: Omit<ScoredSlot, "score" | "lagMs">;
  lastAt: number;
}

/** Messages of one request from which on it counts as working through a list; where no form can lie, from the first on. The pause that ends it. */
const runMessages = 3;
const runPauseMs = 30_000;
const runFadeMs = 10_000;

interface ScoredSlot {
  readonly slot: Slot;
  readonly lags: LagProfile;
  readonly lagMs: number;
  readonly score: number;
}

class SiteRing {
  slots: Slot[] = [];
  readonly lags = new LagProfile();
  readonly stats = new Map<number, EndpointStat>();
  private pruneAt = 16;

  add(request: WriteRequest): void {
    const stat = this.statOf(request);
    stat.requests++;
    if (request.refused) return;
    stat.served++;
    this.slots.push({ request, stat, messages: 0 });
    if (this.slots.length > this.pruneAt) this.prune(request.time);
  }

  private statOf(request: WriteRequest): EndpointStat {
    const { endpoint } = request;
    const key = endpoint.id * 2 + (strangeness(request) > 0 ? 1 : 0);
    const known = this.stats.get(key);
    if (known !== undefined) return known;
    if (this.stats.size >= statsKept) this.forgetIdle();
    const made = {
      endpoint,
      requests: 0,
      served: 0,
      messages: 0,
      sending: 0,
      credit: 0,
      runFrom: isNoForm(endpoint.path) ? 1 : runMessages,
    };
    this.stats.set(key, made);
    return made;
  }

  /** Keeps half: those that sent mail, then those that came last. */
  private forgetIdle(): void {
    const ranked = [...this.stats].sort(([a, one], [b, two]) => two.messages - one.messages || b - a);
    for (const [id] of ranked.slice(statsKept / 2)) this.stats.delete(id);
  }

  /** Keeps what a window can still reach, and at most half of a full ring. */
  private prune(now: number): void {
    const reach = now - latestLagMs + 2 * earliestLagMs;
    const kept = this.slots.filter(({ request }) => request.time > reach);
    this.slots = kept.length > ringCapacity / 2 ? kept.slice(-ringCapacity / 2) : kept;
    this.pruneAt = Math.min(ringCapacity, this.slots.length * 2 + 16);
  }
}

/** Messages that an answered request to the endpoint yields; a new endpoint is given the benefit of one half. */
const yieldOf = (stat: EndpointStat): number => Math.min(5, (stat.credit + 1) / (stat.served + 2));

/** How many messages a request to the endpoint mostly sends. */
const typicalOf = (stat: EndpointStat): number => (stat.sending < 3 ? 2 : Math.ceil(stat.messages / stat.sending));

/** Whether a request has room for one more message: requests to one form mostly send equally many. */
const roomIn = ({ messages, stat }: Slot): number => {
  const typical = typicalOf(stat);
  return messages < typical ? 1 : 0.1 / (1 + messages - typical);
};

/** Counts a message for the most likely request. */
const tie = (best: Slot): void => {
  if (best.messages === 0) best.stat.sending++;
  best.messages++;
  best.stat.messages++;
};

const fittingSlots = ({ slots, lags }: SiteRing, time: number, into: ScoredSlot[]): void => {
  for (let at = slots.length - 1; at >= 0; at--) {
    const slot = slots[at] as Slot;
    const lagMs = time - slot.request.time;
    if (lagMs > latestLagMs - earliestLagMs) return;
    const density = lags.at(lagMs);
    if (density > 0 && slot.request.agent !== "self") into.push({ slot, lags, lagMs, score: density * yieldOf(slot.stat) * roomIn(slot) });
  }
};

class Join implements TriggerJoin {
  private readonly options: TriggerJoinOptions;
  private readonly rings = new Map<number, SiteRing>();
  private readonly unowned = new Set<KnownSite>();
  private readonly backgrounds = new Map<KnownAccount, Background>();
  private readonly runs = new Map<KnownAccount, MailRun>();
  private pending: MailMessage[] = [];
  private pendingFrom = 0;

  constructor(options: TriggerJoinOptions) {
    this.options = options;
  }

  request = (write: WriteRequest): void => {
    const site = write.site as KnownSite;
    let ring = this.rings.get(site.id);
    if (ring === undefined) {
      ring = new SiteRing();
      this.rings.set(site.id, ring);
    }
    ring.add(write);
    if (site.account === null) this.unowned.add(site);
  };

  submitted = (message: MailMessage): void => {
    this.pending.push(message);
  };

  settle = (now: number): void => {
    const { pending } = this;
    while (this.pendingFrom < pending.length) {
      const message = pending[this.pendingFrom] as MailMessage;
      if (now < message.time - earliestLagMs) break;
      this.pendingFrom++;
      this.settleOne(message);
    }
    if (this.pendingFrom > 0 && this.pendingFrom === pending.length) this.pending = [];
    else if (this.pendingFrom > 32 && this.pendingFrom * 2 > pending.length) this.pending = pending.slice(this.pendingFrom);
    if (this.pending !== pending) this.pendingFrom = 0;
  };

  finish = (): void => this.settle(Number.POSITIVE_INFINITY);

  trailsOf = (sites: readonly KnownSite[]): readonly EndpointTrail[] => {
    const stats = sites.flatMap((site) => [...(this.rings.get(site.id)?.stats.values() ?? [])]);
    return [...Map.groupBy(stats, ({ endpoint }) => endpoint)].map(([endpoint, both]) => ({
      endpoint,
      requests: both.reduce((sum, { requests }) => sum + requests, 0),
      messages: both.reduce((sum, { messages }) => sum + messages, 0),
      waveRequests: 0,
      waveMessages: 0,
      otherMessages: 0,
    }));
  };

  private settleOne(message: MailMessage): void {
    const settledAt = message.time - earliestLagMs;
    const account = message.account as KnownAccount | null;
    const local = account !== null && message.submission !== "smtp-auth";
    const tied = local ? this.tieTo(account, message) : null;
    this.options.settled({ message, trigger: tied?.trigger ?? null, candidates: tied?.candidates ?? 0, settledAt });
  }

  private tieTo(account: KnownAccount, message: MailMessage): { readonly trigger: WriteRequest | null; readonly candidates: number } {
    const fitting: ScoredSlot[] = [];
    for (const site of this.candidateSites(account)) this.addFitting(site, message.time, fitting);
    this.addRun(account, message.time, fitting);
    // Of requests that fit equally the oldest: mail is handed in in the order of the requests.
    const best = fitting.reduce<ScoredSlot | null>((top, one) => (top === null || one.score >= top.score ? one : top), null);
    const background = this.backgroundOf(account);
    const perSecond = background.perSecond(message.time);
    const all = fitting.reduce((sum, { score }) => sum + score, perSecond);
    background.seen(message.time, perSecond / all);
    for (const { slot, lags, lagMs, score } of fitting) {
      slot.stat.credit += score / all;
      if (lagMs < latestLagMs) lags.learn(lagMs, score / all);
    }
    if (best === null || best.score <= perSecond) return { trigger: null, candidates: 0 };
    tie(best.slot);
    this.goOn(account, best, message.time);
    this.options.vote(best.slot.request.site as KnownSite, account);
    const candidates = fitting.filter(({ score }) => score >= best.score * rivalShare).length;
    return { trigger: best.slot.request, candidates };
  }

  /**
   * The request that is still working through its list: another message soon after the last is its own, once its window is over, or once it
   * has sent what requests to its endpoint mostly send. Else the first seconds of a list would pass for mail that no request sent.
   */
  private addRun(account: KnownAccount, time: number, into: ScoredSlot[]): void {
    const run = this.runs.get(account);
    if (run === undefined) return;
    const { slot } = run.fitting;
    if (time - run.lastAt > runPauseMs) this.runs.delete(account);
    else if (slot.messages >= slot.stat.runFrom) {
      const at = into.findIndex((other) => other.slot === slot);
      if (at >= 0 && roomIn(slot) === 1 && slot.stat.runFrom > 1) return;
      const lagMs = Math.max(latestLagMs, time - slot.request.time);
      const going = { ...run.fitting, lagMs, score: Math.exp((run.lastAt - time) / runFadeMs) };
      into.splice(at >= 0 ? at : into.length, at >= 0 ? 1 : 0, going);
    }
  }

  private goOn(account: KnownAccount, { slot, lags }: ScoredSlot, time: number): void {
    const run = this.runs.get(account);
    if (run?.fitting.slot === slot) run.lastAt = time;
    else if (slot.messages >= slot.stat.runFrom || run === undefined) this.runs.set(account, { fitting: { slot, lags }, lastAt: time });
  }

  private addFitting(site: KnownSite, time: number, into: ScoredSlot[]): void {
    const ring = this.rings.get(site.id);
    if (ring !== undefined) fittingSlots(ring, time, into);
  }

  /** Sites whose requests may have caused the account's mail: its own, and those whose owner nobody told. */
  private candidateSites(account: KnownAccount): readonly KnownSite[] {
    for (const site of this.unowned) if (site.account !== null) this.unowned.delete(site);
    return this.unowned.size === 0 ? account.sites : [...account.sites, ...this.unowned];
  }

  private backgroundOf(account: KnownAccount): Background {
    const known = this.backgrounds.get(account);
    if (known !== undefined) return known;
    const made = new Background();
    this.backgrounds.set(account, made);
    return made;
  }
}

export const createTriggerJoin = (options: TriggerJoinOptions): TriggerJoin => new Join(options);
