import { appendFileSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Logs of the example as they are written: line by line in order of time, with rotations of both kinds. */

const story = new URL("../examples/story/", import.meta.url).pathname;
const names = ["logs/shop.example.access.log", "logs/mail.log"] as const;
const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const japanMs = 9 * 3_600_000;

/** One line of a log, its LF included. */
export interface LiveLine {
  readonly log: string;
  readonly at: number;
  readonly text: string;
}

const timeOf = (line: string): number => {
  const access = /\[(\d+)\/(\w+)\/(\d+):(\d+):(\d+):(\d+) /.exec(line);
  const mail = /^(\w{3}) +(\d+) (\d+):(\d+):(\d+) /.exec(line);
  const [day, month, year, hour, minute, second] =
    access === null ? [mail?.[2], mail?.[1], 2026, mail?.[3], mail?.[4], mail?.[5]] : access.slice(1);
  const epoch = Date.UTC(Number(year), months.indexOf(String(month)), Number(day), Number(hour), Number(minute), Number(second));
  return epoch - japanMs;
};

/** The lines of both logs, each log in its own order. `at`: never before that of the line above it. */
export const storyLines = (): readonly LiveLine[] =>
  names
    .flatMap((log) => {
      let at = 0;
      const lines = readFileSync(join(story, log), "latin1").split("\n").slice(0, -1);
      return lines.map((line) => {
        at = Math.max(at, timeOf(line));
        return { log, at, text: `${line}\n` };
      });
    })
    .toSorted((a, b) => a.at - b.at);

/** A line of the example at another time. */
export const movedLine = ({ log, text }: LiveLine, at: number): LiveLine => {
  const date = new Date(at + japanMs).toISOString();
  const [year = "", month = "", day = ""] = date.slice(0, 10).split("-");
  const name = months[Number(month) - 1] as string;
  const time = date.slice(11, 19);
  const moved = text
    .replace(/\[\d+\/\w+\/\d+:\d+:\d+:\d+ /, `[${day}/${name}/${year}:${time} `)
    .replace(/^\w{3} +\d+ \d+:\d+:\d+ /, `${name} ${day.replace(/^0/, " ")} ${time} `);
  return { log, at, text: moved };
};

const shift = (path: string): void => {
  let last = 1;
  while (existsSync(`${path}.${last}`)) last++;
  for (let at = last; at > 1; at--) renameSync(`${path}.${at - 1}`, `${path}.${at}`);
};

/** Logs in a directory, to be written to and rotated. */
export const createLiveLogs = (directory: string) => {
  const pathOf = (log: string): string => join(directory, log);
  const append = (log: string, text: string): void => {
    mkdirSync(dirname(pathOf(log)), { recursive: true });
    appendFileSync(pathOf(log), text, "latin1");
  };
  return {
    pathOf,
    append,
    write: (lines: readonly LiveLine[]): void => {
      for (const [log, of] of Map.groupBy(lines, (line) => line.log)) append(log, of.map(({ text }) => text).join(""));
    },
    rename: (log: string): void => {
      shift(pathOf(log));
      renameSync(pathOf(log), `${pathOf(log)}.1`);
      writeFileSync(pathOf(log), "");
    },
    copyTruncate: (log: string): void => {
      shift(pathOf(log));
      copyFileSync(pathOf(log), `${pathOf(log)}.1`);
      truncateSync(pathOf(log), 0);
    },
  };
};
