import type { Command } from "commander";
import { visibleText } from "../kit/visible-text.ts";
import { tableLines } from "../report/text-layout.ts";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { addDeskOptions, type DeskCommandParts, type DeskOptions, talkToDesk } from "./desk-command.ts";
import { mailWords } from "./mail-words.ts";

interface KeptMailDocument {
  readonly id: string;
  readonly reason: "unrouted" | "unreadable" | "too-large";
  readonly at: string;
  readonly size: number;
}

const list = (options: DeskOptions, parts: DeskCommandParts, run: CliRun): Promise<void> =>
  talkToDesk(options, parts, run, async ({ ask, lang, voice, layout, show }) => {
    const answer = await ask<{ readonly mail: readonly KeptMailDocument[] }>("GET", "/mail");
    const words = mailWords[lang];
    const rows = answer.mail.map(({ id, reason, at, size }) => [id, voice.formats.shortTime(at), words.reasons[reason], String(size)]);
    const table = (): string => `${tableLines({ heads: words.heads, rows, numeric: [3] }, layout.width).join("\n")}\n`;
    show("sekisho.mail/1", answer, () => (rows.length === 0 ? `${words.none}\n` : table()));
  });

const showOne = (id: string, options: DeskOptions, parts: DeskCommandParts, run: CliRun): Promise<void> =>
  talkToDesk(options, parts, run, async ({ ask, lang, show }) => {
    const answer = await ask<{ readonly raw: string | null }>("GET", `/mail/${encodeURIComponent(id)}`);
    const lines = Buffer.from(answer.raw ?? "", "base64")
      .toString("utf8")
      .split(/\r?\n/)
      .map(visibleText);
    show("sekisho.kept-mail/1", answer, () => `${answer.raw === null ? mailWords[lang].inMailbox : lines.join("\n")}\n`);
  });

const deleteOne = (id: string, options: DeskOptions, parts: DeskCommandParts, run: CliRun): Promise<void> =>
  talkToDesk(options, parts, run, async ({ ask, lang, show }) => {
    const answer = await ask<{ readonly deleted: string }>("DELETE", `/mail/${encodeURIComponent(id)}`);
    show("sekisho.mail-deleted/1", answer, () => `${mailWords[lang].deleted(answer.deleted)}\n`);
  });

/** `sekisho mail`: what came to the desk's address and waits for a person. */
export const createMailCommand =
  (parts: DeskCommandParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    const mail = program.command("mail").description("mail that could not be read or belongs to no case; kept for 7 days");
    addDeskOptions(mail.command("list", { isDefault: true }))
      .description("list it, the oldest first")
      .action((options: DeskOptions) => list(options, parts, run));
    addDeskOptions(mail.command("show"))
      .description("show one as it came, with what would act on the terminal made visible")
      .argument("<mail>", "its id, as the list shows it")
      .action((id: string, options: DeskOptions) => showOne(id, options, parts, run));
    addDeskOptions(mail.command("delete"))
      .description("delete one now")
      .argument("<mail>", "its id, as the list shows it")
      .action((id: string, options: DeskOptions) => deleteOne(id, options, parts, run));
  };
