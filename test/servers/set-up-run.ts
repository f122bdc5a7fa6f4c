import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

export interface SetUpEnd {
  readonly exit: number | null;
  readonly out: string;
  readonly said: string;
}

const mainFile = new URL("../../src/main.ts", import.meta.url).pathname;

/** Runs `sekisho setup` as a person would who has no terminal; `before` are words that run it in another place. */
export const runSetUp = (config: string, args: readonly string[], before: readonly string[] = []): Promise<SetUpEnd> =>
  new Promise((resolve, reject) => {
    const [program = "", ...words] = [...before, process.execPath, mainFile, "setup", ...args, "--config", config];
    const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"] });
    let [out, said] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString("latin1");
    });
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString("utf8");
    });
    child.once("error", reject);
    child.once("close", (exit) => resolve({ exit, out, said }));
  });

/** Everything that lies at these paths: files by hash, mode and owner; folders and links by name. */
export const lyingAt = (...paths: readonly string[]): Readonly<Record<string, string>> => {
  const found: Record<string, string> = {};
  const look = (path: string): void => {
    const state = lstatSync(path, { throwIfNoEntry: false });
    if (state === undefined) return;
    const content = state.isFile() ? createHash("sha256").update(readFileSync(path)).digest("hex") : "";
    found[path] = `${state.mode.toString(8)} ${state.uid}:${state.gid} ${state.isSymbolicLink() ? readlinkSync(path) : content}`;
    if (state.isDirectory()) for (const name of readdirSync(path)) look(join(path, name));
  };
  for (const path of paths) look(path);
  return found;
};
