import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A program to measure; without `program` the arguments go to the Node that runs the benchmark, and its peak memory is told. */
export interface Measured {
  readonly name: string;
  readonly args: readonly string[];
  readonly program: string | null;
}

/** One run of a program. */
export interface Run {
  /** User and system time of the whole process with its children, start-up included. */
  readonly cpuSeconds: number;
  /** Largest resident set; null for programs that are not Node. */
  readonly peakMiB: number | null;
  readonly stdout: string;
}

const printPeak = fileURLToPath(new URL("./print-peak.mjs", import.meta.url));

/** bash's `time` tells user and system time of any program in milliseconds, and bash is on every Debian. */
const timed = `TIMEFORMAT='cpu-seconds %3U %3S'; time "$@"`;

/** Runs a program to its end. Throws when it fails. */
export const measure = ({ name, program, args }: Measured): Run => {
  const command = program === null ? [process.execPath, "--import", printPeak, ...args] : [program, ...args];
  const done = spawnSync("bash", ["-c", timed, "bench", ...command], {
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, LC_ALL: "C" },
  });
  const cpu = /^cpu-seconds ([\d.]+) ([\d.]+)$/m.exec(done.stderr ?? "");
  if (done.status !== 0 || cpu === null) throw new Error(`${name} failed: ${done.error?.message ?? done.stderr}`);
  const peak = /^peak-kib (\d+)$/m.exec(done.stderr);
  return { cpuSeconds: Number(cpu[1]) + Number(cpu[2]), peakMiB: peak === null ? null : Number(peak[1]) / 1024, stdout: done.stdout };
};
