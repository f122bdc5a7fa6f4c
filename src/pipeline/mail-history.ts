import type { Account, Site } from "../domain/account.ts";
import { createRecentMap } from "../kit/recent-map.ts";
import { dayMs, hourMs } from "../kit/time-units.ts";

/** Messages of each account: their times as far as bounded, and counts per hour. */
export interface MailHistory {
  readonly add: (account: Account, time: number) => void;
  readonly total: (account: Account) => number;
  /** Messages in [from, to]; exact for the last `timesKept` messages of the account, by hours before that. */
  readonly between: (account: Account, from: number, to: number) => number;
  /** Times of the account's last messages, epoch ms. */
  readonly times: (account: Account) => readonly number[];
  /** Messages of one hour (epoch ms of its start). */
  readonly inHour: (account: Account, hour: number) => number;
  /** Mean of the same hour of day on the days before `before`; null without a whole day of past. */
  readonly usualInHour: (account: Account, hour: number, before: number) => number | null;
  /** Messages of every hour that had any, in order: epoch ms of its start. */
  readonly hours: (account: Account) => ReadonlyMap<number, number>;
  /** A message that followed a request to this site. Only told of sites that share their account with others. */
  readonly addOfSite: (site: Site, time: number) => void;
  /** Messages of such a site up to a moment, or from another on; exact as `between` is. */
  readonly ofSite: (site: Site, to: number, from?: number) => number;
  readonly addMailbox: (mailbox: string) => void;
  /** Messages handed in with a mailbox's log-in. */
  readonly ofMailbox: (mailbox: string) => number;
  readonly accounts: () => number;
  readonly messages: () => number;
}

/** 8 bytes each: half a megabyte for the busiest account. */
const timesKept = 65_536;
/** Five weeks of hours. */
const hoursKept = 35 * 24;
/** Mailboxes of one generation: what did not send for so many others is forgotten. */
const mailboxesKept = 16_384;
const noHours: ReadonlyMap<number, number> = new Map();

interface Past {
  total: number;
  firstTime: number;
  times: number[];
  readonly hours: Map<number, number>;
}

const addTo = (past: Past, time: number): void => {
  past.total++;
  past.times.push(time);
  if (past.times.length > timesKept) past.times = past.times.slice(-timesKept / 2);
  const hour = Math.floor(time / hourMs) * hourMs;
  past.hours.set(hour, (past.hours.get(hour) ?? 0) + 1);
  if (past.hours.size > hoursKept) past.hours.delete(past.hours.keys().next().value as number);
};

const pastIn = <Key>(pasts: Map<Key, Past>, key: Key, time: number): Past => {
  const past = pasts.get(key) ?? { total: 0, firstTime: time, times: [], hours: new Map<number, number>() };
  pasts.set(key, past);
  return past;
};

/** Index of the first time that is not before `time`; the times are in order but for moments of disorder. */
const firstFrom = (times: readonly number[], time: number): number => {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
};

const countBetween = (past: Past, from: number, to: number): number => {
  const kept = past.times[0] ?? Number.POSITIVE_INFINITY;
  let count = Math.max(0, firstFrom(past.times, to + 1) - firstFrom(past.times, from));
  if (from >= kept || past.total === past.times.length) return count;
  for (const [hour, messages] of past.hours) if (hour + hourMs > from && hour + hourMs <= kept) count += messages;
  return count;
};

const meanAtHour = (past: Past, hour: number, before: number): number | null => {
  let sum = 0;
  let days = 0;
  for (let at = hour - dayMs; at >= past.firstTime - hourMs; at -= dayMs) {
    if (at + hourMs > before) continue;
    sum += past.hours.get(at) ?? 0;
    days++;
  }
  return days === 0 ? null : sum / days;
};

export const createMailHistory = (): MailHistory => {
  const pasts = new Map<Account, Past>();
  const ofSites = new Map<Site, Past>();
  const mailboxes = createRecentMap<string, number>(mailboxesKept);
  let messages = 0;
  const pastOf = (account: Account): Past | undefined => pasts.get(account);
  const add = (account: Account, time: number): void => {
    messages++;
    addTo(pastIn(pasts, account, time), time);
  };
  return {
    add,
    total: (account) => pastOf(account)?.total ?? 0,
    between: (account, from, to) => {
      const past = pastOf(account);
      return past === undefined ? 0 : countBetween(past, from, to);
    },
    times: (account) => pastOf(account)?.times ?? [],
    inHour: (account, hour) => pastOf(account)?.hours.get(hour) ?? 0,
    usualInHour: (account, hour, before) => {
      const past = pastOf(account);
      return past === undefined ? null : meanAtHour(past, hour, before);
    },
    hours: (account) => pastOf(account)?.hours ?? noHours,
    addOfSite: (site, time) => addTo(pastIn(ofSites, site, time), time),
    ofSite: (site, to, from = Number.NEGATIVE_INFINITY) => {
      const past = ofSites.get(site);
      return past === undefined ? 0 : countBetween(past, from, to);
    },
    addMailbox: (mailbox) => mailboxes.set(mailbox, (mailboxes.get(mailbox) ?? 0) + 1),
    ofMailbox: (mailbox) => mailboxes.get(mailbox) ?? 0,
    accounts: () => pasts.size,
    messages: () => messages,
  };
};
