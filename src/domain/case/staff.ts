import type { Draft } from "./draft.ts";
import { promisedAt } from "./promised-at.ts";
import type { StaffTask, TaskKind } from "./staff-task.ts";
import { dropTimers, setTimer } from "./timing.ts";

const isOpen = ({ doneAt }: StaffTask): boolean => doneAt === null;

/** What still waits for a person, the earliest promise first. */
export const openTasks = (tasks: readonly StaffTask[]): readonly StaffTask[] => tasks.filter(isOpen).sort((a, b) => a.dueAt - b.dueAt);

const promiseNext = (draft: Draft): void => {
  const next = openTasks(draft.now().tasks).find(({ missedAt }) => missedAt === null);
  if (next === undefined) dropTimers(draft, "promise");
  else setTimer(draft, "promise", next.dueAt);
};

/** Asks staff for something, once: while the same is open, nothing is added. */
export const askStaff = (draft: Draft, kind: TaskKind, detail = ""): void => {
  const { tasks, terms } = draft.now();
  if (tasks.some((task) => isOpen(task) && task.kind === kind && task.detail === detail)) return;
  const { at } = draft.fact;
  const id = draft.nextId();
  const dueAt = promisedAt(terms.hours, at, terms.promiseMinutes);
  draft.change({ tasks: [...tasks, { id, kind, detail, at, dueAt, doneAt: null, missedAt: null }] });
  draft.note("task", { task: kind, detail, dueAt });
  draft.want({ kind: "task", id });
  promiseNext(draft);
};

const settle = (draft: Draft, isMeant: (task: StaffTask) => boolean): void => {
  const { tasks } = draft.now();
  const doneAt = draft.fact.at;
  const done = tasks.filter((task) => isOpen(task) && isMeant(task));
  if (done.length === 0) return;
  draft.change({ tasks: tasks.map((task) => (done.includes(task) ? { ...task, doneAt } : task)) });
  for (const { kind, id } of done) draft.note("task-done", { task: kind, id });
  promiseNext(draft);
};

/** Tasks of these kinds need nobody any more. */
export const settleTasks = (draft: Draft, ...kinds: readonly TaskKind[]): void => settle(draft, ({ kind }) => kinds.includes(kind));

/** One task is done. */
export const settleTask = (draft: Draft, id: string): void => settle(draft, (task) => task.id === id);

/**
 * What outlives a case: a customer who could not be reached, or not yet told; a measure that could not be taken away; mail on hold that nobody has
 * decided on.
 */
const outlives: ReadonlySet<TaskKind> = new Set<TaskKind>([
  ...["notice-bounced", "too-many-notices", "nobody-to-tell", "measure-failed", "held-mail"],
] as const);

/** Nothing of the rest needs anybody any more. */
export const settleForClosing = (draft: Draft): void => settle(draft, ({ kind }) => !outlives.has(kind));

/** A promised time passed: says so, once a task. Returns what was missed. */
export const missPromises = (draft: Draft): readonly StaffTask[] => {
  const { tasks } = draft.now();
  const { at } = draft.fact;
  const missed = tasks.filter((task) => isOpen(task) && task.missedAt === null && task.dueAt <= at);
  draft.change({ tasks: tasks.map((task) => (missed.includes(task) ? { ...task, missedAt: at } : task)) });
  for (const { kind, dueAt } of missed) draft.note("promise-missed", { task: kind, dueAt });
  for (const { id } of missed) draft.want({ kind: "task", id: `${id}.missed` });
  promiseNext(draft);
  return missed;
};
