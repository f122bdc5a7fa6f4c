import type { Command } from "commander";
import type { ContainmentDocument } from "../domain/case/case-document.ts";
import { containmentListText } from "../report/desk/containment-list-text.ts";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { addDeskOptions, type DeskCommandParts, type DeskOptions, talkToDesk } from "./desk-command.ts";

interface Listed {
  readonly containments: readonly (ContainmentDocument & { readonly caseId: string })[];
}

type ContainmentsOptions = DeskOptions & { readonly site?: string; readonly verify?: true };

interface Proven {
  readonly proofs: readonly (Listed["containments"][number] & { readonly found: string; readonly foundProof: string })[];
}

const list = (options: ContainmentsOptions, parts: DeskCommandParts, run: CliRun): Promise<void> =>
  talkToDesk(options, parts, run, async ({ ask, voice, layout, show }) => {
    if (options.verify) {
      const { proofs } = await ask<Proven>("POST", "/containments/proofs");
      const ofSite = proofs.filter(({ target }) => options.site === undefined || target.site === options.site);
      show("sekisho.containments/1", { containments: ofSite }, () =>
        ofSite.map(({ caseId, measure, found, foundProof }) => `${caseId}  ${measure}  ${found}: ${foundProof}\n`).join(""),
      );
      // The answer is "no" where one of them does not hold.
      if (ofSite.some(({ found }) => found !== "in-force")) run.setExitCode(1);
      return;
    }
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
      .option("--verify", "prove each again, now; exit 1 where one does not hold")
      .action((options: ContainmentsOptions) => list(options, parts, run));
  };
