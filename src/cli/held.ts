import { type Command, InvalidArgumentError } from "commander";
import { OperationError } from "../domain/operation-error.ts";
import { type HeldDocument, heldText } from "../report/desk/held-text.ts";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { addReason, type DecidingOptions } from "./deciding.ts";
import { decisionWords } from "./decision-words.ts";
import { addDeskOptions, type DeskCommandParts, type DeskOptions, talkToDesk } from "./desk-command.ts";

type HeldOptions = DeskOptions & { readonly case?: string };
type EndOptions = DecidingOptions & HeldOptions & { readonly look?: string };

interface Ended {
  readonly case: string;
  readonly ends: readonly { readonly queueId: string; readonly outcome: "delivered" | "deleted" | "not-held" | "not-theirs" | "failed" }[];
  readonly kept: { readonly caused: number; readonly "not-caused": number; readonly unknown: number };
}

const collectId = (text: string, before: readonly string[] = []): readonly string[] => {
  if (!/^[0-9A-Za-z]{6,24}$/.test(text)) throw new InvalidArgumentError("It is a queue id: letters and digits.");
  return [...before, text];
};

const checkNamed = (ids: readonly string[], options: HeldOptions): void => {
  if (ids.length === 0 && options.case === undefined) throw new OperationError("usage-wrong", "name a case with --case, or queue ids");
};

const list = (ids: readonly string[], options: HeldOptions, { parts, run }: Talk): Promise<void> => {
  checkNamed(ids, options);
  return talkToDesk(options, parts, run, async ({ ask, voice, layout, show }) => {
    const query = new URLSearchParams({
      ...(options.case === undefined ? {} : { case: options.case }),
      ...(ids.length === 0 ? {} : { ids: ids.join(",") }),
    });
    const answer = await ask<HeldDocument>("GET", `/held?${query}`);
    show("sekisho.held/1", answer, () => heldText(answer, voice, layout));
  });
};

interface Talk {
  readonly parts: DeskCommandParts;
  readonly run: CliRun;
}

const end = (verb: "deliveries" | "deletions", ids: readonly string[], options: EndOptions, { parts, run }: Talk): Promise<void> => {
  checkNamed(ids, options);
  return talkToDesk(options, parts, run, async ({ ask, lang, show }) => {
    const answer = await ask<Ended>("POST", `/held/${verb}`, {
      ...{ case: options.case ?? null, ids: ids.length === 0 ? null : ids, reason: options.reason },
      ...(verb === "deletions" ? { look: options.look ?? null } : {}),
    });
    const words = decisionWords(lang);
    const { caused, "not-caused": genuine, unknown } = answer.kept;
    show("sekisho.held-ended/1", answer, () => {
      const counts = [...Map.groupBy(answer.ends, ({ outcome }) => outcome)].map(([of, all]) => `${all.length} ${words.heldOutcomes[of]}`);
      const kept = caused + genuine + unknown === 0 ? "" : `${words.heldKept(caused, genuine, unknown)}\n`;
      return `${words.heldEnded(answer.case, counts.join(", "))}\n${kept}`;
    });
    if (answer.ends.some(({ outcome }) => outcome === "failed")) run.setExitCode(1);
  });
};

const addNaming = (command: Command): Command =>
  command.argument("[ids...]", "queue ids", collectId).option("--case <case>", "the case whose measures hold the mail");

/** `sekisho held`: what is on hold, and how it ends. */
export const createHeldCommand =
  (parts: DeskCommandParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    const talk = { parts, run };
    const held = program.command("held").description("mail on hold: show it, let it go, delete it");
    addNaming(addDeskOptions(held.command("list")))
      .description("show count, period, recipient domains and whose it is likely to be; no address, no content")
      .action((ids: readonly string[], options: HeldOptions) => list(ids, options, talk));
    addNaming(addReason(addDeskOptions(held.command("deliver"))))
      .description("let it go: of a case what the abuse did not cause, by queue id what nobody can tell too")
      .action((ids: readonly string[], options: EndOptions) => end("deliveries", ids, options, talk));
    addNaming(addReason(addDeskOptions(held.command("delete"))))
      .description("delete it for good, as it was listed: of a case what the abuse caused, by queue id what is named")
      .option("--look <look>", "what `sekisho held list` gave with what it showed")
      .action((ids: readonly string[], options: EndOptions) => end("deletions", ids, options, talk));
  };
