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

const blocksOf = (sources: readonly WaveSource[]): readonly { readonly cidr: string; readonly requests: number }[] => {
  const blocks = new Map<string, number>();
  for (const { address, requests } of sources) {
    const cidr = addressBlock(address, 24, 48);
    if (cidr !== null) blocks.set(cidr, (blocks.get(cidr) ?? 0) + requests);
  }
  return [...blocks].map(([cidr, requests]) => ({ cidr, requests })).sort((a, b) => b.requests - a.requests);
};

const networkMeasure = (detection: Detection, site: string | null): Proposal | null => {
  const blocks = blocksOf(detection.sources).slice(0, mostBlocks);
  const covered = blocks.reduce((sum, { requests }) => sum + requests, 0);
  if (covered < detection.counts.requests * leastShare) return null;
  return { measure: "deny-network", target: { site, cidrs: blocks.map(({ cidr }) => cidr) }, abusive: covered, other: 0, unit: "requests" };
};

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
  const { everybody, wave } = detection.tally;
  const site = detection.site.domain || null;
  const notProposed: { measure: Measure; reason: NotProposedReason }[] = [];
  const network = networkMeasure(detection, site);
  if (network === null) notProposed.push({ measure: "deny-network", reason: "sources-scattered" });
  const refusal = foreignRefusal(detection, home);
  if (refusal !== null) for (const measure of ["deny-foreign-writes", "challenge-foreign", "deny-foreign"] as const) notProposed.push({ measure, reason: refusal });
  const foreign = refusal === null ? foreignMeasures(site, everybody, wave) : [];
  const writes = webMeasure("deny-writes", site, { wave: wave.writes, everybody: everybody.writes });
  const mail = mailMeasures(detection);
  if (mail.length === 0) {
    const reason = detection.account === null ? "no-account" : "no-mail-log";
    for (const measure of ["hold-mail", "stop-mail"] as const) notProposed.push({ measure, reason });
  }
  const proposed = [...(network === null ? [] : [network]), ...foreign, writes, ...mail];
  return { proposed: proposed.filter(({ abusive }) => abusive > 0), notProposed };
};
