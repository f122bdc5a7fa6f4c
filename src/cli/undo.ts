import { type Command, InvalidArgumentError } from "commander";
import { dayMs, hourMs, minuteMs } from "../kit/time-units.ts";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { addReason, addSecond, type DecidingOptions, secondField } from "./deciding.ts";
import { decisionWords } from "./decision-words.ts";
import { addDeskOptions, type DeskCommandParts, talkToDesk } from "./desk-command.ts";
import { type Outcome, outcomeLines } from "./outcome-lines.ts";

interface UndoOptions extends DecidingOptions {
  readonly since: string;
}

const units: Readonly<Record<string, number>> = { m: minuteMs, h: hourMs, d: dayMs };

/** A moment with its zone, or so long ago. A time without a zone would mean another moment on another machine. */
const momentOf = (text: string, now: number): string => {
  const [, count, unit] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) return new Date(now - Number(count) * (units[unit] ?? 0)).toISOString();
  const hasZone = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  if (!hasZone || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError(`"${text}" is neither a moment such as 2026-03-07T05:21:00+09:00 nor a time ago such as 90m, 6h or 2d.`);
  return new Date(text).toISOString();
};

const undo = (options: UndoOptions, parts: DeskCommandParts, run: CliRun): Promise<void> =>
  talkToDesk(options, parts, run, async ({ ask, lang, voice, show }) => {
    const body = { since: options.since, reason: options.reason, ...secondField(options) };
    const answer = await ask<{ readonly cases: readonly Outcome[] }>("POST", "/undo", body);
    const words = decisionWords(lang);
    const text = (): string =>
      answer.cases.length === 0 ? `${words.nothingToUndo}\n` : outcomeLines(answer.cases, { words, voice, done: "undone" });
    show("sekisho.undo/1", answer, text);
    if (answer.cases.some(({ outcome }) => outcome === "refused")) run.setExitCode(1);
  });

/** `sekisho undo`: makes wrong automatic measures good, all at once. */
export const createUndoCommand =
  (parts: DeskCommandParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    addSecond(addReason(addDeskOptions(program.command("undo"))))
      .description("take back all that automation imposed since then, and say so to the customers")
      .requiredOption("--since <time>", "2026-03-07T05:21:00+09:00, or 90m, 6h, 2d ago", (text) => momentOf(text, parts.now()))
      .action((options: UndoOptions) => undo(options, parts, run));
  };
