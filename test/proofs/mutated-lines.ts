import { createRandom } from "../../bench/random.ts";
import { logFormats } from "../../src/catalog/index.ts";
import { createMutator, type MutatedLine } from "./mutate-line.ts";
import { type Finding, faultsKept, type Proof } from "./proof.ts";
import { seedLines } from "./seed-lines.ts";
import { createSlowLines, type SlowLines } from "./slow-lines.ts";
import { faultAfterRead, readWith } from "./span-faults.ts";
import { usedMiB } from "./used-heap.ts";

const slowKept = 100;
const slowAgain = 20;
const slowLimitMs = 5;
/** The slowest lines are kept for the end: 100 of 128 KiB are 13 MiB. */
const growthLimitMiB = 32;

const describe = (format: string, { room, start, end }: MutatedLine, what: string): string =>
  `${format}: ${what}: ${room.subarray(start, Math.min(end, start + 3_000)).toString("base64")}${end - start > 3_000 ? ` … (${end - start} bytes)` : ""}`;

/** Reads the line with every format; returns what went wrong. */
const readAll = (line: MutatedLine, slow: SlowLines, tally: { read: number }): string | null => {
  const { room, start, end } = line;
  for (const format of logFormats) {
    try {
      const from = performance.now();
      const wasRead = readWith(format, room, start, end);
      const ms = performance.now() - from;
      if (wasRead) tally.read++;
      slow.offer(format, room.subarray(start, end), ms);
      const fault = faultAfterRead(format, wasRead, start, end);
      if (fault !== null) return describe(format.name, line, fault);
    } catch (error) {
      return describe(format.name, line, `threw ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return null;
};

const run = async (count: number, seed: number): Promise<Finding> => {
  const next = createMutator(seedLines(), createRandom(seed));
  const slow = createSlowLines(slowKept);
  const tally = { read: 0 };
  const faults: string[] = [];
  const before = usedMiB();
  for (let at = 0; at < count && faults.length < faultsKept; at++) {
    const fault = readAll(next(), slow, tally);
    if (fault !== null) faults.push(`line ${at}: ${fault}`);
  }
  const growthMiB = usedMiB() - before;
  const worst = slow.worstMedian(slowAgain);
  if (growthMiB >= growthLimitMiB) faults.push(`memory grew by ${growthMiB.toFixed(1)} MiB`);
  if (worst.ms >= slowLimitMs) faults.push(`${worst.format} takes ${worst.ms.toFixed(2)} ms for a line of ${worst.bytes} bytes`);
  const reads = (count * logFormats.length).toLocaleString("en");
  const figure = `${count.toLocaleString("en")} lines, each read by ${logFormats.length} formats (${reads} readings, ${tally.read.toLocaleString("en")} of them successful): nothing thrown, no span outside of its line; memory grew by ${growthMiB.toFixed(1)} MiB with the slowest lines kept; of the ${slowKept} slowest, read ${slowAgain} times again, the worst median is ${worst.ms.toFixed(2)} ms (${worst.format}, ${worst.bytes.toLocaleString("en")} bytes)`;
  return { figure, faults };
};

/** Fuzzing of all formats with damaged lines of every format. */
export const mutatedLines: Proof = {
  name: "mutated-lines",
  about: `mutated lines of all formats: no format throws or leaves its line; memory stays flat; the ${slowKept} slowest lines take under ${slowLimitMs} ms`,
  fullCount: 2_000_000,
  run,
};
