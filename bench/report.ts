import type { BenchLogs } from "./contestants.ts";
import type { Run } from "./measure.ts";
import { type Spread, spreadOf, spreadText } from "./spread.ts";

/** One round: every contestant once, by name. */
export type Round = ReadonlyMap<string, Run>;

/** What a figure should be; `most` or `least` is inclusive and compared with the median. */
interface Goal {
  readonly most?: number;
  readonly least?: number;
}

interface Figure {
  readonly about: string;
  readonly spread: Spread;
  readonly goal: Goal | null;
}

const perRound = (
  rounds: readonly Round[],
  names: readonly string[],
  figure: (...runs: readonly Run[]) => number | null,
): Spread | null => {
  const figures = rounds.flatMap((round) => {
    const runs = names.map((name) => round.get(name));
    return runs.some((run) => run === undefined) ? [] : [figure(...(runs as readonly Run[]))];
  });
  const known = figures.filter((value) => value !== null);
  return known.length === 0 ? null : spreadOf(known);
};

const cpuRatio = (one: Run, other: Run): number => one.cpuSeconds / other.cpuSeconds;

const figuresOf = (rounds: readonly Round[], { access, accessLarge, mail }: BenchLogs): readonly Figure[] => {
  const ratio = (one: string, other: string): Spread | null => perRound(rounds, [one, other], (a, b) => cpuRatio(a as Run, b as Run));
  const linesPerSecond = (name: string, lines: number): Spread | null =>
    perRound(rounds, [name], (run) => lines / 1e6 / (run as Run).cpuSeconds);
  const peak = (name: string): Spread | null => perRound(rounds, [name], (run) => (run as Run).peakMiB);
  const millions = (lines: number): string => `${lines / 1e6} M`;
  const named: readonly (readonly [string, Spread | null, Goal | null])[] = [
    [`CPU of the scan of ${millions(access.lines)} access lines ÷ mawk's counting script`, ratio("scan", "mawk"), { most: 1.2 }],
    [`CPU of the scan of ${millions(access.lines)} access lines ÷ DuckDB's regexp scan`, ratio("scan", "DuckDB"), { most: 0.55 }],
    [`CPU of the scan of ${millions(access.lines)} access lines ÷ wc -l`, ratio("scan", "wc -l"), null],
    [
      `${millions(mail.lines)} Postfix lines joined to messages, million lines per CPU-second`,
      linesPerSecond("scan, mail", mail.lines),
      { least: 0.4 },
    ],
    [
      `${millions(accessLarge.lines)} access lines, million lines per CPU-second`,
      linesPerSecond("scan, large", accessLarge.lines),
      { least: 0.8 },
    ],
    [`${millions(accessLarge.lines)} access lines, peak MiB`, peak("scan, large"), { most: 200 }],
    [
      `CPU of ${millions(accessLarge.lines)} ÷ ${millions(access.lines)} access lines`,
      ratio("scan, large", "scan"),
      { most: accessLarge.lines / access.lines },
    ],
    [`${millions(access.lines)} access lines, peak MiB`, peak("scan"), null],
    [`${millions(mail.lines)} Postfix lines, peak MiB`, peak("scan, mail"), null],
  ];
  return named.flatMap(([about, spread, goal]) => (spread === null ? [] : [{ about, spread, goal }]));
};

const goalText = ({ spread, goal }: Figure): string => {
  if (goal === null) return "";
  const isMet = spread.median <= (goal.most ?? Number.POSITIVE_INFINITY) && spread.median >= (goal.least ?? Number.NEGATIVE_INFINITY);
  return `${goal.most === undefined ? `≥ ${goal.least}` : `≤ ${goal.most}`}: ${isMet ? "met" : "**missed**"}`;
};

const secondsLines = (rounds: readonly Round[]): readonly string[] =>
  [...(rounds[0]?.keys() ?? [])].map((name) => {
    const spread = spreadOf(rounds.map((round) => round.get(name)?.cpuSeconds ?? Number.NaN));
    return `| ${name} | ${spreadText(spread)} |`;
  });

/** The figures as Markdown tables: medians over the rounds, with the least and the most. */
export const reportLines = (rounds: readonly Round[], logs: BenchLogs): readonly string[] => [
  "| figure | median (least–most) | goal |",
  "|---|---|---|",
  ...figuresOf(rounds, logs).map((figure) => `| ${figure.about} | ${spreadText(figure.spread)} | ${goalText(figure)} |`),
  "",
  "| program | CPU seconds of the whole process |",
  "|---|---|",
  ...secondsLines(rounds),
];
