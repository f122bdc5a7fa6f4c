import type { Command } from "commander";
import type { Config } from "../config.ts";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { socketOf } from "./desk-client.ts";
import { type DeskOptions, loadDeskConfig } from "./desk-command.ts";

/** A desk that runs until it is stopped. */
export interface RunningDesk {
  /** Where it listens on the network; null where it does not. */
  readonly address: { readonly host: string; readonly port: number } | null;
  /** Takes nothing new, finishes what is under way, closes the store. */
  readonly stop: () => Promise<void>;
}

export interface StartOptions {
  readonly socket: string;
  readonly say: (line: string) => void;
  /** Whether the logs of this machine are read in the same process. */
  readonly agent: boolean;
}

/** What `sekisho serve` stands on; `main.ts` hands it in. */
export interface ServeParts {
  readonly startDesk: (config: Config, options: StartOptions) => Promise<RunningDesk>;
  /** Resolves with the signal's name when the process is asked to end. */
  readonly untilStopped: () => Promise<string>;
}

type ServeOptions = Pick<DeskOptions, "config"> & { readonly agent?: true };

const serve = async (options: ServeOptions, { startDesk, untilStopped }: ServeParts, { io }: CliRun): Promise<void> => {
  const config = await loadDeskConfig(options, io.cwd);
  const socket = socketOf(config);
  const say = (line: string): void => {
    io.stderr.write(`sekisho: ${line}\n`);
  };
  const { address, stop } = await startDesk(config, { socket, say, agent: options.agent === true });
  say(`the desk runs; commands find it at ${socket}`);
  if (address === null) say("web.listen is not set: the API is at the socket alone");
  else say(`the API listens at http://${address.host.includes(":") ? `[${address.host}]` : address.host}:${address.port}/api/v1/docs`);
  if (options.agent !== true) say("without --agent nothing reads the logs of this machine: cases come in over the API alone");
  const why = await untilStopped();
  say(`${why}: finishing what is under way`);
  await stop();
  say("stopped");
};

/** `sekisho serve`: the desk and its API. */
export const createServeCommand =
  (parts: ServeParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    program
      .command("serve")
      .description("run the desk and its API until SIGTERM or SIGINT")
      .option("--config <file>", "the config (default: ./sekisho.yaml, then /etc/sekisho/sekisho.yaml)")
      .option("--agent", "read the logs that the config names, and bring what they show to this desk")
      .action((options: ServeOptions) => serve(options, parts, run));
  };
