import { type ChildProcess, execFile, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** A desk that runs as a process of its own, on a store that is there already. */
export interface DeskProcess {
  /** Asks its API at the socket; rejects where it does not answer 200. */
  readonly get: (path: string) => Promise<string>;
  /** Runs `sekisho …` beside it, as a person would. */
  readonly command: (...args: readonly string[]) => Promise<string>;
  readonly stop: () => Promise<void>;
}

const untilReady = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let said = "";
    child.stderr?.on("data", (part: Buffer) => {
      said += part.toString();
      if (said.includes("commands find it at")) resolve();
    });
    child.once("exit", () => reject(new Error(`serve ended: ${said}`)));
  });

const getOver =
  (socketPath: string, agent: Agent): DeskProcess["get"] =>
  (path) =>
    new Promise((resolve, reject) => {
      const asked = request({ socketPath, path: `/api/v1${path}`, agent, headers: { host: "desk" } }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("end", () => {
          const text = Buffer.concat(parts).toString();
          if (answer.statusCode === 200) resolve(text);
          else reject(new Error(`${path}: ${answer.statusCode} ${text}`));
        });
      });
      asked.on("error", reject);
      asked.end();
    });

/** A password stands in a file of its own. */
const configOf = (dir: string, store: string): string => {
  const base = "timezone: Asia/Tokyo\nstateDir: state\n";
  if (!store.startsWith("postgres")) return `${base}store: ${JSON.stringify(store)}\n`;
  const address = new URL(store);
  writeFileSync(join(dir, "password"), decodeURIComponent(address.password), { mode: 0o600 });
  address.password = "";
  return `${base}store: ${JSON.stringify(address.href)}\nsecrets: { storePassword: { file: password } }\n`;
};

/** `dir`: for its config and its socket. */
export const startDeskProcess = async (dir: string, store: string): Promise<DeskProcess> => {
  writeFileSync(join(dir, "sekisho.yaml"), configOf(dir, store));
  const child = spawn(process.execPath, [main, "serve"], { cwd: dir, stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await untilReady(child);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    get: getOver(join(dir, "state/desk.sock"), agent),
    command: (...args) =>
      new Promise((resolve, reject) => {
        execFile(process.execPath, [main, ...args], { cwd: dir, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
          if (error === null) resolve(stdout);
          else reject(new Error(stderr, { cause: error }));
        });
      }),
    stop: async () => {
      agent.destroy();
      child.kill("SIGTERM");
      await ended;
    },
  };
};
