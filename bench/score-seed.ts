import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readTruth } from "../src/simulate/scoring/read-truth.ts";
import { scoreWorld, type WorldScore } from "../src/simulate/scoring/score-world.ts";
import { scanFiles } from "../test/stories/scan-files.ts";

const worldsDir = fileURLToPath(new URL("../.cache/worlds", import.meta.url));
const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

/** One world: what `sekisho simulate` is given. */
export interface WorldOrder {
  readonly seed: number;
  readonly accounts: number;
  readonly days: number;
  readonly isQuiet: boolean;
  /** Every kind's parameters from ranges that ordinary worlds never draw from. */
  readonly isOutside?: boolean;
}

const simulate = (directory: string, { seed, accounts, days, isQuiet, isOutside = false }: WorldOrder): void => {
  const sizes = ["--seed", seed, "--accounts", accounts, "--days", days].map(String);
  const args = [
    main,
    "simulate",
    "--out",
    directory,
    ...sizes,
    ...(isQuiet ? ["--no-incidents"] : []),
    ...(isOutside ? ["--outside-range"] : []),
  ];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] });
  if (status !== 0) throw new Error(`sekisho simulate failed for seed ${seed}: ${stderr}`);
};

const nameOf = ({ isQuiet, isOutside, seed }: WorldOrder): string => `${isQuiet ? "quiet" : isOutside ? "outside" : "seed"}-${seed}`;

/** Makes a world, does something with it, and removes it: ten of them would fill a disk. */
export const withWorld = async <Result>(order: WorldOrder, act: (directory: string) => Promise<Result>): Promise<Result> => {
  const name = nameOf(order);
  const directory = join(worldsDir, name);
  mkdirSync(worldsDir, { recursive: true });
  rmSync(directory, { recursive: true, force: true });
  try {
    simulate(directory, order);
    return await act(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

/** Makes a world, scans it and scores the report. */
export const scoreSeed = (order: WorldOrder): Promise<WorldScore> =>
  withWorld(order, async (directory) => {
    const report = await scanFiles({ config: join(directory, "sekisho.yaml") });
    return scoreWorld(nameOf(order), await readTruth(directory, worldsDir), report);
  });
