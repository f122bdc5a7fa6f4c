import { padText } from "../kit/terminal-text.ts";
import { paragraph, tableLines } from "../report/text-layout.ts";
import type { Confusion, ErrorSummary, Evaluation } from "../simulate/scoring/evaluation.ts";
import { baselineTitles, countText, medianText, p90Text, plainShare, rateText, shareText } from "./evaluation-figures.ts";
import { goalLines } from "./evaluation-goals.ts";

/** An evaluation for people: tables of at most 100 columns. */

const widthColumns = 100;

type Row = readonly string[];

const section = (title: string, heads: Row, rows: readonly Row[], texts = 1): readonly string[] => {
  if (rows.length === 0) return [];
  const numeric = heads.map((_, at) => at).slice(texts);
  return ["", `── ${title} ──`, ...tableLines({ heads, rows, numeric }, widthColumns)];
};

const worldLines = ({ worlds, siteDays, matching }: Evaluation): readonly string[] => {
  const lines = worlds.reduce((sum, world) => sum + world.lines.access + world.lines.mail, 0);
  const seeds = worlds.map(({ seed }) => seed).join(", ");
  const { cases, incidents, matched, onlyNear, split, merged, unmatchedCases } = matching;
  return [
    `Seeds ${seeds}: ${worlds.length} world${worlds.length === 1 ? "" : "s"}, ${siteDays} site-days, ${lines} log lines.`,
    `${incidents} incidents, ${cases} cases: ${matched} matched (${onlyNear} without touching in time), ${split} further pieces of an`,
    `incident, ${merged} incidents inside a neighbour's case, ${unmatchedCases} cases without an incident.`,
  ];
};

const goals = (evaluation: Evaluation): readonly string[] =>
  section(
    "Figures to reach",
    ["figure", "value [95 %]", "n", "goal", ""],
    goalLines(evaluation).map(({ figure, text, n, goal, isMet }) => {
      return [figure, text, String(n), goal, goal === "" ? "" : isMet === null ? "nothing to count" : isMet ? "met" : "MISSED"];
    }),
  );

const classes = ({ classes: rows, verdicts }: Evaluation): readonly string[] =>
  section(
    "Precision and recall",
    ["", "cases right", "precision [95 %]", "found", "recall [95 %]", "as verdict"],
    [
      ...rows
        .filter(({ precision, recall }) => precision.n + recall.n > 0)
        .map((row) => [
          row.class,
          countText(row.precision),
          shareText(row.precision),
          countText(row.recall),
          shareText(row.recall),
          plainShare(row.verdictRecall),
        ]),
      ...verdicts.map((row) => [
        `verdict ${row.verdict}`,
        countText(row.precision),
        shareText(row.precision),
        countText(row.recall),
        shareText(row.recall),
        "",
      ]),
    ],
  );

/** Classes are too long for heads of columns: letters stand for them. */
const confusion = ({ classes: names, counts }: Confusion): readonly string[] => {
  const size = names.length;
  const used = [...names.keys()].filter((at) =>
    counts.some((row, of) => (row[at] ?? 0) > 0 || (of === at && row.some((cell) => cell > 0))),
  );
  const letter = (at: number): string => String.fromCharCode(97 + at);
  const cellsOf = (row: number): Row => [...used, size].map((column) => String(counts[row]?.[column] || "·"));
  const rows = used.map((at) => [`${letter(at)} ${names[at]}`, ...cellsOf(at)]);
  return section(
    "What it was (rows), and what was said (columns)",
    ["", ...used.map(letter), "nothing"],
    [...rows, ["nothing", ...cellsOf(size)]],
  );
};

const acting = ({ acting: { curve, at } }: Evaluation): readonly string[] =>
  section(
    "Contained without a person, by the confidence needed",
    ["from", "cases", "right", "wrongful", "per 1,000 site-days", "incidents acted upon [95 %]"],
    [...curve.filter(({ threshold }) => threshold !== at.threshold), at]
      .toSorted((a, b) => a.threshold - b.threshold)
      .map((point) => [
        `${point.threshold}${point.threshold === at.threshold ? " *" : ""}`,
        String(point.cases),
        plainShare(point.right),
        String(point.wrongful.events),
        rateText(point.wrongful),
        shareText(point.acted),
      ]),
  );

const attribution = ({ attribution: rows }: Evaluation): readonly string[] =>
  section(
    "Way in",
    ["", "n", "first [95 %]", "among the first three [95 %]"],
    rows
      .filter(({ top1 }) => top1.n > 0)
      .map((row) => [row.class ?? "all abuse", String(row.top1.n), shareText(row.top1), shareText(row.top3)]),
  );

const delay = ({ delay: rows }: Evaluation): readonly string[] =>
  section(
    "Until detected",
    ["", "n", "minutes, median", "90 %", "harmful mails, median", "90 %"],
    rows
      .filter(({ minutes }) => minutes.n > 0)
      .map((row) => [
        row.class ?? "all abuse",
        String(row.minutes.n),
        medianText(row.minutes),
        p90Text(row.minutes),
        medianText(row.harmfulMails),
        p90Text(row.harmfulMails),
      ]),
  );

const errorRow = (name: string, { within5Percent, error }: ErrorSummary): Row => [
  name,
  String(within5Percent.n),
  shareText(within5Percent),
  medianText(error),
  p90Text(error),
];

const honesty = ({ impact, counts }: Evaluation): readonly string[] => {
  const rows = [
    errorRow("first measure, abusive", impact.abusive),
    errorRow("first measure, other", impact.other),
    ...impact.byMeasure.flatMap(({ measure, abusive, other }) => [
      errorRow(`  ${measure}, abusive`, abusive),
      errorRow(`  ${measure}, other`, other),
    ]),
    errorRow("messages of the case", counts.messages),
    errorRow("requests of the case", counts.requests),
  ].filter(([, n]) => n !== "0");
  return section("Figures said, against the truth (relative error)", ["", "n", "within 5 % or 1", "error, median", "90 %"], rows);
};

const confidence = ({ confidence: { bins, brier }, firstMeasure }: Evaluation): readonly string[] => [
  ...section(
    "Confidence said, and how often it was right",
    ["said", "n", "mean said", "right [95 %]"],
    bins
      .filter(({ right }) => right.n > 0)
      .map(({ from, to, meanSaid, right }) => [`${from}–${to}`, String(right.n), (meanSaid ?? 0).toFixed(3), shareText(right)]),
  ),
  ...(brier === null ? [] : [`Brier score ${brier.toFixed(4)}.`]),
  `First measure among the best ones: ${countText(firstMeasure.best)}; one that does harm: ${countText(firstMeasure.harmful)}.`,
];

const unknowable = ({ unknowable: { incidents, found, reasons } }: Evaluation): readonly string[] =>
  incidents === 0
    ? []
    : [
        ...section(
          "Not to be known from these logs (not counted in recall)",
          ["why", "incidents"],
          reasons.map(({ why, incidents: n }) => [why, String(n)]),
        ),
        `${countText(found)} of them came out right all the same.`,
      ];

const baselines = ({ baselines: rows }: Evaluation): readonly string[] =>
  section(
    "What common practice finds in the same worlds, with perfect joins",
    ["", "abuse found [95 %]", "wrongful per 1,000 site-days", "mails, median", "90 %"],
    rows.map((row) => [
      baselineTitles[row.name],
      shareText(row.recall),
      rateText(row.wrongful),
      medianText(row.harmfulMails),
      p90Text(row.harmfulMails),
    ]),
  );

/** The whole evaluation, line by line. */
export const evaluationLines = (evaluation: Evaluation): readonly string[] => [
  ...worldLines(evaluation),
  ...goals(evaluation),
  ...classes(evaluation),
  ...confusion(evaluation.confusion),
  ...attribution(evaluation),
  ...delay(evaluation),
  ...acting(evaluation),
  ...honesty(evaluation),
  ...confidence(evaluation),
  ...unknowable(evaluation),
  ...baselines(evaluation),
];

const missText = ({ directory, account, site, at, incident, said }: Evaluation["misses"][number]): string => {
  const where = [directory, account ?? "no account", site ?? "no site", new Date(at).toISOString().slice(0, 16)].join(" ");
  const was = incident === null ? "nothing" : [incident.id, incident.class, incident.kind, ...incident.tags].join(" ");
  return `${where}: was ${was}; said ${said === null ? "nothing" : `${said.class} ${said.confidence}, ${said.cause}`}`;
};

/** What came out wrong, one by one. */
export const missLines = ({ misses }: Evaluation): readonly string[] => [
  "",
  "── What came out wrong ──",
  ...misses.flatMap((miss) => paragraph(missText(miss), widthColumns, padText(miss.what, 13))),
];
