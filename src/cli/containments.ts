import type { Command } from "commander";
import type { ContainmentDocument } from "../domain/case/case-document.ts";
import { containmentListText } from "../report/desk/containment-list-text.ts";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { addDeskOptions, type DeskCommandParts, type DeskOptions, type DeskTalk, talkToDesk } from "./desk-command.ts";

type Listed = ContainmentDocument & { readonly caseId: string };

const page = "500";

/** Every page: who asks what is in force wants no part of it. */
const listAll = async (ask: DeskTalk["ask"], site: string | undefined): Promise<readonly Listed[]> => {
  const found: Listed[] = [];
  for (let after: string | null = ""; after !== null; ) {
    const query = new URLSearchParams({ limit: page, ...(site === undefined ? {} : { site }), ...(after === "" ? {} : { after }) });
    const answer: { containments: readonly Listed[]; next: string | null } = await ask("GET", `/containments?${query}`);
    found.push(...answer.containments);
    after = answer.next;
  }
  return found;
};

type ContainmentsOptions = DeskOptions & { readonly site?: string; readonly verify?: true };

interface Proven {
  readonly proofs: readonly (Listed & { readonly found: string; readonly foundProof: string })[];
}

const soFar = ({ stopped }: Listed, { words, formats }: DeskTalk["voice"]): string =>
  stopped === null ? "" : ` (${words.stopped(formats.number(stopped.count), stopped.isLeast)})`;

const list = (options: ContainmentsOptions, parts: DeskCommandParts, run: CliRun): Promise<void> =>
  talkToDesk(options, parts, run, async ({ ask, voice, layout, show }) => {
    if (options.verify) {
      const { proofs } = await ask<Proven>("POST", "/containments/proofs");
      const ofSite = proofs.filter(({ target }) => options.site === undefined || target.site === options.site);
      show("sekisho.containments/1", { containments: ofSite }, () =>
        ofSite.map((one) => `${one.caseId}  ${one.measure}  ${one.found}${soFar(one, voice)}: ${one.foundProof}\n`).join(""),
      );
      // The answer is "no" where one of them does not hold.
      if (ofSite.some(({ found }) => found !== "in-force")) run.setExitCode(1);
      return;
    }
    const containments = await listAll(ask, options.site);
    show("sekisho.containments/1", { containments }, () => containmentListText(containments, voice, layout));
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
