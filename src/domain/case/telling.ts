import { dayMs, minuteMs } from "../../kit/time-units.ts";
import type { Case } from "./case.ts";
import type { Draft } from "./draft.ts";
import type { Change, Notice, Prompt, ToldStates } from "./notice.ts";
import { askStaff, settleTask, settleTasks } from "./staff.ts";
import { dropTimers, setTimer } from "./timing.ts";

const prompts: ReadonlySet<string> = new Set<Prompt>(["reminder", "received", "delayed"]);

const isPrompt = ({ tells }: Notice): boolean => tells.every((tell) => prompts.has(tell));

const statesNow = (draft: Draft): ToldStates => Object.fromEntries(draft.now().requirements.map(({ id, state }) => [id, state]));

const send = (draft: Draft, tells: Notice["tells"]): void => {
  const { at } = draft.fact;
  const id = draft.nextId();
  draft.change({ notices: [...draft.now().notices, { id, tells, state: "due", at, settledAt: null, detail: null }] });
  draft.note("notice-due", { notice: id, tells: tells.join(" ") });
  draft.want({ kind: "notice", id });
};

/** Sends what waits to be told, in one notice. Over the most that one case may have, a person must say so. */
export const tellNow = (draft: Draft, byPerson: boolean): void => {
  const { untold, notices, terms } = draft.now();
  if (untold.length === 0) return;
  if (notices.length >= terms.notices.mostNotices && !byPerson) {
    askStaff(draft, "too-many-notices");
    return;
  }
  settleTasks(draft, "too-many-notices", "nobody-to-tell");
  dropTimers(draft, "tell");
  draft.change({ untold: [], told: statesNow(draft) });
  send(draft, untold);
};

/** While it is only observed, nobody is told of a case, unless a person spoke or acted first. */
const isSilent = ({ terms, notices, containments }: Case): boolean =>
  terms.mode === "observe" && !terms.tellWhileObserving && notices.every(isPrompt) && containments.length === 0;

const keepUntold = (draft: Draft, change: Change): void => {
  const { untold } = draft.now();
  if (!untold.includes(change)) draft.change({ untold: [...untold, change] });
};

/** An account without a contact: what is to be told is kept, and staff have to find somebody. Told on their word, or with the next change. */
const nobodyToTell = (draft: Draft, change: Change): void => {
  draft.note("nobody-to-tell", { change });
  if (isSilent(draft.now())) return;
  keepUntold(draft, change);
  askStaff(draft, "nobody-to-tell");
};

/** What failed or came back is told once more, as the case is by now. Returns whether there was such a notice. */
export const tellAgain = (draft: Draft): boolean => {
  const { notices, tasks } = draft.now();
  const last = notices.at(-1);
  if (last === undefined || isPrompt(last) || (last.state !== "failed" && last.state !== "bounced")) return false;
  settleTask(draft, tasks.find(({ kind, detail, doneAt }) => kind === "notice-bounced" && detail === last.id && doneAt === null)?.id ?? "");
  send(draft, last.tells);
  return true;
};

/** A change is told once, at once; those within ten minutes of a notice of changes come together in the next. */
export const tell = (draft: Draft, change: Change, byPerson = false): void => {
  const { terms, notices, timers } = draft.now();
  if (!terms.hasContact && !byPerson) {
    nobodyToTell(draft, change);
    return;
  }
  if (!byPerson && isSilent(draft.now())) return;
  keepUntold(draft, change);
  const last = notices.findLast((notice) => !isPrompt(notice));
  const mayTellAt = (last?.at ?? Number.NEGATIVE_INFINITY) + terms.notices.mergeMinutes * minuteMs;
  if (draft.fact.at >= mayTellAt) tellNow(draft, false);
  else if (!timers.some(({ kind }) => kind === "tell")) setTimer(draft, "tell", mayTellAt);
};

/**
 * A change whose figures come with the end of what stands: told as soon as that is proven ({@link tell} then), and when the notices of ten
 * minutes would be merged in any case, for a server that does not answer must not keep an apology back.
 */
export const tellOnceLifted = (draft: Draft, change: Change): void => {
  const { terms, timers } = draft.now();
  if (!terms.hasContact) {
    nobodyToTell(draft, change);
    return;
  }
  keepUntold(draft, change);
  if (!timers.some(({ kind }) => kind === "tell")) setTimer(draft, "tell", draft.fact.at + terms.notices.mergeMinutes * minuteMs);
};

/** What no change caused: at most one a day and five in all, and never beyond the most that a case may have. */
export const prompt = (draft: Draft, what: Prompt): void => {
  const { terms, notices } = draft.now();
  if (isSilent(draft.now())) return;
  const before = notices.filter(isPrompt);
  const { promptsPerDay, promptsInAll, mostNotices } = terms.notices;
  if (!terms.hasContact || before.length >= promptsInAll || notices.length >= mostNotices) return;
  if (before.filter(({ at }) => draft.fact.at < at + dayMs).length >= promptsPerDay) return;
  send(draft, [what]);
};
