/** Where a burst of events began, and how surprising it is against a usual rate. */
export interface Burst {
  /** Index of the first event of the burst in `times`. */
  readonly from: number;
  /** Weighted number of events in it. */
  readonly weight: number;
  /** Log-likelihood ratio in nats: how much better "a burst since then" explains the events than the usual rate. */
  readonly surprise: number;
}

/**
 * The most surprising window that ends at the last event: scans every start and keeps the one with the highest
 * Poisson log-likelihood ratio n·ln(n/λ) − (n − λ), λ = usualPerMs × length. Source: Kulldorff's scan statistic.
 * Windows start a step of `slackMs` before their first event, so that two events in one second do not look infinite.
 */
export const latestBurst = (times: readonly number[], weights: readonly number[], usualPerMs: number, slackMs: number): Burst | null => {
  const end = times.at(-1);
  if (end === undefined) return null;
  let weight = 0;
  let best = -1;
  let bestWeight = 0;
  let bestSurprise = 0;
  for (let from = times.length - 1; from >= 0; from--) {
    weight += weights[from] as number;
    const expected = Math.max(1e-9, usualPerMs * (end - (times[from] as number) + slackMs));
    if (weight <= expected) continue;
    const surprise = weight * Math.log(weight / expected) - (weight - expected);
    if (best < 0 || surprise > bestSurprise) {
      best = from;
      bestWeight = weight;
      bestSurprise = surprise;
    }
  }
  return best < 0 ? null : { from: best, weight: bestWeight, surprise: bestSurprise };
};
