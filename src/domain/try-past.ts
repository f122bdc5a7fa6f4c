import { dayMs, hourMs } from "../kit/time-units.ts";

/** More tries than usual within one window. */
export interface TryBurst {
  readonly tries: number;
  readonly windowMs: number;
  /** Tries that the past lets expect in the window. */
  readonly expected: number;
  readonly usualPerDay: number;
}

const limits = {
  /** Every site on the internet sees tens of tries a day, unevenly: this many in a window may be one scanner's visit. */
  floor: 80,
  /** And this many times what is usual. */
  overUsual: 2.5,
  /** A single window may be as busy as this share of a usual day without meaning anything. */
  leastDays: 0.5,
  /** Above the busiest day of the past by this factor. */
  overBusiest: 1.5,
  /** Tries a day before anything is known. */
  usualPerDay: 30,
  /** With less past than a day all of it is this much stricter; and more where the window is as long as what is known. */
  withoutPast: { hours: 1.5, days: 3 },
} as const;

/** A burst in minutes shows in the first, a slow attack of one try a minute in the third, slower ones in the last. */
const windows: readonly { readonly hours: number; readonly floor: number }[] = [
  { hours: 2, floor: 1 },
  { hours: 8, floor: 1 },
  { hours: 24, floor: 1 },
  { hours: 72, floor: 1.4 },
];
const daysKept = 35;
const hoursKept = 73;

/** Failed log-ins of one site or mailbox over time, weighted: hours of three days, days of five weeks; about 5 KB. */
export class TryPast {
  private readonly days = new Map<number, number>();
  private readonly hours = new Map<number, number>();
  private readonly since: number;

  /** `since`: when anything could be seen, epoch ms. */
  constructor(since: number) {
    this.since = since;
  }

  /** `isUsual`: whether it may count as a yardstick; what belongs to an attack may not. */
  add(time: number, weight: number, isUsual = true): void {
    if (isUsual) add(this.days, Math.floor(time / dayMs), { weight, kept: daysKept });
    add(this.hours, Math.floor(time / hourMs), { weight, kept: hoursKept });
  }

  /** Tries in the last hours. */
  within(now: number, hours: number): number {
    const from = Math.floor(now / hourMs) - hours;
    let sum = 0;
    for (const [hour, count] of this.hours) if (hour > from) sum += count;
    return sum;
  }

  /** Mean tries a day before a moment. */
  usualPerDay(time: number): number {
    return this.before(time).mean;
  }

  /** Forgets the tries since then as a yardstick: what was an attack is not usual. */
  forgive(from: number): void {
    for (const day of this.days.keys()) if (day >= Math.floor(from / dayMs)) this.days.delete(day);
  }

  /** Mean tries a day, and the most of one day, before a moment. */
  private before(time: number): { readonly mean: number; readonly most: number; readonly days: number } {
    const until = Math.floor(time / dayMs);
    const days = Math.max(0, (time - this.since) / dayMs);
    let sum = 0;
    let most = 0;
    for (const [day, count] of this.days) {
      if (day >= until) continue;
      sum += count;
      most = Math.max(most, count);
    }
    return { mean: (limits.usualPerDay + sum) / (1 + Math.min(daysKept, days)), most, days };
  }

  /** The window that stands out most; null when none does. `share` scales what is asked for: 1 = the tries of one site. */
  burst(now: number, share = 1): TryBurst | null {
    let best: TryBurst | null = null;
    for (const { hours, floor } of windows) {
      const windowMs = hours * hourMs;
      const tries = this.within(now, hours);
      const past = this.before(now - windowMs);
      const strict = past.days >= 1 ? 1 : hours < 24 ? limits.withoutPast.hours : limits.withoutPast.days;
      const expected = past.mean * (windowMs / dayMs);
      const least = limits.floor * floor * share + limits.overUsual * past.mean * Math.max(limits.leastDays, windowMs / dayMs);
      if (tries < least * strict || (hours <= 24 && tries < past.most * limits.overBusiest)) continue;
      if (best === null || tries / expected > best.tries / best.expected) best = { tries, windowMs, expected, usualPerDay: past.mean };
    }
    return best;
  }
}

const add = (counts: Map<number, number>, key: number, { weight, kept }: { readonly weight: number; readonly kept: number }): void => {
  counts.set(key, (counts.get(key) ?? 0) + weight);
  if (counts.size > kept) counts.delete(counts.keys().next().value as number);
};
