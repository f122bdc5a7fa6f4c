import type { Crowd } from "../../domain/crowd.ts";
import { type FloodMeasure, type FloodRecipe, type FloodState, FloodWatch } from "../../domain/flood-watch.ts";
import { siteProgram } from "../../domain/site-program.ts";
import { asSuspect, type Suspect, suspectOf } from "../../domain/suspect.ts";
import { reason, weigh } from "../../domain/weigh.ts";
import { blindRun, type Detector } from "../../ports/detector.ts";

/**
 * Password resets asked for in mass, by one program or many addresses. They mail whoever has an account and nobody else, the same
 * few again and again: a nuisance to them and no way to mail strangers.
 */

const thresholds = {
  /** Mail to more people than this share of the requests is no flood against the few who have an account. */
  recipientShare: 0.7,
  /** Fewer recipients than this say nothing about that. */
  leastRecipients: 30,
} as const;

const fits = (members: readonly Suspect[], crowd: Crowd): boolean =>
  crowd.outsideRecipients < thresholds.leastRecipients || crowd.outsideRecipients < members.length * thresholds.recipientShare;

const judge = (crowd: Crowd, { surprise, usualPerDay }: FloodMeasure) =>
  weigh(-3.5, [
    reason("more-than-usual", Math.min(60, surprise) * 0.08, { value: crowd.requests, usual: usualPerDay }),
    reason("strangers", (crowd.meanWeight - 0.5) * 3, { value: crowd.meanWeight }),
    reason("fetched-no-assets", (crowd.noAssetsShare - 0.5) * 2, { value: crowd.noAssetsShare }),
    reason("foreign-sources", crowd.foreignShare * crowd.knownOriginShare, { value: crowd.foreignShare }),
    // The same people mailed again and again; nothing mailed at all speaks as well: the names were guessed.
    reason("one-recipient", crowd.messages === 0 || crowd.outsideRecipients * 3 < crowd.messages ? 0.7 : -0.7, {
      value: crowd.outsideRecipients,
    }),
  ]);

/** A program that asks again and again is no regular counterpart here: nobody resets a password every hour. */
const strangers = (request: Parameters<typeof suspectOf>[0], leastWeight: number): Suspect | null => {
  if (request.trusted || request.agent === "self") return null;
  const hasForgotten = request.before.assets > 0 && request.before.sameEndpoint < 4;
  return hasForgotten ? suspectOf(request, leastWeight) : asSuspect(request);
};

const recipe: FloodRecipe = {
  class: "reset-flood",
  causeKind: "reset",
  isOf: (endpoint) => siteProgram(endpoint) === "reset",
  suspectOf: strangers,
  counts: () => true,
  isMiss: (status) => status === 404 || status === 410,
  fits,
  weigh: judge,
  takesMail: true,
  overUsual: 2.5,
  requests: 20,
  remembered: 96,
  sources: 1,
  surprise: 15,
  confidence: 0.6,
  usualPerDay: 4,
  usualShare: 0.001,
};

export const resetFlood: Detector = {
  name: "reset-flood",
  classes: ["reset-flood"],
  start: (context, saved) => {
    const watch = new FloodWatch(recipe, context, saved as FloodState | undefined);
    return {
      ...blindRun,
      state: watch.state,
      onRequest: (request) => watch.request(request),
      onMail: (mail) => watch.mail(mail),
      onOutcome: (mail, outcome) => watch.outcome(mail, outcome),
      finish: () => watch.finish(),
    };
  },
};
