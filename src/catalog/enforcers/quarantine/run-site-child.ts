import { type ChildProcess, spawn } from "node:child_process";
import { OperationError } from "../../../domain/operation-error.ts";

const script = new URL(import.meta.url.endsWith(".ts") ? "./site-child.ts" : "./site-child.js", import.meta.url);

/** Whose rights a child gets; no supplementary groups. */
export interface SiteUser {
  readonly uid: number;
  readonly gid: number;
}

const patienceMs = 60_000;

/** A child with the site's rights, a clean environment and `/` as its place. Root cannot be one: nothing is done as root under a customer's folder. */
export const startSiteChild = ({ uid, gid }: SiteUser, args: readonly string[]): ChildProcess => {
  if (uid === 0) throw new OperationError("target-wrong", "the site's user is root; its files are not touched");
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

/** What a child ended with: its exit code and what it said was wrong. */
export const endOf = (child: ChildProcess): Promise<{ readonly exit: number | null; readonly said: string }> => {
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    if (said.length < 2_000) said += chunk.toString("utf8");
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exit) => resolve({ exit, said: said.trim() }));
  });
};
