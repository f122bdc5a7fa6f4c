import type { Command } from "commander";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { addReason, type DecidingOptions } from "./deciding.ts";
import { decisionWords } from "./decision-words.ts";
import { addDeskOptions, type DeskCommandParts, talkToDesk } from "./desk-command.ts";

const set = (verb: "pause" | "resume", options: DecidingOptions, parts: DeskCommandParts, run: CliRun): Promise<void> =>
  talkToDesk(options, parts, run, async ({ ask, lang, show }) => {
    const answer = await ask<{ readonly changed: boolean }>("POST", `/desk/${verb}`, { reason: options.reason });
    const words = decisionWords(lang);
    show(`sekisho.${verb}/1`, answer, () => `${verb === "pause" ? words.paused(answer.changed) : words.resumed(answer.changed)}\n`);
  });

const createCommand =
  (verb: "pause" | "resume", about: string) =>
  (parts: DeskCommandParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    addReason(addDeskOptions(program.command(verb)))
      .description(about)
      .action((options: DecidingOptions) => set(verb, options, parts, run));
  };

/** `sekisho pause`: stops all automatic decisions at once. */
export const createPauseCommand = createCommand("pause", "stop all automatic decisions at once; what is in force stays");

/** `sekisho resume`: lets them go on. */
export const createResumeCommand = createCommand("resume", "let automatic decisions go on");
