import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Which of our processes: `store-child.ts`, `inbox-child.ts` and so on. */
type ChildName = "store" | "inbox" | "staged";

const scripts: Readonly<Record<ChildName, URL>> = {
  store: new URL("./store-child.ts", import.meta.url),
  inbox: new URL("./inbox-child.ts", import.meta.url),
  staged: new URL("./staged-child.ts", import.meta.url),
};

/** A process that may be killed at any time. */
export interface KillableChild {
  /** All that it has told so far. */
  readonly told: readonly string[];
  /** Waits for the next line; null when it ended without one. */
  readonly line: () => Promise<string | null>;
  /** SIGKILL, and waits until it is gone and all that it told was read. */
  readonly kill: () => Promise<void>;
}

const ended = (child: ChildProcess): Promise<void> => new Promise((resolve) => child.once("close", () => resolve()));

/** One that runs a script of ours. */
export const startScript = (script: string, args: readonly string[]): KillableChild => {
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const gone = ended(child);
  const told: string[] = [];
  const waiting: ((line: string | null) => void)[] = [];
  let given = 0;
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  lines.on("line", (line) => {
    told.push(line);
    const next = waiting.shift();
    if (next === undefined) return;
    given++;
    next(line);
  });
  void gone.then(() => {
    for (const next of waiting.splice(0)) next(null);
  });
  return {
    told,
    line: () => {
      const known = told[given];
      if (known === undefined) return Promise.race([new Promise<string | null>((resolve) => waiting.push(resolve)), gone.then(() => null)]);
      given++;
      return Promise.resolve(known);
    },
    kill: async () => {
      child.kill("SIGKILL");
      await gone;
    },
  };
};

export const startChild = (...args: readonly string[]): KillableChild => startNamed("store", ...args);

export const startNamed = (name: ChildName, ...args: readonly string[]): KillableChild => startScript(fileURLToPath(scripts[name]), args);
