/** Several figures of the same kind. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Throws when there are none. */
export const spreadOf = (figures: readonly number[]): Spread => {
  const sorted = figures.toSorted((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.ceil((sorted.length - 1) / 2)];
  if (low === undefined || high === undefined) throw new Error("no figures");
  return { median: (low + high) / 2, least: sorted[0] ?? low, most: sorted.at(-1) ?? high };
};

const rounded = (value: number): string => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

/** `median (least–most)`. */
export const spreadText = ({ median, least, most }: Spread): string => `${rounded(median)} (${rounded(least)}–${rounded(most)})`;
