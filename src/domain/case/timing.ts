import { minuteMs } from "../../kit/time-units.ts";
import type { Draft } from "./draft.ts";
import type { TimerKind } from "./timer.ts";

/** Sets the only timer of its kind; one that was set before does nothing any more. */
export const setTimer = (draft: Draft, kind: TimerKind, at: number): void => {
  const id = draft.nextId();
  draft.change({ timers: [...draft.now().timers.filter((timer) => timer.kind !== kind), { id, kind, at }] });
  draft.want({ kind: "timer", id, at });
};

/** Sets it so many minutes after the fact. */
export const setTimerIn = (draft: Draft, kind: TimerKind, minutes: number): void => {
  setTimer(draft, kind, draft.fact.at + minutes * minuteMs);
};

/** What was set of these kinds does nothing any more. */
export const dropTimers = (draft: Draft, ...kinds: readonly TimerKind[]): void => {
  draft.change({ timers: draft.now().timers.filter(({ kind }) => !kinds.includes(kind)) });
};
