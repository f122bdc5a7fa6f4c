import { type Command, Option } from "commander";
import { abuseClasses } from "../domain/abuse-class.ts";
import { caseStates } from "../domain/case/case.ts";
import type { CaseDocument, CaseSummary, EntryDocument } from "../domain/case/case-document.ts";
import { visibleText } from "../kit/visible-text.ts";
import type { NoticeTextDocument } from "../ports/notice-texts.ts";
import { caseListText } from "../report/desk/case-list-text.ts";
import { caseText } from "../report/desk/case-text.ts";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { addDeskOptions, type DeskCommandParts, type DeskOptions, talkToDesk } from "./desk-command.ts";
import { oneOrMore } from "./one-or-more.ts";

interface ListOptions extends DeskOptions {
  readonly state?: readonly string[];
  readonly class?: readonly string[];
  readonly waitingFor?: readonly string[];
  readonly host?: string;
  readonly account?: string;
  readonly site?: string;
  readonly all?: true;
  readonly order: string;
  readonly limit: string;
  readonly after?: string;
}

const queryOf = ({ state, class: classes, waitingFor, host, account, site, all, order, limit, after }: ListOptions): string => {
  const query = new URLSearchParams({ order, limit });
  const add = (name: string, value: string | undefined): void => {
    if (value !== undefined) query.set(name, value);
  };
  add("state", state?.join());
  add("class", classes?.join());
  add("waitingFor", waitingFor?.join());
  add("host", host);
  add("account", account);
  add("site", site);
  add("after", after);
  if (all !== true && state === undefined) query.set("over", "false");
  return query.toString();
};

const list = (options: ListOptions, parts: DeskCommandParts, run: CliRun): Promise<void> =>
  talkToDesk(options, parts, run, async ({ ask, voice, layout, show }) => {
    const page = await ask<{ readonly cases: readonly CaseSummary[]; readonly next: string | null }>("GET", `/cases?${queryOf(options)}`);
    show("sekisho.cases/1", page, () => caseListText(page, voice, layout));
  });

const showOne = (id: string, options: DeskOptions, parts: DeskCommandParts, run: CliRun): Promise<void> =>
  talkToDesk(options, parts, run, async ({ ask, voice, layout, show }) => {
    const at = `/cases/${encodeURIComponent(id)}`;
    const { case: one } = await ask<{ readonly case: CaseDocument }>("GET", at);
    const { entries } = await ask<{ readonly entries: readonly EntryDocument[] }>("GET", `${at}/timeline`);
    show("sekisho.case/1", { case: one, timeline: entries }, () => caseText({ case: one, entries }, voice, layout));
  });

interface ShowOptions extends DeskOptions {
  readonly notices?: true;
}

const letterText = ({ subject, text, to, at }: NoticeTextDocument): string =>
  `${"=".repeat(20)} ${at} ${to.join(", ")}\n${visibleText(subject)}\n\n${text}`;

/** The letters that the customer got, one after the other. */
const showNotices = (id: string, options: ShowOptions, parts: DeskCommandParts, run: CliRun): Promise<void> =>
  talkToDesk(options, parts, run, async ({ ask, voice, show }) => {
    const { notices } = await ask<{ readonly notices: readonly NoticeTextDocument[] }>("GET", `/cases/${encodeURIComponent(id)}/notices`);
    show("sekisho.notices/1", { notices }, () =>
      notices.length === 0 ? `${voice.words.nothingYet}\n` : notices.map(letterText).join("\n"),
    );
  });

const addList = (cases: Command, parts: DeskCommandParts, run: CliRun): void => {
  addDeskOptions(cases.command("list", { isDefault: true }))
    .description("list the cases that are not over, what is due first first")
    .option("--state <states>", `only in these states, with commas: ${caseStates.join(", ")}`, oneOrMore(caseStates))
    .option("--class <classes>", "only of these classes, with commas", oneOrMore(abuseClasses))
    .option(
      "--waiting-for <who>",
      "only those that wait for staff, enforcer, customer or clock",
      oneOrMore(["staff", "enforcer", "customer", "clock"]),
    )
    .option("--host <host>", "only of this server")
    .option("--account <account>", "only of this account")
    .option("--site <domain>", "only of this site")
    .option("--all", "those that are over too")
    .addOption(new Option("--order <order>", "what comes first").choices(["due", "newest"]).default("due"))
    .option("--limit <count>", "so many at most, up to 1000", "50")
    .option("--after <cursor>", "the page that follows, as the page before names it")
    .action((options: ListOptions) => list(options, parts, run));
};

/** `sekisho cases`: what the desk has on its table. */
export const createCasesCommand =
  (parts: DeskCommandParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    const cases = program.command("cases").description("list cases, or show one with its timeline");
    addList(cases, parts, run);
    addDeskOptions(cases.command("show"))
      .description("show a case with all that is known of it and its timeline")
      .argument("<case>", "the case's number, such as 2026-000123")
      .option("--notices", "instead, the letters that the customer got, word by word")
      .action((id: string, options: ShowOptions) => (options.notices ? showNotices : showOne)(id, options, parts, run));
  };
