import type { Command } from "commander";
import type { CaseDocument } from "../domain/case/case-document.ts";
import { requirementText } from "../report/desk/case-text.ts";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { decisionWords } from "./decision-words.ts";
import { addDeskOptions, type DeskCommandParts, type DeskOptions, talkToDesk } from "./desk-command.ts";

const verify = (id: string, options: DeskOptions, parts: DeskCommandParts, run: CliRun): Promise<void> =>
  talkToDesk(options, parts, run, async ({ ask, lang, voice, layout, show }) => {
    const answer = await ask<{ readonly met: boolean; readonly case: CaseDocument }>(
      "POST",
      `/cases/${encodeURIComponent(id)}/verification`,
    );
    const words = decisionWords(lang);
    show(
      "sekisho.verification/1",
      answer,
      () => `${requirementText(answer.case, voice, layout.width)}${answer.met ? words.allMet : words.notAllMet}\n`,
    );
    if (!answer.met) run.setExitCode(1);
  });

/** `sekisho verify`: looks now whether the conditions for a release are met. */
export const createVerifyCommand =
  (parts: DeskCommandParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    addDeskOptions(program.command("verify"))
      .description("check now whether a case's conditions are met; exits with 1 when not all are")
      .argument("<case>", "the case's number, such as 2026-000123")
      .action((id: string, options: DeskOptions) => verify(id, options, parts, run));
  };
