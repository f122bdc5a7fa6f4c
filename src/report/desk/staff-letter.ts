import type { Case } from "../../domain/case/case.ts";
import { caseDocument, caseSummary } from "../../domain/case/case-document.ts";
import type { StaffTask } from "../../domain/case/staff-task.ts";
import { html } from "../html.ts";
import { whereText } from "./case-list-text.ts";
import { caseText } from "./case-text.ts";
import type { DeskVoice } from "./desk-voice.ts";

const width = 72;

/** One letter lists so many; the lists of the desk have them all. */
const mostListed = 50;

interface Called {
  readonly case: Case;
  readonly task: StaffTask;
}

/** What is open still, each once, the earliest promise first. What somebody did meanwhile needs nobody. */
const openOf = (calls: readonly { readonly case: Case; readonly task: string }[]): readonly Called[] => {
  const found = new Map<string, Called>();
  for (const { case: one, task } of calls) {
    const asked = one.tasks.find(({ id, doneAt }) => doneAt === null && (task === id || task === `${id}.missed`));
    if (asked !== undefined) found.set(asked.id, { case: one, task: asked });
  }
  return [...found.values()].toSorted((a, b) => a.task.dueAt - b.task.dueAt);
};

/** `2026-000123 shop.example (u10123@sv1): a measure failed (Mon 14:00)`. */
const lineOf = ({ case: one, task }: Called, voice: DeskVoice, now: number): string => {
  const due = voice.formats.time(new Date(task.dueAt).toISOString());
  const until = task.dueAt < now ? voice.words.late(due) : due;
  return `${one.id} ${whereText(caseSummary(one), voice)}: ${voice.words.tasks[task.kind]} (${until})`;
};

const textOf = (open: readonly Called[], voice: DeskVoice, now: number): { readonly subject: string; readonly text: string } => {
  const [first] = open;
  const lines = open.slice(0, mostListed).map((one) => lineOf(one, voice, now));
  const subject = open.length === 1 ? (lines[0] ?? "") : voice.words.staffTasks(voice.formats.number(open.length));
  const list = open.length === 1 ? [] : lines.map((line) => `- ${line}`);
  const rest = open.length > mostListed ? [voice.words.staffRest(voice.formats.number(open.length - mostListed))] : [];
  const isOneCase = first !== undefined && open.every((one) => one.case.id === first.case.id);
  const about = isOneCase ? ["", caseText({ case: caseDocument(first.case), entries: [] }, voice, { width, color: false, now })] : [];
  return { subject, text: [subject, "", ...list, ...rest, ...about].join("\n") };
};

/** The letter to staff about what waits for them: one task with its case, several as a list. Null where nothing is open any more. */
export const staffLetter = (calls: readonly { readonly case: Case; readonly task: string }[], voice: DeskVoice, now: number) => {
  const open = openOf(calls);
  if (open.length === 0) return null;
  const { subject, text } = textOf(open, voice, now);
  return { subject, text, html: html`<pre>${text.split("\n").map((line) => html`${line}<br>`)}</pre>`.toString() };
};
