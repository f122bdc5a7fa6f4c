import { minuteMs } from "../../kit/time-units.ts";
import { climb, standing } from "./containing.ts";
import type { Draft } from "./draft.ts";
import { close, endWatch } from "./releasing.ts";
import type { Requirement } from "./requirement.ts";
import { askStaff, missPromises } from "./staff.ts";
import { prompt, tellNow } from "./telling.ts";
import type { TimerKind } from "./timer.ts";
import { setTimerIn } from "./timing.ts";

const onNoticeDeadline = (draft: Draft): void => {
  if (standing(draft.now()).length > 0) return;
  if (!climb(draft, "deadline-passed")) askStaff(draft, "customer-silent");
};

const onRemind = (draft: Draft): void => {
  if (draft.now().state !== "notified") return;
  prompt(draft, "reminder");
  setTimerIn(draft, "remind", draft.now().terms.remindAfterMinutes);
};

const onRecheck = (draft: Draft): void => {
  const { requirements, terms } = draft.now();
  draft.want({ kind: "check", id: draft.nextId(), requirements: requirements.map(({ id }) => id) });
  setTimerIn(draft, "recheck", terms.recheckMinutes);
};

const onReview = (draft: Draft): void => {
  if (standing(draft.now()).length === 0) return;
  askStaff(draft, "review-due");
  setTimerIn(draft, "review", draft.now().terms.reviewMinutes);
};

const onPromise = (draft: Draft): void => {
  if (missPromises(draft).length > 0) prompt(draft, "delayed");
};

/** Looked at within the last round of checks, or written down by a person. */
const isFresh = (draft: Draft, { state, finding }: Requirement): boolean => {
  const oldest = draft.fact.at - 1.5 * draft.now().terms.recheckMinutes * minuteMs;
  return state === "met" && finding !== null && (finding.check === "person" || finding.at >= oldest);
};

const lookAgainMinutes = 15;

/**
 * The watch was quiet to its end; that everything is still met must be known now, not from before a standstill of the desk or of a log. Where it
 * is not, it is looked at again, and what no check can tell is put before a person.
 */
const onWatch = (draft: Draft): void => {
  const { state, requirements } = draft.now();
  if (state !== "verified") return;
  if (requirements.every((one) => isFresh(draft, one))) {
    endWatch(draft);
    return;
  }
  for (const one of requirements) if (one.state === "unknown") askStaff(draft, "attest-unknown", one.id);
  draft.want({ kind: "check", id: draft.nextId(), requirements: requirements.map(({ id }) => id) });
  setTimerIn(draft, "watch", lookAgainMinutes);
};

const onClose = (draft: Draft): void => {
  const { state, claim } = draft.now();
  const isDone = state === "released" || (state === "open" && claim.verdict !== "abuse");
  if (isDone && standing(draft.now()).length === 0) close(draft);
};

const rings: Readonly<Record<TimerKind, (draft: Draft) => void>> = {
  tell: (draft) => tellNow(draft, false),
  "notice-deadline": onNoticeDeadline,
  remind: onRemind,
  recheck: onRecheck,
  watch: onWatch,
  close: onClose,
  review: onReview,
  promise: onPromise,
};

/** A timer's moment came. One that was replaced or dropped does nothing. */
export const onRang = (draft: Draft, id: string): void => {
  const timer = draft.now().timers.find((one) => one.id === id);
  if (timer === undefined) return;
  draft.change({ timers: draft.now().timers.filter((one) => one !== timer) });
  rings[timer.kind](draft);
};
