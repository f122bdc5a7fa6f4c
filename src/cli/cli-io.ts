import type { Command } from "commander";

/** Somewhere to write text: a stream of the process, or a test's own. */
export interface TextOutput {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal, where it is one. */
  readonly columns?: number | undefined;
}

/** Everything a command takes from the process around it. */
export interface CliIo {
  readonly stdout: TextOutput;
  readonly stderr: TextOutput;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Directory that relative paths start from. */
  readonly cwd: string;
}

/** 0 done; 1 the answer is "no"; 2 wrong usage or config; 3 the world failed. Source: the contract. */
export type ExitCode = 0 | 1 | 2 | 3;

/** One run of the program, as a command sees it. */
export interface CliRun {
  readonly io: CliIo;
  readonly setExitCode: (code: ExitCode) => void;
}

/** Adds one command to the program. */
export type CliCommand = (program: Command, run: CliRun) => void;

/** Whether colour and cursor movement are welcome on this output. Source: no-color.org; `TERM=dumb` moves no cursor. */
export const takesColor = (output: TextOutput, env: CliIo["env"]): boolean =>
  output.isTTY === true && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
