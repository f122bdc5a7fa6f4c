import { resolve } from "node:path";
import type { Command } from "commander";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { decisionWords } from "./decision-words.ts";
import { addDeskOptions, type DeskCommandParts, type DeskOptions, talkToDesk } from "./desk-command.ts";

const backUp = (file: string, options: DeskOptions, parts: DeskCommandParts, run: CliRun): Promise<void> =>
  talkToDesk(options, parts, run, async ({ ask, lang, show }) => {
    const answer = await ask<{ readonly file: string }>("POST", "/backups", { file: resolve(run.io.cwd, file) });
    show("sekisho.backup/1", answer, () => `${decisionWords(lang).backedUp(answer.file)}\n`);
  });

/** `sekisho backup`: a consistent copy while work goes on. */
export const createBackupCommand =
  (parts: DeskCommandParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    addDeskOptions(program.command("backup"))
      .description("write a consistent copy of the store to a new file, while work goes on")
      .argument("<file>", "where to; nothing is overwritten")
      .action((file: string, options: DeskOptions) => backUp(file, options, parts, run));
  };
