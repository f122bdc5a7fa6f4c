import type { Crowd } from "../../domain/crowd.ts";
import { type FloodMeasure, type FloodRecipe, type FloodState, FloodWatch } from "../../domain/flood-watch.ts";
import { mayBeForm } from "../../domain/form-endpoint.ts";
import { siteProgram } from "../../domain/site-program.ts";
import { type Suspect, suspectOf } from "../../domain/suspect.ts";
import { reason, weigh } from "../../domain/weigh.ts";
import { blindRun, type Detector } from "../../ports/detector.ts";

/**
 * Many strangers' POSTs to one form, and no mail seen to follow, or no mail log to tell. A nuisance: it never closes
 * a site by itself, since anybody can send requests to somebody else's form.
 */

const thresholds = {
  /** Above this share of answered requests with mail it is not a flood without mail. */
  mailShare: 0.1,
  /** Sources that post to this many endpoints of the site look for holes, not at a form. */
  scannerEndpoints: 4,
  /** Share of a flood's sources that may be such scanners. */
  scannerShare: 0.5,
  /** Where most are refused no form need be there at all: then only many requests of many sources are believed. */
  refusedRequests: 50,
  refusedSources: 25,
} as const;

/** Form spammers call themselves a browser; what does not is an app or another server that talks to an interface. */
const isByBrowser = ({ request }: Suspect): boolean => request.agent === "browser";

const isScanner = ({ request }: Suspect): boolean => request.before.endpoints >= thresholds.scannerEndpoints;

const isBelievable = (members: readonly Suspect[], { sources }: Crowd): boolean => {
  const refused = members.filter(({ request }) => request.refused).length;
  return refused * 2 < members.length || (members.length >= thresholds.refusedRequests && sources >= thresholds.refusedSources);
};

const fits = (members: readonly Suspect[], crowd: Crowd): boolean =>
  isBelievable(members, crowd) &&
  crowd.messages <= members.length * thresholds.mailShare &&
  members.filter(isByBrowser).length * 2 >= members.length &&
  members.filter(isScanner).length <= members.length * thresholds.scannerShare;

const judge = (crowd: Crowd, { surprise, usualPerDay, hasMailLog }: FloodMeasure) =>
  weigh(hasMailLog ? -4 : -3, [
    // Where nobody said which country is home, visitors from everywhere are the next best thing to visitors from abroad.
    ...(crowd.knownOriginShare > 0 ? [] : [reason("scattered-sources", crowd.scatteredShare * 2, { value: crowd.scatteredShare })]),
    reason("more-than-usual", Math.min(25, surprise) * 0.2, { value: crowd.requests, usual: usualPerDay }),
    reason("strangers", (crowd.meanWeight - 0.5) * 2, { value: crowd.meanWeight }),
    reason("one-shot-sources", crowd.oneShotShare, { value: crowd.oneShotShare }),
    reason("foreign-sources", crowd.foreignShare * crowd.knownOriginShare, { value: crowd.foreignShare }),
    reason("fetched-no-assets", crowd.noAssetsShare - 0.5, { value: crowd.noAssetsShare }),
    // Without a mail log nobody can tell whether mail followed; that speaks neither way.
    ...(hasMailLog ? [reason("no-mail-follows", 1, { value: crowd.messages })] : []),
  ]);

const recipe: FloodRecipe = {
  class: "form-flood",
  causeKind: "form",
  isOf: (endpoint) => mayBeForm(endpoint) && siteProgram(endpoint) !== "login",
  suspectOf,
  /** What a firewall or a CAPTCHA turns away is an attempt of the same flood. */
  counts: () => true,
  isMiss: (status) => status === 404 || status === 405 || status === 410 || status === 301 || status === 308,
  fits,
  weigh: judge,
  takesMail: false,
  overUsual: 0,
  requests: 20,
  remembered: 64,
  /** A scanner is one source with many requests; a flood is many sources. */
  sources: 10,
  surprise: 7,
  confidence: 0.65,
  usualPerDay: 5,
  usualShare: 0.02,
};

export const formFlood: Detector = {
  name: "form-flood",
  classes: ["form-flood"],
  start: (context, saved) => {
    const watch = new FloodWatch(recipe, context, saved as FloodState | undefined);
    return {
      ...blindRun,
      state: watch.state,
      onRequest: (request) => watch.request(request),
      onMail: (mail) => watch.mail(mail),
      finish: () => watch.finish(),
    };
  },
};
