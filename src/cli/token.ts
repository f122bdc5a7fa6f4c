import { type Command, InvalidArgumentError } from "commander";
import { type Scope, scopes } from "../domain/access/scope.ts";
import { quoted } from "../report/case-names.ts";
import { tableLines } from "../report/text-layout.ts";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { decisionWords } from "./decision-words.ts";
import { addDeskOptions, type DeskCommandParts, type DeskOptions, type DeskTalk, talkToDesk } from "./desk-command.ts";
import { oneOrMore } from "./one-or-more.ts";

interface TokenDocument {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly valid: boolean;
  readonly createdBy: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
}

interface CreateOptions extends DeskOptions {
  readonly name: string;
  readonly scope: readonly string[];
  readonly days: number;
}

const daysOf = (text: string): number => {
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > 366) throw new InvalidArgumentError("It is not a number of days from 1 to 366.");
  return days;
};

const create = (options: CreateOptions, parts: DeskCommandParts, run: CliRun): Promise<void> =>
  talkToDesk(options, parts, run, async ({ ask, lang, show }) => {
    const { name, scope, days } = options;
    const answer = await ask<{ readonly token: TokenDocument; readonly text: string }>("POST", "/tokens", { name, scopes: scope, days });
    show("sekisho.token/1", answer, () => `${decisionWords(lang).tokenOnce}\n${answer.text}\n`);
  });

const listText = (tokens: readonly TokenDocument[], { lang, voice, layout }: DeskTalk): string => {
  const { tokenHeads, tokenStates, noTokens } = decisionWords(lang);
  if (tokens.length === 0) return `${noTokens}\n`;
  const rows = tokens.map(({ id, name, scopes: held, valid, createdBy, expiresAt, revokedAt }) => [
    ...[id, quoted(name), held.join(" "), quoted(createdBy), voice.formats.day(expiresAt)],
    valid ? tokenStates.valid : revokedAt === null ? tokenStates.over : tokenStates.revoked,
  ]);
  return `${tableLines({ heads: tokenHeads, rows, numeric: [] }, layout.width).join("\n")}\n`;
};

const list = (options: DeskOptions, parts: DeskCommandParts, run: CliRun): Promise<void> =>
  talkToDesk(options, parts, run, async (talk) => {
    const answer = await talk.ask<{ readonly tokens: readonly TokenDocument[] }>("GET", "/tokens");
    talk.show("sekisho.tokens/1", answer, () => listText(answer.tokens, talk));
  });

const revoke = (id: string, options: DeskOptions, parts: DeskCommandParts, run: CliRun): Promise<void> =>
  talkToDesk(options, parts, run, async ({ ask, lang, show }) => {
    const answer = await ask<object>("DELETE", `/tokens/${encodeURIComponent(id)}`);
    show("sekisho.token/1", { id, ...answer }, () => `${decisionWords(lang).revoked(quoted(id))}\n`);
  });

/** `sekisho token`: what opens the API over the network. */
export const createTokenCommand =
  (parts: DeskCommandParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    const token = program.command("token").description("make, list and revoke tokens for the API");
    addDeskOptions(token.command("create"))
      .description("make a token; it is shown this once")
      .requiredOption("--name <name>", "whose it is; decisions are recorded under this name")
      .requiredOption("--scope <scopes>", `what it may, with commas: ${scopes.join(", ")}`, oneOrMore(scopes))
      .option("--days <days>", "after so many days it opens nothing any more, 366 at most", daysOf, 90)
      .action((options: CreateOptions) => create(options, parts, run));
    addDeskOptions(token.command("list"))
      .description("list tokens, without their secrets")
      .action((options: DeskOptions) => list(options, parts, run));
    addDeskOptions(token.command("revoke"))
      .description("revoke a token at once")
      .argument("<id>", "the 16 digits after sekisho_, as `token list` shows them")
      .action((id: string, options: DeskOptions) => revoke(id, options, parts, run));
  };
