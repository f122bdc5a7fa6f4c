import type { WaitReason } from "../case/case-terms.ts";
import type { ClaimedAbuse, ProposedMeasure } from "../case/claimed-abuse.ts";
import { overAccount, overSite } from "./measure-reach.ts";
import type { Policy } from "./policy.ts";
import type { Situation } from "./situation.ts";

/**
 * Whether both logs speak: requests that were answered, and mail of that account that is laid to them beyond what chance would explain. A
 * stranger can flood a rival's form; making the rival's server mail takes more.
 */
export const hasBothSides = ({ account, counts, lastHarmAt, cause: { explains } }: ClaimedAbuse): boolean =>
  account !== null &&
  counts.requests > counts.refusedRequests &&
  counts.messages > 0 &&
  lastHarmAt !== null &&
  explains.messages > (explains.byChance ?? 0);

/** A file whose requests were not read may have visitors as well. */
const mayServeVisitors = ({ notProposed }: ClaimedAbuse, { measure, impact }: ProposedMeasure): boolean =>
  measure === "quarantine-file" &&
  (impact.unit !== "requests" || impact.other > 0 || notProposed.some(({ reason }) => reason === "serves-visitors"));

const isCapped = ({ caps }: Policy, { imposed }: Situation): boolean =>
  imposed.onServerWithinHour >= caps.perServerHour || imposed.inFleetWithinTenMinutes >= caps.perFleetTenMinutes;

/**
 * Why a rung waits for a person, or null. What lies in the case comes first and what lies in the moment last: a rung that is said to wait
 * for `observing` would go by itself as soon as acting is switched on, and one that waits for the cap would go within the hour.
 */
export const whyRungWaits = (policy: Policy, claim: ClaimedAbuse, situation: Situation, rung: ProposedMeasure): WaitReason | null => {
  const terms = policy.classes[claim.class];
  if (claim.verdict !== "abuse" || !terms.alone.includes(rung.measure)) return "needs-person";
  if (mayServeVisitors(claim, rung)) return "site-has-visitors";
  if (situation.isShared && overAccount.has(rung.measure)) return "shared-account";
  if (overSite.has(rung.measure) && !hasBothSides(claim)) return "one-side-only";
  if (claim.confidence < (situation.isWatched ? terms.relapseFrom : terms.actFrom)) return "not-sure-enough";
  if (situation.mode !== "act") return situation.mode === "observe" ? "observing" : "proposing";
  if (situation.isPaused) return "paused";
  return isCapped(policy, situation) ? "cap-reached" : null;
};
