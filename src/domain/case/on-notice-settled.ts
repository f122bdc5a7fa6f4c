import { standing } from "./containing.ts";
import type { Draft } from "./draft.ts";
import { enter } from "./entering.ts";
import type { NoticeState } from "./notice.ts";
import { askStaff, settleTask } from "./staff.ts";
import { setTimerIn } from "./timing.ts";

interface Settled {
  readonly notice: string;
  readonly outcome: "sent" | "failed" | "bounced";
  readonly detail: string;
}

/** What was sent can only come back; what failed may be sent after all, when staff try it again. */
const isOpenTo = (state: NoticeState, outcome: Settled["outcome"]): boolean =>
  state === "due" || state === "failed" || (state === "sent" && outcome === "bounced");

/** The mail server took a notice, or it came back. A restriction that nobody was told of is the worst case: staff have to reach the customer. */
export const onNoticeSettled = (draft: Draft, { notice, outcome, detail }: Settled): void => {
  const { notices, state, tasks, terms } = draft.now();
  const known = notices.find(({ id }) => id === notice);
  if (known === undefined || !isOpenTo(known.state, outcome)) return;
  draft.change({
    notices: notices.map((one) => (one.id === notice ? { ...one, state: outcome, detail, settledAt: draft.fact.at } : one)),
  });
  draft.note(`notice-${outcome}`, { notice, detail });
  if (outcome !== "sent") {
    askStaff(draft, "notice-bounced", notice);
    return;
  }
  settleTask(draft, tasks.find((task) => task.kind === "notice-bounced" && task.detail === notice && task.doneAt === null)?.id ?? "");
  if (state !== "open" && state !== "contained") return;
  enter(draft, "notified");
  setTimerIn(draft, "remind", terms.remindAfterMinutes);
  // The customer's time runs from when they could read of it.
  if (standing(draft.now()).length === 0) setTimerIn(draft, "notice-deadline", terms.noticeDeadlineMinutes);
};
