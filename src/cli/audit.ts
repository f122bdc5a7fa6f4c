import type { Command } from "commander";
import type { AuditResult } from "../ports/case-store.ts";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { decisionWords } from "./decision-words.ts";
import { addDeskOptions, type DeskCommandParts, type DeskOptions, talkToDesk } from "./desk-command.ts";

const verify = (options: DeskOptions, parts: DeskCommandParts, run: CliRun): Promise<void> =>
  talkToDesk(options, parts, run, async ({ ask, lang, show }) => {
    const found = await ask<AuditResult>("POST", "/audit/verification");
    const words = decisionWords(lang);
    show("sekisho.audit/1", found, () => {
      if (found.kind === "broken") return `${words.broken(found.seq, found.what, found.detail)}\n`;
      return `${words.whole(found.entries, found.hash)}\n${found.head === "none" ? `${words.noHead}\n` : ""}`;
    });
    if (found.kind === "broken") run.setExitCode(1);
  });

/** `sekisho audit verify`: whether every record is as it was written. */
export const createAuditCommand =
  (parts: DeskCommandParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    const audit = program.command("audit").description("see whether the desk's records are as they were written");
    addDeskOptions(audit.command("verify"))
      .description("recompute the chain of all records; exits with 1 and names the first that is not as it was written")
      .action((options: DeskOptions) => verify(options, parts, run));
  };
