import type { Clock } from "../../kit/clock.ts";
import { canonicalAddress } from "../../kit/ip-address.ts";
import { TwoGenerations } from "../../kit/recent-map.ts";
import { dayMs, hourMs, minuteMs } from "../../kit/time-units.ts";
import { type Ask, type CrawlerDns, confirmCrawler, mostLookups } from "./confirm-crawler.ts";
import { claimedCrawler, type KnownCrawler, knownCrawlers } from "./known-crawlers.ts";

/** A network that is a crawler's: an address that was verified, or a published range. */
export interface CrawlerNetwork {
  readonly crawler: string;
  readonly cidr: string;
}

/** An address that was verified, and when it was last, ms since 1970. */
export interface VerifiedCrawler extends CrawlerNetwork {
  readonly verifiedAt: number;
}

/** How long an address stays a crawler's while nobody answers for it; whoever reads what was verified holds to it as well. */
export const longestUnconfirmedMs = 7 * dayMs;

export interface CrawlerBookParts {
  /** Names of the crawlers that the config lets pass. */
  readonly crawlers: readonly string[];
  readonly dns: CrawlerDns;
  readonly clock: Clock;
  /** How long one lookup may take, ms. */
  readonly patienceMs?: number;
  /** At least {@link mostLookups}. */
  readonly lookupsPerMinute?: number;
  /** What an earlier run verified: it stands until it is asked about, which is at once. */
  readonly before?: readonly VerifiedCrawler[];
}

/** Which addresses are crawlers indeed. Nothing of it lies on a request's path: an address passes from the next set of passes on. */
export interface CrawlerBook {
  /** An access log has shown this address with this user agent. Only notes it; never asks the network. */
  readonly seen: (address: string, agent: string) => void;
  /** Verifies what waits, as far as the rate allows. Called again and again; returns whether who is verified changed. */
  readonly work: () => Promise<boolean>;
  /** By address. */
  readonly verified: () => readonly VerifiedCrawler[];
}

const patience = 3_000;
const perMinute = 60;

/** A verified address is asked about again after a day, and holds for a week while the resolver does not answer. */
const verifiedMs = dayMs;
/** One that lied is not asked about again at once, for it goes on lying; one that nobody answered for is asked sooner. */
const refutedMs = 6 * hourMs;
const unknownMs = 10 * minuteMs;
/** A crawler that stays away so long comes from other addresses by then. */
const silentMs = 30 * dayMs;

const mostWaiting = 1_000;
const mostVerified = 4_000;

interface Verified {
  readonly crawler: KnownCrawler;
  verifiedAt: number;
  askAt: number;
  seenAt: number;
}

/** Counts the lookups of each minute, and lets each take so long. */
const createAsk = ({ clock, patienceMs = patience, lookupsPerMinute = perMinute }: CrawlerBookParts) => {
  let minute = -1;
  let asked = 0;
  const mayAsk = (): boolean => {
    const now = Math.floor(clock.now() / minuteMs);
    if (now !== minute) [minute, asked] = [now, 0];
    return asked + mostLookups <= lookupsPerMinute;
  };
  const ask: Ask = async (lookup) => {
    asked++;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("no answer in time")), patienceMs);
    });
    try {
      return await Promise.race([lookup(), late]);
    } finally {
      clearTimeout(timer);
    }
  };
  return { ask, mayAsk };
};

const knownBefore = ({ before = [], crawlers, clock }: CrawlerBookParts): Map<string, Verified> => {
  const now = clock.now();
  const entries = before.flatMap(({ crawler: name, cidr, verifiedAt }): readonly [string, Verified][] => {
    const crawler = crawlers.includes(name) ? knownCrawlers.find((one) => one.name === name) : undefined;
    const address = canonicalAddress(cidr);
    const isOld = now - verifiedAt >= longestUnconfirmedMs;
    return crawler === undefined || address === null || isOld ? [] : [[address, { crawler, verifiedAt, askAt: now, seenAt: now }]];
  });
  return new Map(entries.slice(0, mostVerified));
};

export const createCrawlerBook = (parts: CrawlerBookParts): CrawlerBook => {
  const { clock, dns } = parts;
  const names = new Set(parts.crawlers);
  const { ask, mayAsk } = createAsk(parts);
  const known = knownBefore(parts);
  const waiting = new Map<string, KnownCrawler>();
  /** When an address that is no crawler as far as we know may be asked about again. */
  const notBefore = new TwoGenerations<string, number>(mostWaiting);

  const seen: CrawlerBook["seen"] = (text, agent) => {
    const crawler = claimedCrawler(agent, names);
    const address = crawler === null ? null : canonicalAddress(text);
    if (crawler === null || address === null) return;
    const now = clock.now();
    const found = known.get(address);
    if (found !== undefined) {
      found.seenAt = now;
      return;
    }
    if (waiting.size < mostWaiting && now >= (notBefore.get(address) ?? 0)) waiting.set(address, crawler);
  };

  const forgetSilent = (): boolean => {
    const before = known.size;
    for (const [address, { seenAt }] of known) if (seenAt < clock.now() - silentMs) known.delete(address);
    return known.size !== before;
  };

  /** Whether the address is a crawler's from now on, other than before. */
  const settle = async (address: string, crawler: KnownCrawler): Promise<boolean> => {
    const found = known.get(address);
    const confirmation = await confirmCrawler(address, crawler.domains, { dns, ask });
    const now = clock.now();
    if (confirmation === "verified") {
      if (found === undefined && known.size >= mostVerified) return false;
      known.set(address, { crawler, verifiedAt: now, askAt: now + verifiedMs, seenAt: found?.seenAt ?? now });
      return found === undefined;
    }
    if (found === undefined) notBefore.set(address, now + (confirmation === "refuted" ? refutedMs : unknownMs));
    else if (confirmation === "unknown" && now - found.verifiedAt < longestUnconfirmedMs) {
      found.askAt = now + unknownMs;
      return false;
    }
    return known.delete(address);
  };

  return {
    seen,
    work: async () => {
      let hasChanged = forgetSilent();
      const due = [...known].filter(([, { askAt }]) => askAt <= clock.now()).map(([address, { crawler }]) => [address, crawler] as const);
      for (const [address, crawler] of [...due, ...waiting]) {
        // What is left waits for the next minute.
        if (!mayAsk()) break;
        if (await settle(address, crawler)) hasChanged = true;
        waiting.delete(address);
      }
      return hasChanged;
    },
    verified: () =>
      [...known]
        .map(([cidr, { crawler, verifiedAt }]) => ({ crawler: crawler.name, cidr, verifiedAt }))
        .sort((a, b) => (a.cidr < b.cidr ? -1 : 1)),
  };
};
