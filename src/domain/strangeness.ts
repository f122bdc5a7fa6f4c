import type { WriteRequest } from "./write-request.ts";

/**
 * How unlike a visitor of the site a request looks, in log-odds: positive speaks for a stranger's program.
 * The weights are judgements from the facts (seed, form-hackers log, incident kinds 1 and 5), not fitted to the
 * worlds they are judged on; the policy of a later issue makes them data.
 */
const strangenessWeights = {
  /** Contact forms of a domestic site are abused from abroad (story; facts on incident kinds, section 5, no. 1). */
  foreign: 1.5,
  unknownOrigin: 0,
  home: -0.5,
  /** Programs post at once; people read the page and their browser fetches its parts. */
  neverRead: 1.5,
  readPagesOnly: -0.3,
  readPagesAndAssets: -2,
  /** Halved in the first half hour of a log, when nobody can have a past. */
  youngLogMs: 30 * 60_000,
  noReferer: 0.4,
  /** Seed line 1: a referer without a path. */
  bareReferer: 0.5,
  oldProtocol: 0.5,
  noAgent: 0.7,
  toolAgent: 0.5,
} as const;

const acquaintance = (request: WriteRequest): number => {
  const { pages, assets, logAgeMs } = request.before;
  if (assets > 0 && pages > 0) return strangenessWeights.readPagesAndAssets;
  if (pages > 0 || assets > 0) return strangenessWeights.readPagesOnly;
  return logAgeMs < strangenessWeights.youngLogMs ? strangenessWeights.neverRead / 2 : strangenessWeights.neverRead;
};

const origin = (request: WriteRequest): number => {
  switch (request.source.origin) {
    case "foreign":
      return strangenessWeights.foreign;
    case "home":
      return strangenessWeights.home;
    case "unknown":
      return strangenessWeights.unknownOrigin;
  }
};

const manners = (request: WriteRequest): number => {
  let sum = request.oldProtocol ? strangenessWeights.oldProtocol : 0;
  if (request.referer === "none") sum += strangenessWeights.noReferer;
  if (request.referer === "bare") sum += strangenessWeights.bareReferer;
  if (request.agent === "none") sum += strangenessWeights.noAgent;
  if (request.agent === "library" || request.agent === "named") sum += strangenessWeights.toolAgent;
  return sum;
};

/** Log-odds that a stranger's program sent it; the server's own requests are never strange. */
export const strangeness = (request: WriteRequest): number =>
  request.agent === "self" ? -10 : origin(request) + acquaintance(request) + manners(request);

/** Log-odds to probability. */
export const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));
