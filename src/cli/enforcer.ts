import type { Command } from "commander";
import type { Config } from "../config.ts";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { type DeskOptions, loadDeskConfig } from "./desk-command.ts";

/** What `sekisho enforcer` stands on; `main.ts` hands it in. */
export interface EnforcerParts {
  readonly startEnforcer: (config: Config, say: (line: string) => void) => Promise<{ readonly stop: () => Promise<void> }>;
  /** The public key of this config's decision secret, PEM. */
  readonly publicKey: (config: Config) => Promise<string>;
  /** Resolves with the signal's name when the process is asked to end. */
  readonly untilStopped: () => Promise<string>;
}

type Options = Pick<DeskOptions, "config">;

const serve = async (options: Options, { startEnforcer, untilStopped }: EnforcerParts, { io }: CliRun): Promise<void> => {
  const config = await loadDeskConfig(options, io.cwd);
  const say = (line: string): void => {
    io.stderr.write(`sekisho enforcer: ${line}\n`);
  };
  const { stop } = await startEnforcer(config, say);
  say(`waiting for signed orders at ${config.enforcer.socket.shown}`);
  const why = await untilStopped();
  await stop();
  say(`${why}: stopped; what is in force stays in force`);
};

/** `sekisho enforcer`: the small process that may touch the servers. */
export const createEnforcerCommand =
  (parts: EnforcerParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    const configOption = ["--config <file>", "the config (default: ./sekisho.yaml, then /etc/sekisho/sekisho.yaml)"] as const;
    const enforcer = program
      .command("enforcer")
      .description("run the process that alone touches the servers; it obeys orders that the desk signed, and nothing else")
      .option(...configOption)
      .action((options: Options) => serve(options, parts, run));
    enforcer
      .command("key")
      .description("print the public key by which it knows the desk's orders, for the file enforcer.key")
      .option(...configOption)
      .action(async (options: Options, { parent }: Command) => {
        const config = await loadDeskConfig({ ...parent?.opts<Options>(), ...options }, run.io.cwd);
        run.io.stdout.write(await parts.publicKey(config));
      });
  };
