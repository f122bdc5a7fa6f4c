import { spawn } from "node:child_process";

/** How a program ended, and the beginning of what it said on both outputs. */
export interface ProgramEnd {
  /** Null where a signal or the time limit ended it. */
  readonly exit: number | null;
  readonly said: string;
}

const keptBytes = 8_192;
const limitMs = 60_000;

/** Runs a program by its argument list, without a shell, with a plain environment. Rejects where it cannot be started. */
export const runProgram = ([program = "", ...args]: readonly string[], input?: string): Promise<ProgramEnd> =>
  new Promise((resolve, reject) => {
    const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    const child = spawn(program, args, { env: { PATH: path, LC_ALL: "C" }, cwd: "/", timeout: limitMs, killSignal: "SIGKILL" });
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
