import { explainedBy, noEndpoint } from "../../domain/cause-parts.ts";
import type { Detection, WaveSource } from "../../domain/detection.ts";
import type { CauseReport } from "../../domain/scan-report.ts";
import type { CauseFinder } from "../../ports/cause-finder.ts";

/**
 * The mailbox whose password others use: the mail server names it with every message, so only the owner's own doings could be mistaken
 * for theirs. How the password got out, no log tells.
 */

const sureness = 0.98;
const networksShown = 5;

/** Networks that the sessions came from, those with most addresses first; an address that no data places stands under null. */
const networksOf = (sources: readonly WaveSource[]): NonNullable<CauseReport["networks"]> =>
  [...Map.groupBy(sources, ({ network, country }) => `${network} ${country}`).values()]
    .map((group) => ({ network: group[0]?.network ?? null, country: group[0]?.country ?? null, sources: group.length }))
    .sort((a, b) => b.sources - a.sources)
    .slice(0, networksShown);

const find = (detection: Detection): CauseReport | null => {
  if (detection.class !== "smtp-credential-abuse" || detection.mailbox === null) return null;
  return {
    layer: "smtp-auth",
    ...noEndpoint,
    file: null,
    mailbox: detection.mailbox,
    confidence: sureness,
    networks: networksOf(detection.sources),
    explains: explainedBy(detection, null),
    alternatives: [],
  };
};

export const smtpAuthCause: CauseFinder = { name: "smtp-auth", find };
