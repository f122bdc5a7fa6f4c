/**
 * What bounces say: lists that somebody keeps lose 1 to 6 % (facts on incident kinds, nos. 12 and 13), lists that spammers buy 10 to 60 %
 * (nos. 1 and 5). Log-odds for the second; outcomes to one provider fail together, so each counts for three tenths of its own.
 */
const kept = 0.03;
const bought = 0.2;
const fewest = 12;
const discount = 0.3;
const most = 4;

/** What is known of a burst's third parties. */
export interface BounceCounts {
  readonly thirdOutcomes: number;
  readonly bounced: number;
  /** All mail leaves by one smart host, which takes everything and returns later what it cannot deliver: that nothing bounced says nothing. */
  readonly hidesBounces: boolean;
}

/** Positive speaks for spam, -4 to 4; 0 while fewer than twelve outcomes are known. */
export const bounceEvidence = ({ thirdOutcomes, bounced, hidesBounces }: BounceCounts): number => {
  if (thirdOutcomes < fewest) return 0;
  const failed = Math.min(bounced, thirdOutcomes);
  const sum = failed * Math.log(bought / kept) + (thirdOutcomes - failed) * Math.log((1 - bought) / (1 - kept));
  return Math.max(hidesBounces ? 0 : -most, Math.min(most, sum * discount));
};
