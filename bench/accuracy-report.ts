import { baselineTitles, countText, medianText, p90Text, plainShare, rateText, shareText } from "../src/cli/evaluation-figures.ts";
import { goalLines } from "../src/cli/evaluation-goals.ts";
import type { Evaluation } from "../src/simulate/scoring/evaluation.ts";
import type { Rate } from "../src/simulate/scoring/intervals.ts";

type Row = readonly string[];

const table = (heads: Row, rows: readonly Row[]): readonly string[] => [
  `| ${heads.join(" | ")} |`,
  `|${heads.map(() => "---").join("|")}|`,
  ...rows.map((row) => `| ${row.join(" | ")} |`),
  "",
];

const scope = (about: string, { worlds, siteDays, matching }: Evaluation): string => {
  const lines = worlds.reduce((sum, world) => sum + world.lines.access + world.lines.mail, 0);
  const seeds = worlds.map(({ seed }) => seed).join(", ");
  return `${about}: seeds ${seeds}, ${(lines / 1e6).toFixed(1)} M lines, ${siteDays} site-days, ${matching.incidents} incidents, ${matching.cases} cases.`;
};

const goals = (evaluation: Evaluation): readonly string[] =>
  table(
    ["figure", "value [95 %]", "n", "goal"],
    goalLines(evaluation).map(({ figure, text, n, goal, isMet }) => {
      const verdict = goal === "" ? "" : `${goal}: ${isMet === null ? "nothing to count" : isMet ? "met" : "**missed**"}`;
      return [figure, text, String(n), verdict];
    }),
  );

const classes = (evaluation: Evaluation): readonly string[] =>
  table(
    ["class", "cases right", "precision [95 %]", "incidents found", "recall [95 %]", "harmful mails, median", "90 %"],
    evaluation.classes
      .filter(({ precision, recall }) => precision.n + recall.n > 0)
      .map((row) => {
        const mails = evaluation.delay.find((delay) => delay.class === row.class)?.harmfulMails;
        const figures = [countText(row.precision), shareText(row.precision), countText(row.recall), shareText(row.recall)];
        return [row.class, ...figures, ...(mails === undefined ? ["–", "–"] : [medianText(mails), p90Text(mails)])];
      }),
  );

const countedRate = (rate: Rate): string => `${rate.events}: ${rateText(rate)}`;

/** Both worlds side by side: what a threshold gains on abuse, and what it costs on quiet sites. */
const acting = (evaluation: Evaluation, quiet: Evaluation | null): readonly string[] =>
  table(
    [
      "contained from",
      "cases",
      "right",
      "wrongful per 1,000 site-days",
      "incidents acted upon [95 %]",
      "wrongful in quiet worlds per 1,000",
    ],
    evaluation.acting.curve.map((point, at) => {
      const calm = quiet?.acting.curve[at]?.wrongful;
      const figures = [String(point.threshold), String(point.cases), plainShare(point.right), countedRate(point.wrongful)];
      return [...figures, shareText(point.acted), calm === undefined ? "–" : countedRate(calm)];
    }),
  );

const baselines = (evaluation: Evaluation): readonly string[] =>
  table(
    ["in the same worlds, with perfect joins", "abuse found [95 %]", "wrongful per 1,000 site-days", "harmful mails, median", "90 %"],
    evaluation.baselines.map((row) => [
      baselineTitles[row.name],
      shareText(row.recall),
      rateText(row.wrongful),
      medianText(row.harmfulMails),
      p90Text(row.harmfulMails),
    ]),
  );

const reliability = (evaluation: Evaluation): readonly string[] =>
  table(
    ["confidence said", "cases", "mean said", "right [95 %]"],
    evaluation.confidence.bins
      .filter(({ right }) => right.n > 0)
      .map(({ from, to, meanSaid, right }) => [`${from}–${to}`, String(right.n), (meanSaid ?? 0).toFixed(3), shareText(right)]),
  );

const quietLines = (quiet: Evaluation): readonly string[] => {
  const { wrongful } = quiet.acting.at;
  return [
    scope("Quiet worlds, without abuse and nuisance", quiet),
    "",
    `Wrongful abuse cases: ${countedRate(quiet.wrongfulAbuseCases)} per 1,000 site-days; contained from ${quiet.acting.actAt} on: ${countedRate(wrongful)}.`,
    "",
  ];
};

const outsideLines = (outside: Evaluation): readonly string[] => [
  scope(
    "Worlds in which every kind draws its parameters from outside the ranges of all other worlds (rates, durations, numbers of sources)",
    outside,
  ),
  "",
  ...goals(outside),
  ...classes(outside),
];

/** Further worlds; null where none were made. */
export interface FurtherWorlds {
  readonly quiet: Evaluation | null;
  readonly outside: Evaluation | null;
}

/** The figures as Markdown. */
export const accuracyLines = (evaluation: Evaluation, { quiet, outside }: FurtherWorlds): readonly string[] => [
  scope("Worlds with abuse", evaluation),
  "",
  ...goals(evaluation),
  ...(quiet === null ? [] : quietLines(quiet)),
  ...classes(evaluation),
  ...acting(evaluation, quiet),
  ...reliability(evaluation),
  ...baselines(evaluation),
  `Not to be known from the logs, and not counted in recall: ${evaluation.unknowable.incidents} incidents.`,
  ...(outside === null ? [] : ["", ...outsideLines(outside)]),
];
