import type { Command } from "commander";
import { OperationError } from "../domain/operation-error.ts";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { loadDeskConfig } from "./desk-command.ts";

/** `sekisho agent`: of its own it needs a bus that reaches other processes; says what to do without one. */
export const createAgentCommand =
  (): CliCommand =>
  (program: Command, { io }: CliRun): void => {
    program
      .command("agent")
      .description("read the logs of this machine for a desk on another one; not built yet, see serve --agent")
      .option("--config <file>", "the config (default: ./sekisho.yaml, then /etc/sekisho/sekisho.yaml)")
      .action(async (options: { readonly config?: string }) => {
        const { bus } = await loadDeskConfig(options, io.cwd);
        const why = bus === "memory" ? "bus: memory works inside one process only" : `bus: ${bus}: no bus but memory is built yet`;
        throw new OperationError("usage-wrong", `${why}; \`sekisho serve --agent\` runs desk and agent in one`);
      });
  };
