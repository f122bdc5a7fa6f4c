import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { countingEnforcer } from "../agent/refusals/counting-enforcer.ts";
import { createRefusalBook } from "../agent/refusals/refusal-book.ts";
import type { Config } from "../config.ts";
import { createAppendedLines } from "../kit/appended-lines.ts";
import { realDisk } from "../kit/disk-steps.ts";
import { runProgram } from "../kit/run-program.ts";
import type { Enforcer } from "../ports/enforcer.ts";
import type { RefusalLog } from "../ports/refusal-log.ts";

type WebServer = NonNullable<Config["servers"]["apache"]>;

/** Where a web server notes what it refused; null where it shall not, or where the folder is not there: Apache does not start then. */
export const refusedLogOf = ({ refusedLog }: Pick<WebServer, "refusedLog">, usual: string): string | null => {
  if (refusedLog === false) return null;
  const path = refusedLog?.absolute ?? usual;
  return existsSync(dirname(path)) ? path : null;
};

/** Where the counts of a server are kept. */
const countsFile = (stateDir: string): string => join(stateDir, "refused.json");

/** Said where a web server keeps no log of what it refused. */
export const uncountedNote =
  "what is refused is not counted: refusedLog is false, or its folder is not there; customers are told then that it was not counted";

/** The log itself, or what rotation calls it: a number or a day, packed or not. */
const isOfLog = (name: string, log: string): boolean =>
  name.startsWith(log) && /^(?:[.-]\d+)?(?:\.[a-z]{1,4}[0-9]?)?$/.test(name.slice(log.length));

export const bufferedNote = "what is refused is not counted: BufferedLogs is on, and lines would come too late";

/** What counting leaves on the disk: the log with what rotation made of it, and the counts. */
export const countsOf = async ({
  refusedLog,
  stateDir,
}: {
  readonly refusedLog: string | null;
  readonly stateDir: string;
}): Promise<readonly string[]> => {
  const names = refusedLog === null ? [] : await readdir(dirname(refusedLog)).catch(() => []);
  const logs = names.filter((name) => isOfLog(name, basename(refusedLog ?? ""))).map((name) => join(dirname(refusedLog ?? ""), name));
  return [...logs, countsFile(stateDir)];
};

/** Takes the blocks out of a file and leaves its length as it is: whoever is writing to it is not disturbed, and no line is lost. */
const free = async (path: string, bytes: number): Promise<boolean> =>
  (await runProgram(["fallocate", "--punch-hole", "--offset", "0", "--length", String(bytes), path]).catch(() => ({ exit: 1 }))).exit === 0;

/** The enforcer with what it turns away counted by the server's log; as it is where there is none. */
export const withCounts = (enforcer: Enforcer, log: RefusalLog | null, stateDir: string): Enforcer => {
  if (log === null) return enforcer;
  const lines = createAppendedLines(log.path);
  return countingEnforcer(
    enforcer,
    createRefusalBook({ log, lines, file: countsFile(stateDir), disk: realDisk, clock: { now: Date.now }, free }),
  );
};
