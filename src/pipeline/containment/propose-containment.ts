import type { Measure } from "../../domain/measure.ts";
import type { NotProposedReason } from "../../domain/not-proposed-reason.ts";
import { ladders } from "./ladders.ts";
import type { Past, Proposal, Replay } from "./proposal.ts";
import { replayAllMail, replayCap, replayMailbox } from "./replay-mail.ts";
import { replayNetwork } from "./replay-network.ts";
import { replayFile, replayPath } from "./replay-script.ts";
import { replayForeign, replayForeignWrites, replayWrites } from "./replay-site.ts";
import { hasSeveralSites, isShared } from "./shared-account.ts";

export interface Proposals {
  /** Narrowest first. */
  readonly proposed: readonly Proposal[];
  readonly notProposed: readonly { readonly measure: Measure; readonly reason: NotProposedReason }[];
}

const replays: Readonly<Record<Measure, Replay>> = {
  "deny-path": replayPath,
  "deny-network": replayNetwork,
  "deny-foreign-writes": replayForeignWrites,
  "challenge-foreign": replayForeign,
  "deny-foreign": replayForeign,
  "deny-writes": replayWrites,
  "quarantine-file": replayFile,
  "lock-mailbox": replayMailbox,
  "cap-mail": replayCap,
  "hold-mail": replayAllMail,
  "stop-mail": replayAllMail,
};

const replayAll = (past: Past, measures: readonly Measure[]): Proposals => {
  const proposed: Proposal[] = [];
  const notProposed: { measure: Measure; reason: NotProposedReason }[] = [];
  for (const measure of measures) {
    const replayed = replays[measure](past);
    if (typeof replayed === "string") notProposed.push({ measure, reason: replayed });
    else if (replayed.abusive > 0) proposed.push({ measure, ...replayed });
    else notProposed.push({ measure, reason: "stops-little" });
  }
  return { proposed, notProposed };
};

const refuseAll = (measures: readonly Measure[], reason: NotProposedReason): Proposals => ({
  proposed: [],
  notProposed: measures.map((measure) => ({ measure, reason })),
});

const accountWide: ReadonlySet<Measure> = new Set(["cap-mail", "hold-mail", "stop-mail"]);

/** Where nothing narrower helps, nothing is left that could be applied without a person: the sites beside it have no part in this. */
const withheldIfFirst = ({ proposed, notProposed }: Proposals): Proposals => {
  const [first] = proposed;
  if (first === undefined || !accountWide.has(first.measure)) return { proposed, notProposed };
  const wide = proposed.filter(({ measure }) => accountWide.has(measure)).map(({ measure }) => measure);
  const narrow = proposed.filter(({ measure }) => !accountWide.has(measure));
  return { proposed: narrow, notProposed: [...refuseAll(wide, "shared-account").notProposed, ...notProposed] };
};

/**
 * The measures that fit a case, in the order of its class's ladder, replayed on the past of the site and the account. Where several sites
 * share the account, what acts on all of it comes after what acts on one site; where the account is the server's own, it is never the first.
 */
export const proposeContainment = (past: Past): Proposals => {
  const { detection } = past;
  const ladder = ladders[detection.class];
  const closing = replayAll(past, ladder.closing);
  const isClosed = closing.proposed.length > 0;
  const site = isClosed && !ladder.both ? refuseAll(ladder.site, "wider-than-needed") : replayAll(past, ladder.site);
  const mail = replayAll(past, ladder.mail);
  const order = ladder.mailFirst && !hasSeveralSites(detection) ? [closing, mail, site] : [closing, site, mail];
  const all = {
    proposed: order.flatMap(({ proposed }) => proposed),
    notProposed: [...order.flatMap(({ notProposed }) => notProposed), ...ladder.never],
  };
  return isShared(detection) ? withheldIfFirst(all) : all;
};
