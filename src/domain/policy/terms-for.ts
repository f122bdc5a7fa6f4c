import type { CaseTerms } from "../case/case-terms.ts";
import type { ClaimedAbuse } from "../case/claimed-abuse.ts";
import type { Policy } from "./policy.ts";
import type { Situation } from "./situation.ts";
import { whyRungWaits } from "./why-rung-waits.ts";

/** Whether a claim is sure enough to open a case. */
export const isShown = ({ showFrom }: Pick<Policy, "showFrom">, { confidence }: Pick<ClaimedAbuse, "confidence">): boolean =>
  confidence >= showFrom;

/** How many people decide about so many cases at once. */
export const peopleFor = ({ bulk }: Pick<Policy, "bulk">, cases: number): 1 | 2 => (cases >= bulk.fromCases ? bulk.people : 1);

/** A first offence may be released as the class says; a repeat offender's is always a person's decision. */
const releaseOf = ({ classes, repeat }: Policy, claim: ClaimedAbuse, { earlierCases }: Situation): CaseTerms["release"] => ({
  byPolicy: classes[claim.class].release === "policy" && earlierCases === 0,
  people: earlierCases > 0 ? repeat.people : 1,
});

/**
 * What the policy says on one case at this moment, to be kept with it. The order of the measures is the proposal's; the policy says of
 * each whether it may go without a person. Only measures that the claim proposes are on the ladder.
 */
export const termsFor = (policy: Policy, claim: ClaimedAbuse, situation: Situation): CaseTerms => {
  const { version, clause, clauses, tellWhileObserving, hours, classes } = policy;
  const terms = classes[claim.class];
  return {
    version,
    clause,
    clauses,
    mode: situation.mode,
    ladder: claim.measures.map((rung) => ({ ...rung, waitsFor: whyRungWaits(policy, claim, situation, rung) })),
    requirements: terms.requirements,
    hasContact: situation.hasContact,
    tellWhileObserving,
    graceMinutes: terms.graceMinutes,
    noticeDeadlineMinutes: terms.noticeDeadlineMinutes,
    remindAfterMinutes: terms.remindAfterMinutes,
    recheckMinutes: terms.recheckMinutes,
    quietMinutes: terms.quietMinutes,
    watchMinutes: terms.watchMinutes,
    afterReleaseMinutes: terms.afterReleaseMinutes,
    reviewMinutes: terms.reviewMinutes,
    release: releaseOf(policy, claim, situation),
    promiseMinutes: terms.promiseMinutes,
    notices: policy.notices,
    hours,
  };
};
