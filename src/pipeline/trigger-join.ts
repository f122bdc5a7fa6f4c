import type { EndpointTrail } from "../domain/detection.ts";
import type { JoinedMail } from "../domain/joined-mail.ts";
import type { MailMessage } from "../domain/mail-event.ts";
import type { EndpointUse, WriteRequest } from "../domain/write-request.ts";
import type { KnownAccount, KnownSite } from "./directory.ts";

/**
 * Ties each message to the request that most likely caused it, by time: many messages may come from one request,
 * clocks of the two logs may differ by two seconds, lines may be lost. How much mail an endpoint yields is learnt as
 * it goes. Beside each tie stands what chance would give: the number of messages that would have come right after
 * the endpoint's requests if both ran independently at their rates.
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

/** A mail's line may be stamped this much before its request's line: skew, and servers that log at a request's end. */
const skewMs = 2_500;
/** Slow programs: a request may take this long before its mail is handed in. */
const longestRequestMs = 12_000;
/** Width of the window right after a request, for what chance gives. */
const tightWindowSeconds = 2.5;
const rateMemoryMs = 600_000;
/** A request that fits this much worse than the best is no rival. */
const rivalShare = 0.2;
const ringCapacity = 2_048;

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
  byChance: number;
  /** Decaying count of served requests and when it was brought up to date: a rate per rateMemoryMs. */
  recent: number;
  recentAt: number;
}

interface Slot {
  readonly request: WriteRequest;
  readonly stat: EndpointStat;
  messages: number;
}

class SiteRing {
  slots: Slot[] = [];
  private pruneAt = 16;
  readonly stats = new Map<number, EndpointStat>();

  add(request: WriteRequest): void {
    const stat = this.statOf(request.endpoint);
    stat.requests++;
    if (request.refused) return;
    stat.served++;
    decay(stat, request.time);
    stat.recent++;
    this.slots.push({ request, stat, messages: 0 });
    if (this.slots.length > this.pruneAt) {
      this.prune(request.time);
      this.pruneAt = Math.min(ringCapacity, this.slots.length * 2 + 16);
    }
  }

  private statOf(endpoint: EndpointUse): EndpointStat {
    const known = this.stats.get(endpoint.id);
    if (known !== undefined) return known;
    const made = { endpoint, requests: 0, served: 0, messages: 0, sending: 0, credit: 0, byChance: 0, recent: 0, recentAt: 0 };
    this.stats.set(endpoint.id, made);
    return made;
  }

  /** Keeps what a window can still reach, and at most half of a full ring. */
  private prune(now: number): void {
    const reach = now - longestRequestMs - 2 * skewMs;
    const kept = this.slots.filter(({ request }) => request.time > reach);
    this.slots = kept.length > ringCapacity / 2 ? kept.slice(-ringCapacity / 2) : kept;
  }
}

const decay = (stat: EndpointStat, now: number): void => {
  const age = now - stat.recentAt;
  if (age <= 0) return;
  stat.recent *= Math.exp(-age / rateMemoryMs);
  stat.recentAt = now;
};

/**
 * How well a delay between request and mail fits, 0 to 1. Programs hand mail in within a second or two of the request
 * that they serve; skew and late logging stretch this on both sides. From the servers' logging habits (facts on
 * enforcement, section 5), not fitted to a run.
 */
const lagFit = (lagMs: number): number => {
  if (lagMs < -skewMs || lagMs > longestRequestMs) return 0;
  if (lagMs < 0) return 0.3;
  if (lagMs <= 1_500) return 1;
  if (lagMs <= 3_000) return 0.3;
  return lagMs <= 6_000 ? 0.08 : 0.02;
};

/** Messages that an answered request to the endpoint yields; a new endpoint is given the benefit of one half. */
const yieldOf = (stat: EndpointStat): number => Math.min(5, (stat.credit + 1) / (stat.served + 2));

/** Whether a request has room for one more message: requests to one form mostly send equally many. */
const roomIn = ({ messages, stat }: Slot): number => {
  const typical = stat.sending < 3 ? 2 : Math.ceil(stat.messages / stat.sending);
  return messages < typical ? 1 : 0.1 / (1 + messages - typical);
};

interface ScoredSlot {
  readonly slot: Slot;
  readonly score: number;
}

/** Counts a message for the most likely request, and learns the yields from all that may have sent it. */
const tie = (best: Slot, fitting: readonly ScoredSlot[], background: number): void => {
  if (best.messages === 0) best.stat.sending++;
  best.messages++;
  best.stat.messages++;
  const all = fitting.reduce((sum, { score }) => sum + score, background);
  for (const { slot, score } of fitting) slot.stat.credit += score / all;
};

/** Messages per second that the account sends without a request, learnt as it goes; starts at one in ten minutes. */
class Background {
  private count = 0.5;
  private seconds = 600;
  private last = 0;

  seen(time: number, triggered: boolean): void {
    if (this.last !== 0) this.seconds += Math.min(3_600, Math.max(0, (time - this.last) / 1000));
    this.last = time;
    if (!triggered) this.count++;
  }

  get perSecond(): number {
    return Math.min(1, this.count / this.seconds);
  }
}

export const createTriggerJoin = ({ settled, vote }: TriggerJoinOptions): TriggerJoin => {
  const rings = new Map<number, SiteRing>();
  const unowned = new Set<KnownSite>();
  const backgrounds = new Map<KnownAccount, Background>();
  let pending: MailMessage[] = [];
  let pendingFrom = 0;

  const ringOf = (site: KnownSite): SiteRing => {
    const known = rings.get(site.id);
    if (known !== undefined) return known;
    const made = new SiteRing();
    rings.set(site.id, made);
    return made;
  };

  const request = (write: WriteRequest): void => {
    const site = write.site as KnownSite;
    ringOf(site).add(write);
    if (site.account === null) unowned.add(site);
  };

  const backgroundOf = (account: KnownAccount): Background => {
    const known = backgrounds.get(account);
    if (known !== undefined) return known;
    const made = new Background();
    backgrounds.set(account, made);
    return made;
  };

  /** Sites whose requests may have caused the account's mail: its own, and those whose owner nobody told. */
  const candidateSites = (account: KnownAccount): readonly KnownSite[] => {
    for (const site of unowned) if (site.account !== null) unowned.delete(site);
    return unowned.size === 0 ? account.sites : [...account.sites, ...unowned];
  };

  const fittingSlots = (sites: readonly KnownSite[], message: MailMessage): readonly ScoredSlot[] => {
    const fitting: ScoredSlot[] = [];
    for (const site of sites) {
      const slots = rings.get(site.id)?.slots ?? [];
      for (let at = slots.length - 1; at >= 0; at--) {
        const slot = slots[at] as Slot;
        const lag = message.time - slot.request.time;
        if (lag > longestRequestMs + skewMs) break;
        const fit = lagFit(lag);
        if (fit === 0 || slot.request.agent === "self") continue;
        fitting.push({ slot, score: fit * yieldOf(slot.stat) * roomIn(slot) });
      }
    }
    return fitting;
  };

  const addChance = (sites: readonly KnownSite[], time: number): void => {
    for (const site of sites) {
      for (const stat of rings.get(site.id)?.stats.values() ?? []) {
        if (stat.recent < 0.01) continue;
        decay(stat, time);
        stat.byChance += 1 - Math.exp((-stat.recent / (rateMemoryMs / 1000)) * tightWindowSeconds);
      }
    }
  };

  const settleOne = (message: MailMessage): void => {
    const settledAt = message.time + skewMs;
    const account = message.account as KnownAccount | null;
    if (account === null || message.submission === "smtp-auth") {
      settled({ message, trigger: null, candidates: 0, settledAt });
      return;
    }
    const sites = candidateSites(account);
    const background = backgroundOf(account);
    const fitting = fittingSlots(sites, message);
    // Of requests that fit equally the oldest: mail is handed in in the order of the requests.
    const best = fitting.reduce<ScoredSlot | null>((top, one) => (top === null || one.score >= top.score ? one : top), null);
    const tied = best !== null && best.score > background.perSecond;
    background.seen(message.time, tied);
    addChance(tied ? [best.slot.request.site as KnownSite] : account.sites, message.time);
    const candidates = best === null ? 0 : fitting.filter(({ score }) => score >= best.score * rivalShare).length;
    if (!tied) {
      settled({ message, trigger: null, candidates, settledAt });
      return;
    }
    tie(best.slot, fitting, background.perSecond);
    vote(best.slot.request.site as KnownSite, account);
    settled({ message, trigger: best.slot.request, candidates, settledAt });
  };

  const settle = (now: number): void => {
    while (pendingFrom < pending.length) {
      const message = pending[pendingFrom] as MailMessage;
      if (now < message.time + skewMs) return;
      pendingFrom++;
      settleOne(message);
      if (pendingFrom > 1_024) {
        pending = pending.slice(pendingFrom);
        pendingFrom = 0;
      }
    }
  };

  const trailsOf = (sites: readonly KnownSite[]): readonly EndpointTrail[] =>
    sites.flatMap((site) =>
      [...(rings.get(site.id)?.stats.values() ?? [])].map(({ endpoint, requests, messages, byChance }) => ({
        endpoint,
        requests,
        messages,
        byChance,
        waveRequests: 0,
        waveMessages: 0,
      })),
    );

  return {
    request,
    submitted: (message) => pending.push(message),
    settle,
    finish: () => settle(Number.POSITIVE_INFINITY),
    trailsOf,
  };
};
