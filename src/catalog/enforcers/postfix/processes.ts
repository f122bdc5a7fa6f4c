import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Ticks a second in /proc/PID/stat. Source: proc(5); 100 on every Linux that Debian runs on. */
const ticks = 100;
/** How far the two clocks may lie apart. */
const slackMs = 30;

const textOf = (path: string): string => {
  try {
    return readFileSync(path, "latin1");
  } catch {
    // It has ended meanwhile, or is none.
    return "";
  }
};

/** Epoch ms at which the machine was started, by the clock that process times are in. */
const startOfMachine = (now: number): number => now - Number(textOf("/proc/uptime").split(" ")[0]) * 1_000;

interface Process {
  readonly pid: number;
  readonly name: string;
  readonly startedAt: number;
}

const childrenOf = (master: number, now: number): readonly Process[] => {
  const origin = startOfMachine(now);
  return readdirSync("/proc").flatMap((entry): Process[] => {
    if (!/^\d+$/.test(entry)) return [];
    const found = /^\d+ \((.*)\) . (\d+) (?:\S+ ){17}(\d+) /s.exec(textOf(`/proc/${entry}/stat`));
    if (found === null || Number(found[2]) !== master) return [];
    return [{ pid: Number(entry), name: found[1] ?? "", startedAt: origin + (Number(found[3]) / ticks) * 1_000 }];
  });
};

/** Whether Postfix' master process runs, by the file in which it keeps its number. */
export const masterPid = (queueDir: string): number | null => {
  const pid = Number.parseInt(textOf(join(queueDir, "pid/master.pid")), 10);
  return Number.isInteger(pid) && /master/.test(textOf(`/proc/${pid}/comm`)) ? pid : null;
};

/**
 * How many of Postfix' processes of a name, and of a name in master.cf, are older than a file: they read it before it was as it is now.
 * They end by themselves once what they are at is done.
 */
export const olderThan = (
  queueDir: string,
  file: string,
  { name, service }: { readonly name: string; readonly service?: string },
): number => {
  const master = masterPid(queueDir);
  if (master === null) return 0;
  const changedAt = statSync(file).ctimeMs + slackMs;
  return childrenOf(master, Date.now()).filter((one) => {
    if (one.name !== name || one.startedAt > changedAt) return false;
    return service === undefined || textOf(`/proc/${one.pid}/cmdline`).split("\0").join(" ").includes(`-n ${service} `);
  }).length;
};
