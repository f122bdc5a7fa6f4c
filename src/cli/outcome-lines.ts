import type { DeskVoice } from "../report/desk/desk-voice.ts";
import type { decisionWords } from "./decision-words.ts";

/** What came of one of several decisions. */
export interface Outcome {
  readonly caseId: string;
  readonly outcome: "done" | "refused" | "already" | "no-case";
  readonly why: string | null;
}

/** A line for each case. */
export const outcomeLines = (
  outcomes: readonly Outcome[],
  {
    words,
    voice,
    done,
  }: { readonly words: ReturnType<typeof decisionWords>; readonly voice: DeskVoice; readonly done: "released" | "undone" },
): string => {
  const refusals: Readonly<Record<string, string>> = voice.words.refusals;
  return outcomes
    .map(({ caseId, why }) => (why === null ? words[done](caseId) : words.refused(caseId, refusals[why] ?? why)))
    .map((line) => `${line}\n`)
    .join("");
};
