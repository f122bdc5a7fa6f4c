import { execFile, spawn } from "node:child_process";

/** How a program ended, and the beginning of what it said on both outputs. */
export interface ProgramEnd {
  /** Null where a signal or the time limit ended it. */
  readonly exit: number | null;
  readonly said: string;
}

/** The same with all that it said on its standard output: one character a byte. */
export interface ProgramText extends ProgramEnd {
  readonly out: string;
}

const keptBytes = 8_192;
const limitMs = 60_000;
/** A configuration of so much is no configuration. */
const longestOut = 268_435_456;
const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const plainEnvironment = { env: { PATH: path, LC_ALL: "C" }, cwd: "/", timeout: limitMs, killSignal: "SIGKILL" } as const;

/** Runs a program by its argument list, without a shell, with a plain environment. Rejects where it cannot be started. */
export const runProgram = ([program = "", ...args]: readonly string[], input?: string): Promise<ProgramEnd> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, plainEnvironment);
    let said = "";
    const hear = (chunk: Buffer): void => {
      if (said.length < keptBytes) said += chunk.toString("utf8").slice(0, keptBytes - said.length);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.stdin.on("error", () => undefined);
    child.stdin.end(input ?? "");
    child.on("error", reject);
    child.on("close", (exit) => resolve({ exit, said: said.trim() }));
  });

/** Runs a program whose answer is wanted whole. Rejects where it cannot be started. */
export const readProgram = ([program = "", ...args]: readonly string[]): Promise<ProgramText> =>
  new Promise((resolve, reject) => {
    const options = { ...plainEnvironment, encoding: "latin1", maxBuffer: longestOut } as const;
    const child = execFile(program, args, options, (error, out, said) => {
      if (error !== null && typeof error.code === "string") reject(error);
      else resolve({ exit: child.exitCode, out, said: said.trim().slice(0, keptBytes) });
    });
    child.stdin?.end();
  });
