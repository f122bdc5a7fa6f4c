import type { Detection, EndpointTrail } from "./detection.ts";
import type { AlternativeReport, CauseReport } from "./scan-report.ts";
import { isNoForm } from "./script-place.ts";

/** What the causes of several layers are put together from. */

/** Method, path and query of an endpoint, as reports name it. */
export const endpointName = ({ endpoint }: EndpointTrail) => ({
  method: endpoint.method,
  path: endpoint.path,
  query: endpoint.query,
});

/** A way in that no request shows. */
export const noEndpoint = { method: null, path: null, query: null, endpoints: [] } as const;

/** Width of "right after a request". */
const rightAfterMs = 2_500;

/**
 * Messages that would have come right after the wave's requests if the account had gone on mailing as before and the two had nothing
 * to do with each other; null without a past or without requests.
 */
export const byChance = ({ usualMessagesPerMs, counts }: Detection): number | null =>
  usualMessagesPerMs === null || counts.requests === 0 ? null : Math.round(usualMessagesPerMs * rightAfterMs * counts.requests * 100) / 100;

/** The mail of the wave, and its share of what the account sent meanwhile; `chance` as {@link byChance} tells it, or null. */
export const explainedBy = ({ accountMessages, counts }: Detection, chance: number | null): CauseReport["explains"] => ({
  messages: counts.messages,
  share: accountMessages === 0 ? 0 : Math.min(1, counts.messages / accountMessages),
  byChance: chance,
});

/** Requests and messages of the wave at each endpoint, for `cause.endpoints`. */
export const endpointShares = (trails: readonly EndpointTrail[]): CauseReport["endpoints"] =>
  trails.map((trail) => ({ ...endpointName(trail), requests: trail.waveRequests, messages: trail.waveMessages }));

const alternativesShown = 3;
const leastShown = 0.001;

/** Endpoints of the account that sent mail besides the wave's while it ran, by their share of both: scripts as files, pages as forms. */
export const otherSenders = (detection: Detection, own: readonly EndpointTrail[]): readonly AlternativeReport[] => {
  const others = detection.trails.filter((trail) => !own.includes(trail) && trail.otherMessages > 0);
  const total = detection.counts.messages + others.reduce((sum, { otherMessages }) => sum + otherMessages, 0);
  return others
    .map((trail) => ({
      layer: isNoForm(trail.endpoint.path) ? ("file" as const) : ("form" as const),
      ...endpointName(trail),
      confidence: Math.round((trail.otherMessages / Math.max(1, total)) * 1_000) / 1_000,
    }))
    .filter(({ confidence }) => confidence >= leastShown)
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, alternativesShown);
};
