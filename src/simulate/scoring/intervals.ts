/** Figures with their 95 % intervals. Nothing here draws by chance: the same input gives the same interval. */

/** `hits` of `n`, with Wilson's interval. `share`, `low` and `high` are null where there is nothing to count. */
export interface Share {
  readonly hits: number;
  readonly n: number;
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** Events per 1,000 units of exposure, with the exact Poisson interval. */
export interface Rate {
  readonly events: number;
  readonly exposure: number;
  readonly perThousand: number;
  readonly low: number;
  readonly high: number;
}

/** Median and 90th percentile, each with the interval that order statistics give. All null without values. */
export interface Quantiles {
  readonly n: number;
  readonly median: number | null;
  readonly medianLow: number | null;
  readonly medianHigh: number | null;
  readonly p90: number | null;
  readonly p90Low: number | null;
  readonly p90High: number | null;
}

/** Two-sided 95 % of the normal distribution. */
const z = 1.959_963_984_540_054;

/** Source: E. B. Wilson, JASA 22 (1927), 209. */
export const shareOf = (hits: number, n: number): Share => {
  if (n === 0) return { hits, n, share: null, low: null, high: null };
  const share = hits / n;
  const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return { hits, n, share, low: hits === 0 ? 0 : Math.max(0, middle - half), high: hits === n ? 1 : Math.min(1, middle + half) };
};

/** Share of the values that pass. */
export const shareWhere = <Item>(items: readonly Item[], passes: (item: Item) => boolean): Share =>
  shareOf(items.filter(passes).length, items.length);

/** P(X ≤ k) of a Poisson distribution. */
const poissonUpTo = (k: number, mean: number): number => {
  let logTerm = -mean;
  let sum = Math.exp(logTerm);
  for (let at = 1; at <= k; at++) {
    logTerm += Math.log(mean / at);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
};

/** The mean at which a falling function of it comes down to `wanted`. */
const meanWhere = (falling: (mean: number) => number, wanted: number, most: number): number => {
  let low = 0;
  let high = most;
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2;
    if (falling(middle) > wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

/** Source: F. Garwood, Biometrika 28 (1936), 437. */
export const rateOf = (events: number, exposure: number): Rate => {
  const most = events + 10 * Math.sqrt(events + 1) + 10;
  const low = events === 0 ? 0 : meanWhere((mean) => poissonUpTo(events - 1, mean), 0.975, most);
  const high = meanWhere((mean) => poissonUpTo(events, mean), 0.025, most);
  const scale = exposure > 0 ? 1_000 / exposure : 0;
  return { events, exposure, perThousand: events * scale, low: low * scale, high: high * scale };
};

/** Ranks (from 0) between which the quantile lies; the normal distribution for the binomial one is near enough for an interval. */
const ranksAround = (n: number, quantile: number): readonly [number, number] => {
  const half = z * Math.sqrt(n * quantile * (1 - quantile));
  const last = n - 1;
  return [Math.max(0, Math.floor(n * quantile - half)), Math.min(last, Math.ceil(n * quantile + half))];
};

/** The value that so large a share of the values does not exceed; the mean of the two middle ones for a median of an even number. */
const quantileOf = (sorted: readonly number[], quantile: number): number | null => {
  const position = (sorted.length - 1) * quantile;
  const [below, above] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
  return below === undefined || above === undefined ? null : below + (above - below) * (position - Math.floor(position));
};

export const quantilesOf = (values: readonly number[]): Quantiles => {
  const sorted = values.toSorted((a, b) => a - b);
  const bounds = (quantile: number): readonly (number | null)[] => ranksAround(sorted.length, quantile).map((rank) => sorted[rank] ?? null);
  const [medianLow = null, medianHigh = null] = bounds(0.5);
  const [p90Low = null, p90High = null] = bounds(0.9);
  return { n: sorted.length, median: quantileOf(sorted, 0.5), medianLow, medianHigh, p90: quantileOf(sorted, 0.9), p90Low, p90High };
};
