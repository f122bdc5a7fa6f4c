import type { NotProposedReason } from "../../domain/not-proposed-reason.ts";
import type { VisitorTotal } from "../../domain/visitor-tally.ts";
import { leastShare, type Past, type Replay } from "./proposal.ts";

/** Measures over a whole site, replayed on its totals. */

const stopped = ({ detection, regularWrites }: Past, what: VisitorTotal): ReturnType<Replay> => {
  const { site, tally, visitors } = detection;
  if (site === null) return "no-request";
  // The sources' own counts go on after the wave's last event, and with them what others ask through the same address.
  const abusive = Math.min(tally.wave[what], tally.everybody[what]);
  const other = tally.everybody[what] - abusive;
  const others = visitors?.everybody.less(visitors.wave, what, other);
  const regular = Math.min(other, regularWrites);
  return {
    ...{ target: { site: site.domain || null }, abusive, other, unit: "requests" },
    ...(others === undefined ? {} : { others }),
    ...(regular === 0 ? {} : { regular }),
  };
};

const whyNotForeign = ({ detection, home }: Past): NotProposedReason | null => {
  if (detection.site === null) return "no-request";
  if (home === null) return "home-unknown";
  const { requests, foreignRequests } = detection.counts;
  if (foreignRequests >= requests * leastShare) return null;
  const unplaced = detection.sources.filter(({ country }) => country === null).length;
  return unplaced * 2 > detection.sources.length ? "origin-unknown" : "sources-not-foreign";
};

/** Refuses what may change something, from abroad. */
export const replayForeignWrites: Replay = (past) => whyNotForeign(past) ?? stopped(past, "foreignWrites");

/** Refuses everything from abroad, or asks it for a proof of work first. */
export const replayForeign: Replay = (past) => whyNotForeign(past) ?? stopped(past, "foreignRequests");

/** Refuses what may change something, from everywhere. */
export const replayWrites: Replay = (past) => stopped(past, "writes");
