import { verdictOf } from "../domain/abuse-class.ts";
import type { Evaluation } from "../simulate/scoring/evaluation.ts";
import { medianText, p90Text, rateText, shareText } from "./evaluation-figures.ts";

/** One figure with what it should be; `isMet` null where there was nothing to count. */
export interface GoalLine {
  readonly figure: string;
  readonly text: string;
  readonly n: number;
  readonly goal: string;
  readonly isMet: boolean | null;
}

const least = (value: number | null, goal: number): boolean | null => (value === null ? null : value >= goal);
const most = (value: number | null, goal: number): boolean | null => (value === null ? null : value <= goal);

/** The class of abuse of which the smallest share is found under its own name. */
const worstClass = ({ classes }: Evaluation): readonly GoalLine[] =>
  classes
    .filter((row) => verdictOf(row.class) === "abuse" && row.recall.n > 0)
    .toSorted((a, b) => (a.recall.share ?? 0) - (b.recall.share ?? 0))
    .slice(0, 1)
    .map((row) => ({
      figure: `abuse: recall of the worst class, ${row.class}`,
      text: shareText(row.recall),
      n: row.recall.n,
      goal: "≥ 0.97",
      isMet: least(row.recall.share, 0.97),
    }));

/** The figures that docs/ACCURACY.md promises to show, the point value held against the goal. */
export const goalLines = (evaluation: Evaluation): readonly GoalLine[] => {
  const abuse = evaluation.verdicts.find(({ verdict }) => verdict === "abuse");
  const all = evaluation.attribution.find((row) => row.class === null);
  const delay = evaluation.delay.find((row) => row.class === null);
  const { wrongfulAbuseCases, acting, impact, confidence } = evaluation;
  if (abuse === undefined || all === undefined || delay === undefined) return [];
  const share = (figure: string, of: typeof abuse.recall, goal: number): GoalLine => {
    return { figure, text: shareText(of), n: of.n, goal: `≥ ${goal}`, isMet: least(of.share, goal) };
  };
  const mails = delay.harmfulMails;
  return [
    share("abuse: precision", abuse.precision, 0.99),
    share("abuse: recall", abuse.recall, 0.98),
    ...worstClass(evaluation),
    {
      figure: "wrongful abuse cases per 1,000 site-days",
      text: rateText(wrongfulAbuseCases),
      n: wrongfulAbuseCases.exposure,
      goal: "≤ 1",
      isMet: most(wrongfulAbuseCases.perThousand, 1),
    },
    {
      figure: `wrongful containments from ${acting.actAt} on, per 1,000 site-days`,
      text: rateText(acting.at.wrongful),
      n: acting.at.wrongful.exposure,
      goal: "0",
      isMet: acting.at.wrongful.events === 0,
    },
    share("way in named: first", all.top1, 0.95),
    { ...share("way in named: among the first three", all.top3, 0), goal: "", isMet: null },
    { figure: "harmful mails before detection, median", text: medianText(mails), n: mails.n, goal: "≤ 10", isMet: most(mails.median, 10) },
    { figure: "harmful mails before detection, 90 %", text: p90Text(mails), n: mails.n, goal: "≤ 60", isMet: most(mails.p90, 60) },
    share("impact of the first measure within 5 %", impact.both, 0.95),
    { ...share("the same, as a share of all it would stop", impact.bothOfAllStopped, 0), goal: "", isMet: null },
    share("of cases ≥ 0.9 sure: right", confidence.sure, 0.95),
  ];
};
