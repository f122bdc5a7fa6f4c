import type { Command } from "commander";
import { OperationError } from "../domain/operation-error.ts";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { addReason, addSecond, type DecidingOptions, secondField } from "./deciding.ts";
import { decisionWords } from "./decision-words.ts";
import { addDeskOptions, type DeskCommandParts, talkToDesk } from "./desk-command.ts";
import { type Outcome, outcomeLines } from "./outcome-lines.ts";

interface ReleaseOptions extends DecidingOptions {
  readonly site?: string;
}

/** A containment's id has dots, a case's number has none. */
const ofWhat = (id: string | undefined, site: string | undefined): object => {
  if ((id === undefined) === (site === undefined))
    throw new OperationError("usage-wrong", "name a case or containment, or a site with --site, and not both");
  if (site !== undefined) return { site };
  return id?.includes(".") ? { containment: id } : { case: id };
};

const release = (id: string | undefined, options: ReleaseOptions, parts: DeskCommandParts, run: CliRun): Promise<void> => {
  const of = ofWhat(id, options.site);
  return talkToDesk(options, parts, run, async ({ ask, lang, voice, show }) => {
    const answer = await ask<{ readonly cases: readonly Outcome[] }>("POST", "/releases", {
      of,
      reason: options.reason,
      ...secondField(options),
    });
    show("sekisho.release/1", answer, () => outcomeLines(answer.cases, { words: decisionWords(lang), voice, done: "released" }));
    if (answer.cases.some(({ outcome }) => outcome === "refused")) run.setExitCode(1);
  });
};

/** `sekisho release`: ends what is in force by a person's decision. */
export const createReleaseCommand =
  (parts: DeskCommandParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    addSecond(addReason(addDeskOptions(program.command("release"))))
      .description("end what is in force: of a case, of one containment, of a site")
      .argument("[id]", "a case such as 2026-000123, or a containment such as 2026-000123.1.2")
      .option("--site <domain>", "everything in force on this site")
      .action((id: string | undefined, options: ReleaseOptions) => release(id, options, parts, run));
  };
