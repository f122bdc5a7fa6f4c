import { type Command, Option } from "commander";
import { findConfig } from "../config/find-config.ts";
import type { Config } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { DeskLayout } from "../report/desk/case-list-text.ts";
import { createDeskVoice, type DeskVoice } from "../report/desk/desk-voice.ts";
import { type Language, languageOf } from "./choose-language.ts";
import { type CliRun, takesColor } from "./cli-io.ts";
import { type DeskClient, type OpenLocalDesk, openDeskClient } from "./desk-client.ts";
import { visibleJson } from "./visible-json.ts";

/** What the desk's commands stand on; `main.ts` hands it in. */
export interface DeskCommandParts {
  readonly openLocal: OpenLocalDesk;
  readonly now: () => number;
}

/** Options of every command that talks to the desk. */
export interface DeskOptions {
  readonly config?: string;
  readonly lang?: Language;
  readonly json?: true;
}

/** What such a command works with: the desk, and how to tell what it said. */
export interface DeskTalk extends Pick<DeskClient, "ask"> {
  readonly lang: Language;
  readonly voice: DeskVoice;
  readonly layout: DeskLayout;
  /** Writes the answer: as one JSON document where that was asked for, else as the text. */
  readonly show: (schema: string, answer: object, text: () => string) => void;
}

export const addDeskOptions = (command: Command): Command =>
  command
    .option("--json", "print one JSON document instead of text")
    .option("--config <file>", "the config (default: ./sekisho.yaml, then /etc/sekisho/sekisho.yaml)")
    .addOption(new Option("--lang <language>", "language of the text (default: from LANG)").choices(["ja", "en"]));

/** The config of a desk: there is none without. */
export const loadDeskConfig = async ({ config }: DeskOptions, cwd: string): Promise<Config> => {
  const file = config ?? findConfig(cwd);
  if (file === null)
    throw new OperationError("config-missing", "a desk needs a config; neither ./sekisho.yaml nor /etc/sekisho/sekisho.yaml is there");
  return (await import("../config.ts")).loadConfig(file, cwd);
};

const machineZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Opens the desk, talks, and lets go of it whatever happens. */
export const talkToDesk = async (
  options: DeskOptions,
  parts: DeskCommandParts,
  { io }: CliRun,
  talk: (desk: DeskTalk) => Promise<void>,
): Promise<void> => {
  const config = await loadDeskConfig(options, io.cwd);
  const client = await openDeskClient(config, parts.openLocal, io);
  const lang = options.lang ?? languageOf(io.env);
  const layout = { width: io.stdout.columns ?? 100, color: takesColor(io.stdout, io.env), now: parts.now() };
  const show = (schema: string, answer: object, text: () => string): void => {
    io.stdout.write(options.json ? `${visibleJson({ schema, ...answer })}\n` : text());
  };
  const voice = createDeskVoice(lang, config.timezone ?? machineZone());
  await talk({ ask: client.ask, lang, voice, layout, show }).finally(client.close);
};
