import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { OperationError } from "../domain/operation-error.ts";
import type { DayProgress, SimulatedWorld } from "../simulate/simulate-world.ts";
import type { CliCommand, CliIo, CliRun } from "./cli-io.ts";

/** What the simulator is asked for; the room's own type in plain values. */
export interface SimulateRequest {
  readonly seed: number;
  readonly accounts: number;
  readonly days: number;
  readonly lines: number;
  readonly incidents: number | null;
  readonly kinds: readonly string[];
  readonly outsideRange: boolean;
  readonly quiet: boolean;
}

/** What `sekisho simulate` stands on; main.ts hands it in, loaded when it is needed. */
export interface SimulateParts {
  readonly simulate: (request: SimulateRequest, directory: string, progress: (done: DayProgress) => void) => Promise<SimulatedWorld>;
  /** Names of all kinds of incidents. */
  readonly kinds: () => Promise<readonly string[]>;
}

interface SimulateArguments {
  readonly out: string;
  readonly seed: number;
  readonly accounts: number;
  readonly days: number;
  readonly lines: number;
  /** False for `--no-incidents`. */
  readonly incidents?: number | boolean;
  readonly kinds?: readonly string[];
  readonly outsideRange?: true;
}

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    return value;
  };

const kindList = (text: string): string[] => {
  const kinds = text.split(",").map((kind) => kind.trim());
  if (kinds.some((kind) => kind === ""))
    throw new InvalidArgumentError("It must be names with commas between them, such as form-relay,order-surge.");
  return kinds;
};

const checkKinds = (kinds: readonly string[], known: readonly string[]): void => {
  const unknown = kinds.filter((kind) => !known.includes(kind));
  if (unknown.length === 0) return;
  throw new OperationError(
    "usage-wrong",
    `--kinds: no kind is called ${unknown.map((kind) => `"${kind}"`).join(", ")}; there are ${known.join(", ")}`,
  );
};

const emptyDirectory = (shown: string, cwd: string): string => {
  if (shown === "") throw new OperationError("usage-wrong", "--out: it names no directory");
  const directory = resolve(cwd, shown);
  if (!existsSync(directory)) return directory;
  let entries: readonly string[];
  try {
    entries = readdirSync(directory);
  } catch (error) {
    throw new OperationError("usage-wrong", `--out: ${shown} is not a directory that can be written to`, error);
  }
  if (entries.length > 0) throw new OperationError("usage-wrong", `--out: ${shown} is not empty; name a directory that is new or empty`);
  return directory;
};

const createProgress = ({ stderr }: CliIo) => ({
  show: ({ daysDone, days }: DayProgress): void => {
    if (stderr.isTTY) stderr.write(`\r${daysDone} of ${days} days`);
  },
  clear: (): void => {
    if (stderr.isTTY) stderr.write("\r\u001b[K");
  },
});

const told = (shown: string, { accounts, sites, siteDays, incidents, unplaced, lines }: SimulatedWorld): string => {
  const size = `${accounts} accounts, ${sites} sites, ${siteDays} site-days, ${lines.access} access and ${lines.mail} mail lines`;
  const kinds = [...new Set(unplaced)].join(", ");
  const missing = unplaced.length === 0 ? "" : `No place was left for ${unplaced.length} more (${kinds}): more accounts or days give it.\n`;
  return `${shown}: ${size}, ${incidents} incidents\n${missing}Read it with: sekisho scan --config ${shown}/sekisho.yaml\n`;
};

const runSimulate = async (options: SimulateArguments, parts: SimulateParts, { io }: CliRun): Promise<void> => {
  const { out, seed, accounts, days, lines, incidents, kinds = [] } = options;
  checkKinds(kinds, await parts.kinds());
  const directory = emptyDirectory(out, io.cwd);
  const quiet = incidents === false;
  const request: SimulateRequest = {
    seed,
    accounts,
    days,
    lines,
    incidents: typeof incidents === "number" ? incidents : null,
    kinds,
    outsideRange: options.outsideRange === true,
    quiet,
  };
  const progress = createProgress(io);
  const world = await parts
    .simulate(request, directory, progress.show)
    .catch((error: unknown) => {
      if (error instanceof OperationError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new OperationError("world-failed", `the world could not be written to ${out}: ${reason}`, error);
    })
    .finally(progress.clear);
  io.stdout.write(told(out, world));
};

const explained = `
DIR then holds sekisho.yaml, logs/ (what a host would have) and truth/ (what really happened; nothing of it is in the logs).
The same options give the same bytes. A small world to try: --accounts 10 --days 5 --lines 40000`;

/** `sekisho simulate`: worlds of logs with their truth kept apart, to measure detectors on. */
export const createSimulateCommand =
  (parts: SimulateParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    program
      .command("simulate")
      .description("write a made-up world of logs, with the truth about it kept apart")
      .requiredOption("--out <dir>", "where to write it: a directory that is new or empty")
      .requiredOption("--seed <n>", "number that decides everything", wholeNumber(0, 4_294_967_295))
      .option("--accounts <n>", "how many accounts", wholeNumber(1, 20_000), 200)
      .option("--days <n>", "how many days", wholeNumber(1, 730), 30)
      .option("--lines <n>", "about how many log lines", wholeNumber(100, 500_000_000), 3_000_000)
      .option("--incidents <n>", "about how many incidents (default: one for three accounts and month)", wholeNumber(0, 100_000))
      .option("--no-incidents", "no abuse and no nuisance, only background and benign busy days")
      .option("--kinds <names>", "only these kinds of incidents, with commas between", kindList)
      .option("--outside-range", "draw every kind's parameters from ranges that ordinary worlds never draw from")
      .addHelpText("after", explained)
      .action((options: SimulateArguments) => runSimulate(options, parts, run));
  };
