import pc from "picocolors";
import type { CaseDocument, ContainmentDocument, EntryDocument } from "../../domain/case/case-document.ts";
import { causeFacts, quoted } from "../case-names.ts";
import { regularLines } from "../regular-text.ts";
import { labelled, paragraph } from "../text-layout.ts";
import { type DeskLayout, untilText, whereText } from "./case-list-text.ts";
import type { DeskVoice } from "./desk-voice.ts";
import { actorText, entryText, reasonText, taskDetail } from "./entry-text.ts";
import { targetText } from "./target-text.ts";

/** One `heading` with lines below it; nothing without lines. */
interface Section {
  readonly heading: string;
  readonly lines: readonly string[];
}

const seenSection = (one: CaseDocument, voice: DeskVoice, width: number): Section => {
  const { words, report, formats } = voice;
  const { cause, counts, firstSeen, lastSeen } = one.claim;
  const number = formats.number;
  return {
    heading: words.headings.seen,
    lines: [
      ...paragraph(report.layers[cause.layer](causeFacts(cause)), width),
      ...paragraph(words.seen(number(counts.messages), number(counts.requests), formats.time(firstSeen), formats.time(lastSeen)), width),
      ...(one.previous === null ? [] : paragraph(`${words.headings.previous}${report.colon}${one.previous}`, width)),
    ],
  };
};

const stoppedText = ({ stopped }: ContainmentDocument, { words, formats }: DeskVoice): readonly string[] =>
  stopped === null ? [] : [words.stopped(formats.number(stopped.count), stopped.isLeast)];

const containmentSection = ({ containments, terms, state }: CaseDocument, voice: DeskVoice, width: number): Section => {
  const { words, report, formats } = voice;
  const rows = containments.map((one) => ({
    label: words.containmentStates[one.state],
    text: `${report.measures[one.measure]} [${one.id}]${report.colon}${targetText(one.target, voice)}${report.stop}${[actorText(one.decidedBy, voice), formats.shortTime(one.orderedAt), reasonText(one.reason, voice), ...stoppedText(one, voice)].join(report.comma)}`,
  }));
  if (rows.length > 0) return { heading: words.headings.containments, lines: labelled(rows, width) };
  const isOver = state === "closed" || state === "dismissed" || state === "released";
  const proposed = isOver ? [] : terms.ladder.slice(0, 1);
  return {
    heading: words.headings.proposed,
    lines: proposed.flatMap((rung) =>
      paragraph(
        `${report.measures[rung.measure]}${report.colon}${targetText(rung.target, voice)}${rung.waitsFor === null ? "" : `${report.comma}${words.waits[rung.waitsFor]}`}`,
        width,
        "- ",
      ),
    ),
  };
};

const regularSection = ({ claim }: CaseDocument, { report, formats }: DeskVoice, width: number): Section => ({
  heading: report.headings.regulars,
  lines: regularLines({ words: report, formats }, claim.proposedExceptions).flatMap((line, at) =>
    at === 0 ? paragraph(line, width) : paragraph(line, width, "- "),
  ),
});

const requirementSection = ({ requirements }: CaseDocument, { words, report }: DeskVoice, width: number): Section => ({
  heading: words.headings.requirements,
  lines: labelled(
    requirements.map(({ id, state, finding, claim }) => ({
      label: words.requirementStates[state],
      text: [
        `${words.requirements[id]} [${id}]`,
        ...(finding === null ? [] : [quoted(`${finding.check}: ${finding.code}`)]),
        ...(claim === null ? [] : [words.claims[claim.kind]]),
        ...(claim === null || claim.verified === null ? [] : [words.genuine(claim.verified, quoted(claim.why.join(", ")))]),
      ].join(report.comma),
    })),
    width,
  ),
});

const taskSection = ({ tasks }: CaseDocument, voice: DeskVoice, { width, now }: DeskLayout): Section => ({
  heading: voice.words.headings.tasks,
  lines: labelled(
    tasks
      .filter(({ doneAt }) => doneAt === null)
      .map((task) => {
        const about = taskDetail(task.kind, task.detail, voice);
        const what = about === "" ? voice.words.tasks[task.kind] : `${voice.words.tasks[task.kind]}${voice.report.colon}${about}`;
        return { label: untilText(task.dueAt, voice, now), text: `${what} [${task.id}]` };
      }),
    width,
  ),
});

const noticeSection = ({ notices }: CaseDocument, { words, report, formats }: DeskVoice, width: number): Section => ({
  heading: words.headings.notices,
  lines: labelled(
    notices.map(({ at, state, tells }) => ({
      label: formats.shortTime(at),
      text: `${words.noticeStates[state]}${report.colon}${tells.map((tell) => words.tells[tell]).join(report.comma)}`,
    })),
    width,
  ),
});

/** What follows by itself from the line before: who brought it about is said there. */
const speaksForItself = new Set<EntryDocument["code"]>([
  "state",
  "task",
  "task-done",
  "notice-due",
  "notice-sent",
  "promise-missed",
  "watch-began",
]);

/** The lines of a timeline: when, what, who. */
const timelineLines = (entries: readonly EntryDocument[], voice: DeskVoice, width: number): string[] =>
  labelled(
    entries.map((entry) => ({
      label: voice.formats.shortTime(entry.at),
      text: speaksForItself.has(entry.code)
        ? entryText(entry, voice)
        : voice.report.aside(entryText(entry, voice), actorText(entry.by, voice)),
    })),
    width,
  );

const stateLines = (one: CaseDocument, voice: DeskVoice, { width, now }: DeskLayout): string[] => {
  const { words, report, formats } = voice;
  const until = one.until === null ? null : untilText(one.until, voice, now);
  const waits = one.waitingFor === null ? "" : `${report.comma}${words.waitsFor(words.waitingFor[one.waitingFor], until)}`;
  return paragraph(`${words.stateSince(words.states[one.state], formats.time(one.since))}${waits}`, width);
};

/** The conditions of a case and what is known of them, a line each. */
export const requirementText = (one: CaseDocument, voice: DeskVoice, width: number): string =>
  requirementSection(one, voice, width)
    .lines.map((line) => `${line}\n`)
    .join("");

/** A case with its timeline, for a terminal. */
export const caseText = (
  { case: one, entries }: { readonly case: CaseDocument; readonly entries: readonly EntryDocument[] },
  voice: DeskVoice,
  layout: DeskLayout,
): string => {
  const { report, formats, words } = voice;
  const inner = layout.width - 2;
  const colors = pc.createColors(layout.color);
  const title = `${one.id}  ${report.verdicts[one.verdict]}${report.colon}${report.aside(report.classes[one.class], formats.percent(one.confidence))}${report.stop}${whereText(one, voice)}`;
  const sections: readonly Section[] = [
    seenSection(one, voice, inner),
    containmentSection(one, voice, inner),
    regularSection(one, voice, inner),
    requirementSection(one, voice, inner),
    taskSection(one, voice, { ...layout, width: inner }),
    noticeSection(one, voice, inner),
    { heading: words.headings.timeline, lines: timelineLines(entries, voice, inner) },
  ];
  const lines = [
    ...paragraph(title, layout.width).map(colors.bold),
    ...stateLines(one, voice, layout),
    ...sections
      .filter(({ lines: some }) => some.length > 0)
      .flatMap(({ heading, lines: some }) => ["", colors.bold(heading), ...some.map((line) => `  ${line}`)]),
  ];
  return `${lines.join("\n")}\n`;
};
