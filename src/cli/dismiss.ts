import type { Command } from "commander";
import type { CaseDocument } from "../domain/case/case-document.ts";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { addReason, addSecond, type DecidingOptions, secondField } from "./deciding.ts";
import { decisionWords } from "./decision-words.ts";
import { addDeskOptions, type DeskCommandParts, talkToDesk } from "./desk-command.ts";

const dismiss = (id: string, options: DecidingOptions, parts: DeskCommandParts, run: CliRun): Promise<void> =>
  talkToDesk(options, parts, run, async ({ ask, lang, show }) => {
    const decision = { verb: "dismiss", reason: options.reason, ...secondField(options) };
    const answer = await ask<{ readonly case: CaseDocument }>("POST", `/cases/${encodeURIComponent(id)}/decisions`, decision);
    show("sekisho.case/1", answer, () => `${decisionWords(lang).dismissed(answer.case.id)}\n`);
  });

/** `sekisho dismiss`: it was no abuse; everything is undone. */
export const createDismissCommand =
  (parts: DeskCommandParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    addSecond(addReason(addDeskOptions(program.command("dismiss"))))
      .description("close a case that was none; all measures end and the customer is told")
      .argument("<case>", "the case's number, such as 2026-000123")
      .action((id: string, options: DecidingOptions) => dismiss(id, options, parts, run));
  };
