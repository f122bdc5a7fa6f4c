import type { BaselineName } from "../simulate/scoring/baselines.ts";
import type { Quantiles, Rate, Share } from "../simulate/scoring/intervals.ts";

/** Figures as text: the value, its 95 % interval, and what it was counted over. */

const rounded = (value: number): string => {
  const size = Math.abs(value);
  if (Number.isInteger(value)) return String(value);
  return size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : size >= 0.1 ? value.toFixed(2) : value.toPrecision(2);
};

const three = (value: number): string => value.toFixed(3);

/** `0.975 [0.931, 0.993]`; `–` where there is nothing to count. */
export const shareText = ({ share, low, high }: Share): string =>
  share === null || low === null || high === null ? "–" : `${three(share)} [${three(low)}, ${three(high)}]`;

/** `0.975` alone. */
export const plainShare = ({ share }: Share): string => (share === null ? "–" : three(share));

/** `39/40`. */
export const countText = ({ hits, n }: Share): string => `${hits}/${n}`;

/** `0.12 [0.01, 0.45]` per 1,000. */
export const rateText = ({ perThousand, low, high }: Rate): string => `${rounded(perThousand)} [${rounded(low)}, ${rounded(high)}]`;

const valueText = (value: number | null, low: number | null, high: number | null): string =>
  value === null || low === null || high === null ? "–" : `${rounded(value)} [${rounded(low)}, ${rounded(high)}]`;

export const medianText = ({ median, medianLow, medianHigh }: Quantiles): string => valueText(median, medianLow, medianHigh);

export const p90Text = ({ p90, p90Low, p90High }: Quantiles): string => valueText(p90, p90Low, p90High);

/** What each baseline does, in a few words. */
export const baselineTitles: Readonly<Record<BaselineName, string>> = {
  "mails-per-hour": "LFD: over 100 mails an hour per uid",
  "posts-per-address": "fail2ban: over 10 POSTs in 10 min per address",
  "ten-times-median": "10 × own median per hour, at least 20",
};
