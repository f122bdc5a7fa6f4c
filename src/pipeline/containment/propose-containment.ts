import type { Measure } from "../../domain/measure.ts";
import type { NotProposedReason } from "../../domain/not-proposed-reason.ts";
import { ladders } from "./ladders.ts";
import type { Past, Proposal, Replay } from "./proposal.ts";
import { replayAllMail, replayCap, replayMailbox } from "./replay-mail.ts";
import { replayNetwork } from "./replay-network.ts";
import { replayFile, replayPath } from "./replay-script.ts";
import { replayForeign, replayForeignWrites, replayWrites } from "./replay-site.ts";

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

/**
 * The measures that fit a case, in the order of its class's ladder, replayed on the past of the site and the account. What acts on the
 * whole account comes after what acts on one site where several sites share it: they have no part in this.
 */
export const proposeContainment = (past: Past): Proposals => {
  const { detection } = past;
  const ladder = ladders[detection.class];
  const closing = replayAll(past, ladder.closing);
  const isClosed = closing.proposed.length > 0;
  const site = isClosed && !ladder.both ? refuseAll(ladder.site, "wider-than-needed") : replayAll(past, ladder.site);
  const mail = replayAll(past, ladder.mail);
  const isShared = (detection.reach?.sites ?? 0) > 1;
  const order = ladder.mailFirst && !isShared ? [closing, mail, site] : [closing, site, mail];
  return {
    proposed: order.flatMap(({ proposed }) => proposed),
    notProposed: [...order.flatMap(({ notProposed }) => notProposed), ...ladder.never],
  };
};
