import { verdictOf } from "../domain/abuse-class.ts";
import type { Detection, SiteTally, WaveSource } from "../domain/detection.ts";
import type { Measure } from "../domain/measure.ts";
import type { ContainmentReport, NotProposedReason } from "../domain/scan-report.ts";
import { addressBlock } from "../kit/ip-address.ts";

/** A measure with what it would have stopped. */
export interface Proposal {
  readonly measure: Measure;
  readonly target: ContainmentReport["target"];
  readonly abusive: number;
  readonly other: number;
  readonly unit: "requests" | "messages";
}

export interface Proposals {
  /** Narrowest first. */
  readonly proposed: readonly Proposal[];
  readonly notProposed: readonly { readonly measure: Measure; readonly reason: NotProposedReason }[];
}

/** A measure that stops less than this share of the wave does not contain it. */
const leastShare = 0.8;
/** More blocks than this are no list that a person can review. */
const mostBlocks = 8;

const webMeasure = (measure: Measure, site: string | null, tallies: { readonly wave: number; readonly everybody: number }): Proposal => ({
  measure,
  target: { site },
  abusive: tallies.wave,
  other: Math.max(0, tallies.everybody - tallies.wave),
  unit: "requests",
});

const blockCount = (sources: readonly WaveSource[]): number => new Set(sources.map(({ address }) => addressBlock(address, 24, 48))).size;

const foreignMeasures = (site: string | null, everybody: SiteTally, wave: SiteTally): readonly Proposal[] => [
  webMeasure("deny-foreign-writes", site, { wave: wave.foreignWrites, everybody: everybody.foreignWrites }),
  webMeasure("challenge-foreign", site, { wave: wave.foreignRequests, everybody: everybody.foreignRequests }),
  webMeasure("deny-foreign", site, { wave: wave.foreignRequests, everybody: everybody.foreignRequests }),
];

const mailMeasures = (detection: Detection): readonly Proposal[] => {
  const { account, counts, accountMessagesSinceStart } = detection;
  if (account === null || counts.messages === 0) return [];
  const other = Math.max(0, accountMessagesSinceStart - counts.messages);
  return (["hold-mail", "stop-mail"] as const).map((measure) => ({
    measure,
    target: { account: account.name },
    abusive: counts.messages,
    other,
    unit: "messages" as const,
  }));
};

const foreignRefusal = (detection: Detection, home: string | null): NotProposedReason | null => {
  if (home === null) return "home-unknown";
  const { requests, foreignRequests } = detection.counts;
  return foreignRequests >= requests * leastShare ? null : "sources-not-foreign";
};

/**
 * The measures that fit a wave through a form, from narrowest to widest, replayed on the site's own past. A path
 * cannot be closed for a WordPress form (facts on enforcement, section 2), so none is proposed.
 */
export const proposeContainment = (detection: Detection, home: string | null): Proposals => {
  // What is benign needs no measure, and none would be right.
  if (verdictOf(detection.class) === "benign") return { proposed: [], notProposed: [] };
  const { everybody, wave } = detection.tally;
  const site = detection.site?.domain || null;
  const notProposed: { measure: Measure; reason: NotProposedReason }[] = [];
  if (blockCount(detection.sources) > mostBlocks) notProposed.push({ measure: "deny-network", reason: "sources-scattered" });
  const refusal = foreignRefusal(detection, home);
  if (refusal !== null)
    for (const measure of ["deny-foreign-writes", "challenge-foreign", "deny-foreign"] as const)
      notProposed.push({ measure, reason: refusal });
  const foreign = refusal === null ? foreignMeasures(site, everybody, wave) : [];
  const writes = webMeasure("deny-writes", site, { wave: wave.writes, everybody: everybody.writes });
  const mail = mailMeasures(detection);
  if (mail.length === 0) {
    const reason = detection.account === null ? "no-account" : "stops-little";
    for (const measure of ["hold-mail", "stop-mail"] as const) notProposed.push({ measure, reason });
  }
  const proposed = [...foreign, writes, ...mail];
  return { proposed: proposed.filter(({ abusive }) => abusive > 0), notProposed };
};
