import { climb, standing } from "./containing.ts";
import type { Draft } from "./draft.ts";
import { close, endWatch } from "./releasing.ts";
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

const onWatch = (draft: Draft): void => {
  if (draft.now().state === "verified") endWatch(draft);
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
