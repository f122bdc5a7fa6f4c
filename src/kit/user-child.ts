import { type ChildProcess, spawn } from "node:child_process";

/** Whose rights a child gets; no supplementary groups. */
export interface ChildUser {
  readonly uid: number;
  readonly gid: number;
}

/** How a child ended, and what it said was wrong. */
export interface ChildEnd {
  /** Null where a signal or the time limit ended it. */
  readonly exit: number | null;
  readonly said: string;
}

const patienceMs = 60_000;
const keptCharacters = 2_000;

/** Runs a script of ours as a child with a user's rights, a clean environment and `/` as its place. Who is not root can only start one of their own. */
export const startUserChild = (script: URL, { uid, gid }: ChildUser, args: readonly string[]): ChildProcess => {
  const ids = process.geteuid?.() === 0 ? { uid, gid } : {};
  const env = { PATH: "/usr/bin:/bin" };
  return spawn(process.execPath, [script.pathname, ...args], {
    ...ids,
    env,
    cwd: "/",
    stdio: "pipe",
    timeout: patienceMs,
    killSignal: "SIGKILL",
  });
};

export const endOf = (child: ChildProcess): Promise<ChildEnd> => {
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    if (said.length < keptCharacters) said += chunk.toString("utf8");
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exit) => resolve({ exit, said: said.trim() }));
  });
};
