import { liftAll, standing } from "./containing.ts";
import type { Release } from "./containment.ts";
import { type Draft, policyOf } from "./draft.ts";
import { enter } from "./entering.ts";
import { askStaff, settleForClosing, settleTasks } from "./staff.ts";
import { tell, tellOnceLifted } from "./telling.ts";
import { dropTimers, setTimerIn } from "./timing.ts";

/** Once nothing stands any more: the customer is told, and the case stays under watch for a while before it closes. */
export const afterLifts = (draft: Draft): void => {
  const { state, terms, containments, notices, untold } = draft.now();
  if (standing(draft.now()).length > 0) return;
  settleTasks(draft, "measure-failed");
  if (state === "released") {
    if (notices.length > 0 || containments.some(({ provenAt }) => provenAt !== null)) tell(draft, "released");
    setTimerIn(draft, "close", terms.afterReleaseMinutes);
  } else if (state === "dismissed") {
    if (untold.includes("made-good") && draft.now().terms.hasContact) tell(draft, "made-good");
    close(draft);
  }
};

/** The decision that ends the containment is on record before anything is lifted. */
export const releaseCase = (draft: Draft, release: Release): void => {
  settleTasks(
    draft,
    "approve-release",
    "approve-measure",
    "attest-unknown",
    "harm-goes-on",
    "review-due",
    "customer-silent",
    "look-at-case",
  );
  dropTimers(draft, "watch", "remind", "notice-deadline", "review", "recheck");
  draft.change({ watch: null });
  draft.note("released", { reason: release.reason, second: release.second }, release.by);
  enter(draft, "released");
  liftAll(draft, release);
  afterLifts(draft);
};

/** A lift that failed is decided and ordered once more. */
export const liftAgain = (draft: Draft, release: Release): void => {
  draft.note("released", { reason: release.reason, second: release.second }, release.by);
  liftAll(draft, release);
};

/** The watch ended quietly: released by the policy where it may, by a person otherwise. After a relapse a person looks. */
export const endWatch = (draft: Draft): void => {
  const { terms, relapses } = draft.now();
  draft.change({ watch: null });
  draft.note("watch-ended");
  enter(draft, "watched");
  const { byPolicy, people } = terms.release;
  if (byPolicy && people === 1 && relapses === 0 && draft.fact.automatic) {
    releaseCase(draft, { by: policyOf(draft), second: null, reason: "watched-quiet", at: draft.fact.at });
  } else askStaff(draft, "approve-release");
};

/** Nothing is owed any more. */
export const close = (draft: Draft): void => {
  settleForClosing(draft);
  draft.change({
    timers: draft.now().timers.filter(({ kind }) => kind === "tell" || kind === "promise"),
    closedAt: draft.fact.at,
    watch: null,
  });
  if (draft.now().state !== "dismissed") enter(draft, "closed");
};

/** What was not sent yet is not true any more: asking a customer to repair what is dismissed would be a second wrong. */
const overtake = (draft: Draft): void => {
  const { notices } = draft.now();
  const settledAt = draft.fact.at;
  draft.change({
    untold: [],
    notices: notices.map((one) => (one.state === "due" ? { ...one, state: "overtaken", settledAt } : one)),
  });
  dropTimers(draft, "tell");
};

/** It was no abuse, or not this one: all is undone as a recorded decision. */
export const dismissCase = (draft: Draft, release: Release): void => {
  overtake(draft);
  const { containments, notices } = draft.now();
  settleForClosing(draft);
  dropTimers(draft, "watch", "remind", "notice-deadline", "review", "recheck", "close");
  draft.change({ watch: null });
  draft.note("dismissed", { reason: release.reason, second: release.second }, release.by);
  enter(draft, "dismissed");
  liftAll(draft, release);
  if (containments.some(({ provenAt }) => provenAt !== null)) tellOnceLifted(draft, "made-good");
  else if (notices.some(({ state }) => state === "sent")) tell(draft, "dismissed");
  afterLifts(draft);
};
