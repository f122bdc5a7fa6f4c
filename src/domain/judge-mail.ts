import { type AbuseClass, verdictOf } from "./abuse-class.ts";
import type { ReasonReport } from "./scan-report.ts";

/** What one class has for itself. */
export interface ClassCase {
  readonly class: AbuseClass;
  /** Log-odds, its base included. */
  readonly sum: number;
  readonly reasons: readonly ReasonReport[];
}

/** The class that wins, and how sure its verdict is. */
export interface Judgement {
  readonly class: AbuseClass;
  /** That the verdict is right: the share of all classes with the same verdict, 0 to 0.995. */
  readonly confidence: number;
  readonly reasons: readonly ReasonReport[];
}

/** Lets classes compete with each other and with "nothing out of the ordinary", whose log-odds are 0; null when that wins. */
export const judgeClasses = (classes: readonly ClassCase[]): Judgement | null => {
  const best = classes.reduce<ClassCase | null>((top, one) => (top === null || one.sum > top.sum ? one : top), null);
  if (best === null || best.sum <= 0) return null;
  const odds = classes.map((one) => ({ verdict: verdictOf(one.class), odds: Math.exp(one.sum - best.sum) }));
  const whole = odds.reduce((sum, one) => sum + one.odds, Math.exp(-best.sum));
  const same = odds.filter(({ verdict }) => verdict === verdictOf(best.class)).reduce((sum, one) => sum + one.odds, 0);
  const reasons = best.reasons.filter(({ weight }) => weight !== 0).sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return { class: best.class, confidence: Math.min(0.995, same / whole), reasons };
};
