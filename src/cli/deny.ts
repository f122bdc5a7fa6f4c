import type { Command } from "commander";
import type { DenyListDocument } from "../domain/deny-list.ts";
import { OperationError } from "../domain/operation-error.ts";
import { denyListText } from "../report/desk/deny-list-text.ts";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { addDeskOptions, type DeskCommandParts, type DeskOptions, type DeskTalk, talkToDesk } from "./desk-command.ts";

type DenyOptions = DeskOptions & { readonly site: string; readonly note?: string };

const at = ({ site }: DenyOptions): string => `/sites/${encodeURIComponent(site)}/deny-list`;

/** `row`: a network as it stands on the list, or the id of a row. A network that is the system's too means the customer's own row. */
const idOf = async (row: string, ask: DeskTalk["ask"], options: DenyOptions): Promise<string> => {
  const { rows } = await ask<DenyListDocument>("GET", at(options));
  const meant = [...rows].reverse().find(({ id, network }) => id === row || network === row);
  if (meant === undefined) throw new OperationError("id-unknown", `there is no row ${row} on the list of ${options.site}`);
  return meant.id;
};

const say = (
  options: DenyOptions,
  [parts, run]: readonly [DeskCommandParts, CliRun],
  work: (ask: DeskTalk["ask"]) => Promise<DenyListDocument>,
): Promise<void> =>
  talkToDesk(options, parts, run, async ({ ask, show, voice, layout }) => {
    const list = await work(ask);
    show("sekisho.deny-list/1", list, () => denyListText(list, voice, layout));
  });

/** `sekisho deny`: whom a site is closed to. */
export const createDenyCommand =
  (parts: DeskCommandParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    const deny = program.command("deny").description("show and change whom a site is closed to");
    const verb = (name: string, about: string): Command =>
      addDeskOptions(deny.command(name)).description(about).requiredOption("--site <domain>", "the site, by any of its names");
    verb("list", "the system's rows, locked, above the customer's own").action((options: DenyOptions) =>
      say(options, [parts, run], (ask) => ask("GET", at(options))),
    );
    verb("add", "close the site to a network")
      .argument("<network>", "an address, or a block such as 192.0.2.0/24 or 2001:db8::/48")
      .option("--note <text>", "why; shown on the list")
      .action((network: string, options: DenyOptions) =>
        say(options, [parts, run], (ask) => ask("POST", at(options), { network, note: options.note ?? "" })),
      );
    verb("remove", "remove one of the customer's own rows")
      .argument("<network>", "as it stands on the list, or the row's id")
      .action((network: string, options: DenyOptions) =>
        say(options, [parts, run], async (ask) => ask("DELETE", `${at(options)}/${encodeURIComponent(await idOf(network, ask, options))}`)),
      );
  };
