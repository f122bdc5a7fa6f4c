import type { ReasonFeature, ReasonReport } from "./scan-report.ts";
import { sigmoid } from "./strangeness.ts";

/** One piece of evidence on the way to a confidence. */
export const reason = (
  feature: ReasonFeature,
  weight: number,
  seen: { readonly value: number; readonly usual?: number | null },
): ReasonReport => ({
  feature,
  value: seen.value,
  usual: seen.usual ?? null,
  weight,
});

/** Adds log-odds to a base and turns them into a probability, never surer than 99.5 %. Reasons come strongest first. */
export const weigh = (
  base: number,
  reasons: readonly ReasonReport[],
): { readonly confidence: number; readonly reasons: readonly ReasonReport[] } => {
  const sum = reasons.reduce((total, { weight }) => total + weight, base);
  const sorted = reasons.filter(({ weight }) => weight !== 0).sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return { confidence: Math.min(0.995, sigmoid(sum)), reasons: sorted };
};
