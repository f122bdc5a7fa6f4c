/**
 * How long after a request's line its mail's line comes, as a density per second that is learnt per site: Apache stamps
 * a request's begin, nginx its end, and the clocks of two logs differ. Begins with what is common (facts on enforcement,
 * section 5: programs hand mail in within a second or two of the request that they serve), worth ten observations.
 */
export class LagProfile {
  private readonly seen = priors.map(({ share }) => share * priorWeight);
  private total = priorWeight;

  /** Density per second; 0 outside the window. */
  at(lagMs: number): number {
    const bin = binOf(lagMs);
    return bin < 0 ? 0 : (this.seen[bin] as number) / this.total / (priors[bin] as Prior).seconds;
  }

  /** `share`: how likely the mail was this request's, 0 to 1. */
  learn(lagMs: number, share: number): void {
    const bin = binOf(lagMs);
    if (bin < 0) return;
    this.seen[bin] = (this.seen[bin] as number) + share;
    this.total += share;
    if (this.total > mostObservations) this.halve();
  }

  /** Clocks drift and servers change: what is old counts less and less. */
  private halve(): void {
    for (let bin = 0; bin < this.seen.length; bin++) this.seen[bin] = (this.seen[bin] as number) / 2;
    this.total /= 2;
  }
}

interface Prior {
  readonly fromMs: number;
  readonly seconds: number;
  readonly share: number;
}

/** Bins of the window, from its start on. A mail may be stamped before its request: skew, and logging at the end. */
const priors: readonly Prior[] = [
  { fromMs: -5_000, seconds: 2.5, share: 0.06 },
  { fromMs: -2_500, seconds: 2.5, share: 0.2 },
  { fromMs: 0, seconds: 1.5, share: 0.5 },
  { fromMs: 1_500, seconds: 1.5, share: 0.14 },
  { fromMs: 3_000, seconds: 3, share: 0.07 },
  { fromMs: 6_000, seconds: 6, share: 0.03 },
];

const priorWeight = 10;
const mostObservations = 1_000;

/** A mail's line may be stamped this much before its request's line. */
export const earliestLagMs = -5_000;
/** Slow programs: a request may take this long before its mail is handed in. */
export const latestLagMs = 12_000;

const binOf = (lagMs: number): number => {
  if (lagMs < earliestLagMs || lagMs > latestLagMs) return -1;
  let bin = priors.length - 1;
  while (lagMs < (priors[bin] as Prior).fromMs) bin--;
  return bin;
};
