import { type Command, InvalidArgumentError, Option } from "commander";
import type { Config } from "../config.ts";
import { abuseClasses } from "../domain/abuse-class.ts";
import type { CaseDocument } from "../domain/case/case-document.ts";
import { type Measure, measures } from "../domain/measure.ts";
import { targetKeysOf } from "../domain/measure-target.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { addReason, type DecidingOptions } from "./deciding.ts";
import { decisionWords } from "./decision-words.ts";
import { addDeskOptions, type DeskCommandParts, loadDeskConfig, talkToDesk } from "./desk-command.ts";
import { fileDiff } from "./file-diff.ts";

interface ContainOptions extends DecidingOptions {
  readonly case?: string;
  readonly site?: string;
  readonly account?: string;
  readonly mailbox?: string;
  readonly class?: string;
  readonly measure: Measure;
  readonly path?: string;
  readonly file?: string;
  readonly cidr?: readonly string[];
  readonly perHour?: number;
  readonly reviewBy?: string;
  readonly dryRun?: true;
}

interface Planned {
  readonly path: string;
  readonly text: string;
}

const moment = (text: string): string => {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new InvalidArgumentError("It is a time such as 2026-12-01T09:00:00+09:00.");
  return new Date(time).toISOString();
};

const count = (text: string): number => {
  const given = Number(text);
  if (!Number.isInteger(given) || given < 1) throw new InvalidArgumentError("It is a whole number of mails, 1 or more.");
  return given;
};

const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

type Subject = {
  readonly host: string | null;
  readonly account: string | null;
  readonly site: string | null;
  readonly mailbox: string | null;
};

/** Whose it is, by the config: a site's account is looked up, so that its open case is found. */
const subjectOf = ({ accounts }: Config, { site, account, mailbox }: ContainOptions): Subject => {
  const owner = accounts.find(({ name, sites }) =>
    site === undefined ? name === account : sites.some(({ domain, aliases }) => domain === site || aliases.includes(site)),
  );
  if ((site ?? account) !== undefined && owner === undefined)
    throw new OperationError("target-wrong", `the config has no ${site === undefined ? `account ${account}` : `site ${site}`}`);
  const domain = owner?.sites.find(({ domain: one, aliases }) => one === site || aliases.includes(site ?? ""))?.domain ?? null;
  return { host: owner?.host ?? null, account: owner?.name ?? null, site: domain, mailbox: mailbox ?? null };
};

/** What the measure takes, and what was said besides: the desk says which of it does not belong there. */
const targetOf = ({ measure, path, file, cidr, perHour }: ContainOptions, { site, account, mailbox }: Subject) => {
  const keys = targetKeysOf(measure);
  const known = Object.entries({ site, account, mailbox }).filter(([key, value]) => keys.includes(key) && value !== null);
  const said = Object.entries({ path, file, cidrs: cidr, perHour }).filter(([, value]) => value !== undefined);
  return Object.fromEntries([...known, ...said]);
};

const contain = async (options: ContainOptions, parts: DeskCommandParts, run: CliRun): Promise<void> => {
  const subject = subjectOf(await loadDeskConfig(options, run.io.cwd), options);
  const of = { ...subject, case: options.case ?? null, class: options.class ?? null };
  const asked = { of, measure: options.measure, target: targetOf(options, subject) };
  await talkToDesk(options, parts, run, async ({ ask, lang, show }) => {
    if (options.dryRun) {
      const { before, after } = await ask<{ before: readonly Planned[]; after: readonly Planned[] }>(
        "POST",
        "/containments/rehearsal",
        asked,
      );
      show("sekisho.rehearsal/1", { before, after }, () => fileDiff(before, after));
      return;
    }
    const body = { ...asked, reason: options.reason, reviewBy: options.reviewBy ?? null };
    const answer = await ask<{ readonly case: CaseDocument }>("POST", "/containments", body);
    show("sekisho.case/1", answer, () => `${decisionWords(lang).contained(answer.case.id, options.measure)}\n`);
  });
};

/** `sekisho contain`: a person puts a measure in force. Works without a running desk too, on its store and its servers directly. */
export const createContainCommand =
  (parts: DeskCommandParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    addReason(addDeskOptions(program.command("contain")))
      .description("put a measure in force by your decision; with --dry-run print the exact change and do nothing")
      .addOption(new Option("--measure <measure>", "what is put in force").choices(measures).makeOptionMandatory())
      .option("--site <domain>", "the site that it is for")
      .option("--account <name>", "the account that it is for")
      .option("--mailbox <address>", "the mailbox that it is for")
      .option("--case <case>", "the case that it belongs to; else the one that is open")
      .addOption(new Option("--class <class>", "what it is, where no case is open yet").choices(abuseClasses))
      .option("--path <path>", "for deny-path: the script's path, such as /mail.php")
      .option("--file <file>", "for quarantine-file: the file")
      .option("--cidr <network>", "for deny-network: a network such as 198.51.100.0/24; may be given several times", collect)
      .option("--per-hour <mails>", "for cap-mail: how many mails an hour may leave", count)
      .option("--review-by <time>", "when somebody has to look again (default: as the policy says)", moment)
      .option("--dry-run", "print what would be written, and write nothing")
      .action((options: ContainOptions) => contain(options, parts, run));
  };
