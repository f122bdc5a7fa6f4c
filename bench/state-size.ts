import { join } from "node:path";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type Lives, liveThrough } from "../test/detector-lives.ts";
import { accountShares } from "./account-shares.ts";
import { machineLines } from "./machine.ts";
import { withWorld } from "./score-seed.ts";
import { writeDocument } from "./write-document.ts";

/**
 * `npm run state-size`: how much all detectors together remember after the last line of a simulated world, per account. `-- --config FILE`
 * reads the logs of a config instead; `-- --write` puts the figures into docs/PERFORMANCE.md.
 */

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "2" },
    accounts: { type: "string", default: "200" },
    days: { type: "string", default: "30" },
    config: { type: "string" },
    write: { type: "boolean", default: false },
  },
});

/** A busy account's state may have this much on average. */
const goalKiB = 64;

const kib = (bytes: number): string => (bytes / 1024).toFixed(1);

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length);

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const usedHeap = (): number => {
  collect();
  return process.memoryUsage().heapUsed;
};

/** Bytes of heap that the state takes when it is put back beside itself; sources and sites, which the pipeline holds anyway, left out. */
const heapOf = (lives: Lives): number => {
  const before = usedHeap();
  const runs = lives.restoreLast();
  const after = usedHeap();
  if (runs.size === 0) throw new Error("no detector was put back");
  return after - before;
};

const figureLines = (lives: Lives): readonly string[] => {
  const { accounts, others, total } = accountShares(lives.last, lives.ownerOf);
  const ranked = [...lives.activity()].toSorted(([, one], [, two]) => two - one).map(([owner]) => accounts.get(owner) ?? 0);
  const busiest = ranked.slice(0, Math.ceil(ranked.length / 10));
  const busyKiB = mean(busiest) / 1024;
  const perAccountHeap = heapOf(lives) / ranked.length;
  return [
    "| figure | KiB | goal |",
    "|---|---|---|",
    `| state of an account, mean of all ${ranked.length} | ${kib(mean(ranked))} | |`,
    `| the same, mean of the busiest tenth (${busiest.length}, by requests that write and messages) | ${busyKiB.toFixed(1)} | ≤ ${goalKiB}: ${busyKiB <= goalKiB ? "met" : "**missed**"} |`,
    `| the largest of all | ${kib(Math.max(...accounts.values()))} | |`,
    `| tables of a whole server | ${kib(others)} | |`,
    `| the saved state of all detectors | ${kib(total)} | |`,
    `| heap that it takes when put back, per account | ${kib(perAccountHeap)} | |`,
  ];
};

const measure = async (config: string): Promise<readonly string[]> => figureLines(await liveThrough(config, []));

const order = { seed: Number(values.seed), accounts: Number(values.accounts), days: Number(values.days), isQuiet: false };
const { config } = values;
const lines =
  config === undefined ? await withWorld(order, (directory) => measure(join(directory, "sekisho.yaml"))) : await measure(config);
const options = config === undefined ? `--seed ${order.seed} --accounts ${order.accounts} --days ${order.days}` : "--config …";
const command = `\`npm run state-size -- ${options}\`, ${new Date().toISOString().slice(0, 10)}:`;
const text = [command, "", ...machineLines().map((line) => `- ${line}`), "", ...lines].join("\n");
console.log(text);
if (values.write) writeDocument("PERFORMANCE.md", "npm run state-size -- --write", text);
