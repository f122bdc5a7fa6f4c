import type { MailFeatures } from "./mail-features.ts";

/**
 * What speaks against a burst that is hardly more than the stream's usual: people come and go in waves, so that a busy hour is likelier than
 * chance alone would make it. 0 from `times` the usual rate on, -3 for every halving below.
 */
export const excess = ({ perHour, usualPerHour }: MailFeatures, times: number): number =>
  Math.min(0, 3 * Math.log2(perHour / (usualPerHour * times)));

/** The same against a rate that a class begins at, messages an hour; -3 for every halving below. */
export const pace = ({ perHour }: MailFeatures, leastPerHour: number): number => Math.min(0, 3 * Math.log2(perHour / leastPerHour));
