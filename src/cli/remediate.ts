import type { Command } from "commander";
import type { CaseDocument } from "../domain/case/case-document.ts";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { decisionWords } from "./decision-words.ts";
import { addDeskOptions, type DeskCommandParts, type DeskOptions, talkToDesk } from "./desk-command.ts";

interface RemediateOptions extends DeskOptions {
  readonly file: string;
}

const remediate = async (id: string, options: RemediateOptions, parts: DeskCommandParts, run: CliRun): Promise<void> => {
  const { readAnswers } = await import("./read-answers.ts");
  const answers = readAnswers(options.file, run.io.cwd);
  const lawful = answers.some(({ claim }) => claim === "was-ours");
  await talkToDesk(options, parts, run, async ({ ask, lang, show }) => {
    const answer = await ask<{ readonly case: CaseDocument }>("POST", `/cases/${encodeURIComponent(id)}/remediation`, { answers, lawful });
    show("sekisho.case/1", answer, () => `${decisionWords(lang).answered(answer.case.id, answers.length)}\n`);
  });
};

/** `sekisho remediate`: enters what the customer says they did. */
export const createRemediateCommand =
  (parts: DeskCommandParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    addDeskOptions(program.command("remediate"))
      .description("enter a customer's answers, requirement by requirement; it orders a check and decides nothing")
      .argument("<case>", "the case's number, such as 2026-000123")
      .requiredOption("--file <file>", "answers.yaml: [{ requirement, claim: done | not-needed | need-help | was-ours, text }]")
      .action((id: string, options: RemediateOptions) => remediate(id, options, parts, run));
  };
