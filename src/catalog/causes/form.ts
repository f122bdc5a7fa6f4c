import type { Detection, EndpointTrail } from "../../domain/detection.ts";
import type { AlternativeReport, CauseReport } from "../../domain/scan-report.ts";
import type { CauseFinder } from "../../ports/cause-finder.ts";

/**
 * The form behind a wave: the endpoints that the wave used, weighed against the account's other endpoints by the
 * messages each explains. Beside it stands the null model: how many messages would have come right after the wave's
 * requests if the account had gone on mailing as it did before and the two had nothing to do with each other.
 */

const classes: readonly Detection["class"][] = ["form-relay", "subscription-bombing", "form-flood", "comment-spam"];

/** A cause is never quite sure while only time ties a request to a mail. */
const sureness = 0.98;
const alternativesShown = 3;

/** Width of "right after a request". */
const rightAfterMs = 2_500;

const byChance = ({ usualMessagesPerMs, counts }: Detection): number | null =>
  usualMessagesPerMs === null ? null : Math.round(usualMessagesPerMs * rightAfterMs * counts.requests * 100) / 100;

const named = ({ endpoint }: EndpointTrail) => ({ method: endpoint.method, path: endpoint.path, query: endpoint.query });

const byWave = (a: EndpointTrail, b: EndpointTrail): number => b.waveMessages - a.waveMessages || b.waveRequests - a.waveRequests;

const alternativesOf = (others: readonly EndpointTrail[], total: number): readonly AlternativeReport[] =>
  others
    .map((trail) => ({ layer: "form" as const, ...named(trail), confidence: trail.otherMessages / total }))
    .filter(({ confidence }) => confidence >= 0.001)
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, alternativesShown);

const find = (detection: Detection): CauseReport | null => {
  if (!classes.includes(detection.class)) return null;
  const wave = detection.trails.filter(({ waveRequests }) => waveRequests > 0).sort(byWave);
  const top = wave[0];
  if (top === undefined) return null;
  // A comment's mail goes to the owner and is no measure of what was abused.
  const hasMail = detection.class === "form-relay" || detection.class === "subscription-bombing";
  // A confirm screen sends nothing itself, yet is part of the same form.
  const family = wave.filter(({ waveMessages, waveRequests }) => !hasMail || waveMessages > 0 || waveRequests * 5 >= top.waveRequests);
  const others = detection.trails.filter((trail) => !family.includes(trail));
  const { messages } = detection.counts;
  const total = messages + others.reduce((sum, trail) => sum + trail.otherMessages, 0);
  const alternatives = total === 0 ? [] : alternativesOf(others, total);
  return {
    layer: "form",
    ...named(top),
    file: null,
    mailbox: null,
    confidence: hasMail ? sureness * (messages / Math.max(1, total)) : sureness,
    endpoints: family.map((trail) => ({ ...named(trail), requests: trail.waveRequests, messages: trail.waveMessages })),
    explains: {
      messages,
      share: detection.accountMessages === 0 ? 0 : Math.min(1, messages / detection.accountMessages),
      byChance: hasMail ? byChance(detection) : null,
    },
    alternatives,
  };
};

export const formCause: CauseFinder = { name: "form", find };
