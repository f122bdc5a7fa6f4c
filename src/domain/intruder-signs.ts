import type { ReasonReport } from "./scan-report.ts";
import type { AdminAction } from "./site-program.ts";
import type { Origin } from "./source.ts";
import { reason, weigh } from "./weigh.ts";

/** What is known of somebody who logged in and worked in the administration. */
export interface IntruderSigns {
  /** Wrong passwords of the same source before. */
  readonly failures: number;
  /** Passwords were being guessed at this site, by others, in the days before; `isAttacker`: by this source among them. */
  readonly isUnderAttack: boolean;
  readonly isAttacker: boolean;
  readonly origin: Origin;
  readonly isKnown: boolean;
  /** The guesses come from the same network as this: then that the network is known says little (a proxy or CDN in front). */
  readonly isShared: boolean;
  readonly isNewCountry: boolean;
  /** Null where the log does not tell. */
  readonly hasAssets: boolean | null;
  readonly isTool: boolean;
  /** The log shows the log-in that succeeded. */
  readonly hasSucceeded: boolean;
  /** The strongest thing done. */
  readonly action: AdminAction | null;
  /** Calls of a program that nobody had called before the log-in. */
  readonly plantedCalls: number;
  /** Messages that came from it, or in a burst that the account never had before. */
  readonly messages: number;
}

/**
 * Log-odds; judgements from the facts (incident kind 6), not fitted to made-up worlds. The owner abroad with a browser of their own who
 * puts in a plugin must stay below even odds, a program after many wrong passwords must not.
 */
const weights = {
  base: -4,
  manyFailures: 3,
  someFailures: 2.2,
  /** Wrong passwords and style sheets from one address: a program behind a shared address, or its owner next to it. */
  mixedFailures: 2,
  underAttack: 1,
  foreign: 1.5,
  home: -0.5,
  known: -4.5,
  knownButShared: -1,
  newCountry: 0.5,
  noAssets: 1.5,
  assets: -2,
  tool: 1,
  succeeded: 1,
  code: 2.5,
  people: 1,
  media: 0.2,
  planted: 3,
  mailed: 2.5,
} as const;

/**
 * How sure one can be at most: of work without a log-in (a stolen session, or a service that looks after many sites); of a log-in and what
 * was done with it; with a planted program that runs; with mail to strangers.
 */
const ceilings = { unseen: 0.7, action: 0.92, planted: 0.97, mailed: 0.99 } as const;

const ceilingOf = ({ hasSucceeded, messages, plantedCalls }: IntruderSigns): number => {
  if (messages > 0 && plantedCalls > 0) return ceilings.mailed;
  if (messages + plantedCalls > 0) return ceilings.planted;
  return hasSucceeded ? ceilings.action : ceilings.unseen;
};

const failureWeight = (signs: IntruderSigns): number => {
  const { failures, isAttacker, isUnderAttack } = signs;
  const most = signs.hasAssets === true ? weights.mixedFailures : weights.manyFailures;
  if (failures >= 20 || isAttacker) return most;
  if (failures >= 5) return Math.min(most, weights.someFailures);
  return isUnderAttack ? weights.underAttack : 0;
};

const originWeight = ({ origin }: IntruderSigns): number => {
  if (origin === "unknown") return 0;
  return origin === "foreign" ? weights.foreign : weights.home;
};

const acquaintanceWeight = ({ isKnown, isNewCountry, isShared }: IntruderSigns): number => {
  if (isKnown) return isShared ? weights.knownButShared : weights.known;
  return isNewCountry ? weights.newCountry : 0;
};

const assetWeight = ({ hasAssets }: IntruderSigns): number => {
  if (hasAssets === null) return 0;
  return hasAssets ? weights.assets : weights.noAssets;
};

/** That a stranger is at work with somebody's password, and why. */
export const judgeIntruder = (signs: IntruderSigns): { readonly confidence: number; readonly reasons: readonly ReasonReport[] } => {
  const { action, failures, hasSucceeded, isKnown, isTool, messages, origin, plantedCalls } = signs;
  const judged = weigh(weights.base, [
    reason("failed-logins", failureWeight(signs), { value: failures }),
    reason("login-succeeded", hasSucceeded ? weights.succeeded : 0, { value: 1 }),
    reason("foreign-sources", originWeight(signs), { value: origin === "foreign" ? 1 : 0 }),
    reason("new-networks", acquaintanceWeight(signs), { value: isKnown ? 0 : 1 }),
    reason("fetched-no-assets", assetWeight(signs), { value: signs.hasAssets === false ? 1 : 0 }),
    reason("strangers", isTool ? weights.tool : 0, { value: 1 }),
    reason("administration", action === null ? 0 : weights[action], { value: 1 }),
    reason("planted-file", plantedCalls === 0 ? 0 : weights.planted, { value: plantedCalls }),
    reason("mail-follows-posts", messages === 0 ? 0 : weights.mailed, { value: messages }),
  ]);
  return { ...judged, confidence: Math.min(ceilingOf(signs), judged.confidence) };
};
