import { basename, dirname, resolve } from "node:path";
import type { Command } from "commander";
import type { Config } from "../config.ts";
import type { CaseDocument } from "../domain/case/case-document.ts";
import type { CheckedLine, EvidenceSources, LogFile } from "../pipeline/check-evidence.ts";
import { checkEvidence } from "../pipeline/check-evidence.ts";
import { logBaseOf, withRotatedSiblings } from "../pipeline/rotated-siblings.ts";
import { quoted } from "../report/case-names.ts";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { decisionWords } from "./decision-words.ts";
import { addDeskOptions, type DeskCommandParts, type DeskOptions, loadDeskConfig, talkToDesk } from "./desk-command.ts";
import { configInputs } from "./to-scan-request.ts";

/** What `sekisho evidence` stands on; `main.ts` hands it in. */
export interface EvidenceParts extends DeskCommandParts {
  /** The keyed digest that this desk's lines were quoted with. */
  readonly openEvidenceKey: (config: Config) => EvidenceSources["digest"];
}

/** Only logs that the config names are opened, whatever a claim says; the newest part first, since most lines are young. */
const filesOf = (config: Config): EvidenceSources["filesOf"] => {
  const home = dirname(config.file.absolute);
  const known = new Set(configInputs(config).map(({ absolute }) => logBaseOf(absolute)));
  return (input) => {
    const base = logBaseOf(resolve(home, input));
    if (!known.has(base)) return null;
    const folder = input.slice(0, input.lastIndexOf("/") + 1);
    const files = withRotatedSiblings(base).map((absolute): LogFile => ({ absolute, shown: folder + basename(absolute) }));
    return files.toReversed();
  };
};

const exitOf = (lines: readonly CheckedLine[]): 0 | 1 | 3 => {
  if (lines.some(({ state }) => state === "changed" || state === "gone")) return 1;
  return lines.some(({ state }) => state === "not-readable") ? 3 : 0;
};

const verify = async (id: string, options: DeskOptions, parts: EvidenceParts, run: CliRun): Promise<void> => {
  const config = await loadDeskConfig(options, run.io.cwd);
  return talkToDesk(options, parts, run, async ({ ask, lang, show }) => {
    const { case: one } = await ask<{ readonly case: CaseDocument }>("GET", `/cases/${encodeURIComponent(id)}`);
    const sources = { filesOf: filesOf(config), digest: parts.openEvidenceKey(config) };
    const lines = await checkEvidence(one.claim.evidence, sources);
    const { evidenceStates, evidenceWhys, noEvidence } = decisionWords(lang);
    const textOf = ({ input, offset, state, file, why }: CheckedLine): string => {
      const where = file === null || file === input ? "" : ` (${quoted(file)})`;
      const reason = why === null ? "" : `: ${(evidenceWhys as Readonly<Record<string, string>>)[why] ?? why}`;
      return `${evidenceStates[state]}  ${quoted(input)}:${offset}${where}${reason}\n`;
    };
    show("sekisho.evidence/1", { case: one.id, lines }, () => (lines.length === 0 ? `${noEvidence}\n` : lines.map(textOf).join("")));
    run.setExitCode(exitOf(lines));
  });
};

/** `sekisho evidence verify`: whether the lines that a case quotes still stand in the logs as they were read. */
export const createEvidenceCommand =
  (parts: EvidenceParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    const evidence = program.command("evidence").description("see whether the log lines that a case quotes are still there");
    addDeskOptions(evidence.command("verify"))
      .description("compare each quoted line with the logs as they are now; exits with 1 where one was changed or is gone")
      .argument("<case>", "the case's number, such as 2026-000123")
      .action((id: string, options: DeskOptions) => verify(id, options, parts, run));
  };
