import pc from "picocolors";
import type { Case } from "../../domain/case/case.ts";
import { caseSummary } from "../../domain/case/case-document.ts";
import type { Entry } from "../../domain/case/entry.ts";
import { paragraph } from "../text-layout.ts";
import { caseListText, type DeskLayout } from "./case-list-text.ts";
import type { DeskVoice } from "./desk-voice.ts";
import { entryText } from "./entry-text.ts";

/** What a replay came to: entries in order of time, and the cases at the end of the logs. */
export interface ReplayOutcome {
  readonly timeline: readonly (Entry & { readonly caseId: string })[];
  readonly cases: readonly { readonly case: Case; readonly heldOff: number }[];
}

const iso = (at: number): string => new Date(at).toISOString();

/** What would have happened, as a person reads it: line by line, then the cases as they stood at the end. */
export const replayText = ({ timeline, cases }: ReplayOutcome, voice: DeskVoice, layout: DeskLayout): string => {
  const { words, formats } = voice;
  const colors = pc.createColors(layout.color);
  const told = timeline.flatMap((entry) =>
    paragraph(entryText(entry, voice), layout.width, `${formats.time(iso(entry.at))}  ${entry.caseId}  `),
  );
  const held = cases.filter(({ heldOff }) => heldOff > 0).map((one) => words.heldOff(one.case.id, formats.number(one.heldOff)));
  const list = caseListText({ cases: cases.map((one) => caseSummary(one.case)), next: null }, voice, layout);
  const intro = paragraph(words.replayIntro, layout.width);
  return [
    ...intro,
    "",
    ...told,
    "",
    colors.bold(words.replayEnd),
    list.trimEnd(),
    ...held.flatMap((line) => paragraph(line, layout.width)),
    "",
  ].join("\n");
};
