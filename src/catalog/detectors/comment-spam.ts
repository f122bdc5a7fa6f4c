import type { Crowd } from "../../domain/crowd.ts";
import { type FloodMeasure, type FloodRecipe, type FloodState, FloodWatch } from "../../domain/flood-watch.ts";
import { siteProgram } from "../../domain/site-program.ts";
import { asSuspect, type Suspect, suspectOf } from "../../domain/suspect.ts";
import { reason, weigh } from "../../domain/weigh.ts";
import { blindRun, type Detector } from "../../ports/detector.ts";

/**
 * A storm of advertising in comments, trackbacks or a guestbook. It mails the site's owner at most, so it is no relay; and since every
 * blog gets some of it each day, only what is far above the site's own past is told.
 */

const thresholds = {
  /** Mail to more outsiders than this share of the requests is a relay's. */
  outsideShare: 0.2,
} as const;

/** The owner, and whoever else is told of every comment, gets most of the mail. */
const fits = (members: readonly Suspect[], crowd: Crowd): boolean => crowd.outsideRecipients <= members.length * thresholds.outsideShare;

const judge = (crowd: Crowd, { surprise, usualPerDay }: FloodMeasure) =>
  weigh(-4.5, [
    reason("more-than-usual", Math.min(60, surprise) * 0.09, { value: crowd.requests, usual: usualPerDay }),
    reason("strangers", (crowd.meanWeight - 0.5) * 3, { value: crowd.meanWeight }),
    reason("fetched-no-assets", (crowd.noAssetsShare - 0.5) * 2, { value: crowd.noAssetsShare }),
    reason("foreign-sources", crowd.foreignShare * crowd.knownOriginShare, { value: crowd.foreignShare }),
    reason("scattered-sources", Math.min(1, crowd.sources / 40), { value: Math.min(1, crowd.sources / crowd.requests) }),
  ]);

/** Who comments after reading is a guest; a source that goes on for hours is a spammer, not a counterpart of the site. */
const strangers = (request: Parameters<typeof suspectOf>[0], leastWeight: number): Suspect | null => {
  if (request.trusted || request.agent === "self") return null;
  return request.before.assets > 0 ? suspectOf(request, leastWeight) : asSuspect(request);
};

const recipe: FloodRecipe = {
  class: "comment-spam",
  causeKind: "comments",
  isOf: (endpoint) => siteProgram(endpoint) === "comments",
  suspectOf: strangers,
  counts: () => true,
  isMiss: (status) => status === 404 || status === 410,
  fits,
  weigh: judge,
  takesMail: true,
  overUsual: 2.5,
  requests: 40,
  remembered: 256,
  sources: 4,
  surprise: 25,
  confidence: 0.6,
  usualPerDay: 15,
  usualShare: 0.002,
};

export const commentSpam: Detector = {
  name: "comment-spam",
  classes: ["comment-spam"],
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
