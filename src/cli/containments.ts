import type { Command } from "commander";
import type { ContainmentDocument } from "../domain/case/case-document.ts";
import { containmentListText } from "../report/desk/containment-list-text.ts";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { addDeskOptions, type DeskCommandParts, type DeskOptions, talkToDesk } from "./desk-command.ts";

interface Listed {
  readonly containments: readonly (ContainmentDocument & { readonly caseId: string })[];
}

const list = (options: DeskOptions & { readonly site?: string }, parts: DeskCommandParts, run: CliRun): Promise<void> =>
  talkToDesk(options, parts, run, async ({ ask, voice, layout, show }) => {
    const query = options.site === undefined ? "" : `?${new URLSearchParams({ site: options.site })}`;
    const answer = await ask<Listed>("GET", `/containments${query}`);
    show("sekisho.containments/1", answer, () => containmentListText(answer.containments, voice, layout));
  });

/** `sekisho containments`: what is in force. */
export const createContainmentsCommand =
  (parts: DeskCommandParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    addDeskOptions(program.command("containments"))
      .description("list what is in force, or ordered and not proven yet")
      .option("--site <domain>", "only of this site")
      .action((options: DeskOptions & { readonly site?: string }) => list(options, parts, run));
  };
