import { minuteMs } from "../../kit/time-units.ts";

/** Lets so many requests a minute through, a whole minute's worth at once at most. */
export interface RateLimit {
  /** Null: let through; else the seconds to wait. */
  readonly take: (who: string, now: number) => number | null;
}

interface Bucket {
  left: number;
  at: number;
}

/** Who was not seen for a minute has a full bucket again and need not be remembered. */
const mostRemembered = 10_000;

const forgetFull = (buckets: Map<string, Bucket>, now: number): void => {
  for (const [who, { at }] of buckets) if (now - at >= minuteMs) buckets.delete(who);
};

export const createRateLimit = (perMinute: number): RateLimit => {
  const buckets = new Map<string, Bucket>();
  return {
    take: (who, now) => {
      if (buckets.size >= mostRemembered) forgetFull(buckets, now);
      const known = buckets.get(who) ?? { left: perMinute, at: now };
      const left = Math.min(perMinute, known.left + (Math.max(0, now - known.at) * perMinute) / minuteMs);
      buckets.set(who, { left: Math.max(0, left >= 1 ? left - 1 : left), at: now });
      return left >= 1 ? null : Math.ceil(((1 - left) * minuteMs) / perMinute / 1_000);
    },
  };
};
