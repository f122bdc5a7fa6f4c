import type { ActingPoint, ConfidenceSummary, ErrorSummary, Evaluation, ImpactSummary } from "./evaluation.ts";
import { quantilesOf, rateOf, shareWhere } from "./intervals.ts";
import type { CaseOutcome, IncidentOutcome, Told } from "./score-world.ts";

/** Confidences at which the curve of acting is drawn. */
const curveAt = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97, 0.98, 0.99, 0.995] as const;
const binCount = 10;
const sureFrom = 0.9;

const relativeError = ({ said, truth }: Told): number => Math.abs(said - truth) / Math.max(1, truth);

/** Within 5 %, or off by one at most: of three mails, 5 % is nothing that can be counted. */
const isNear = (told: Told): boolean => relativeError(told) <= 0.05 || Math.abs(told.said - told.truth) <= 1;

export const summarizeErrors = (told: readonly (Told | null)[]): ErrorSummary => {
  const known = told.filter((one) => one !== null);
  return { within5Percent: shareWhere(known, isNear), error: quantilesOf(known.map(relativeError)) };
};

type CheckedImpact = NonNullable<CaseOutcome["impact"]>;

const isNearInAll = ({ abusive, other }: CheckedImpact): boolean => {
  const most = Math.max(1, 0.05 * (abusive.truth + (other?.truth ?? 0)));
  return [abusive, other].every((told) => told === null || Math.abs(told.said - told.truth) <= most);
};

const errorsOf = (impacts: readonly CheckedImpact[]): Pick<ImpactSummary, "abusive" | "other"> => ({
  abusive: summarizeErrors(impacts.map(({ abusive }) => abusive)),
  other: summarizeErrors(impacts.map(({ other }) => other)),
});

export const summarizeImpact = (cases: readonly CaseOutcome[]): ImpactSummary => {
  const impacts = cases.flatMap(({ impact }) => (impact === null ? [] : [impact]));
  const byMeasure = [...Map.groupBy(impacts, ({ measure }) => measure)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...errorsOf(impacts),
    both: shareWhere(impacts, ({ abusive, other }) => isNear(abusive) && (other === null || isNear(other))),
    bothOfAllStopped: shareWhere(impacts, isNearInAll),
    byMeasure: byMeasure.map(([measure, of]) => ({ measure, ...errorsOf(of) })),
  };
};

export const summarizeConfidence = (cases: readonly CaseOutcome[]): ConfidenceSummary => {
  const told = cases.map(({ match, isRight }) => ({ said: match.found.report.confidence, isRight }));
  const mean = (values: readonly number[]): number | null =>
    values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  const binOf = (said: number): number => Math.min(binCount - 1, Math.floor(said * binCount + 1e-9));
  return {
    bins: Array.from({ length: binCount }, (_, bin) => {
      const inBin = told.filter(({ said }) => binOf(said) === bin);
      return {
        from: bin / binCount,
        to: (bin + 1) / binCount,
        meanSaid: mean(inBin.map(({ said }) => said)),
        right: shareWhere(inBin, ({ isRight }) => isRight),
      };
    }),
    brier: mean(told.map(({ said, isRight }) => (said - (isRight ? 1 : 0)) ** 2)),
    sure: shareWhere(
      told.filter(({ said }) => said >= sureFrom),
      ({ isRight }) => isRight,
    ),
  };
};

/** A case that was ever so sure of abuse would have been contained then, whatever became of it. */
const actingPoint = (
  threshold: number,
  {
    cases,
    incidents,
    siteDays,
  }: { readonly cases: readonly CaseOutcome[]; readonly incidents: readonly IncidentOutcome[]; readonly siteDays: number },
): ActingPoint => {
  const acted = cases.filter(({ surestOfAbuse }) => surestOfAbuse !== null && surestOfAbuse >= threshold);
  const right = shareWhere(acted, ({ match }) => match.verdictsNearby.has("abuse"));
  const actedOn = new Set(acted.map(({ match }) => match));
  return {
    threshold,
    cases: acted.length,
    right,
    wrongful: rateOf(acted.length - right.hits, siteDays),
    acted: shareWhere(
      incidents.filter(({ incident }) => incident.verdict === "abuse" && incident.knowable),
      ({ cases: own, coveredBy }) => own.some((match) => actedOn.has(match)) || (coveredBy !== null && actedOn.has(coveredBy)),
    ),
  };
};

export const summarizeActing = (actAt: number, scored: Parameters<typeof actingPoint>[1]): Evaluation["acting"] => ({
  actAt,
  at: actingPoint(actAt, scored),
  curve: curveAt.map((threshold) => actingPoint(threshold, scored)),
});

/** The measure that would be applied, against those that help and those that hurt. Only where the truth lists some. */
export const summarizeFirstMeasure = (cases: readonly CaseOutcome[]): Evaluation["firstMeasure"] => {
  const proposals = cases.flatMap(({ match: { incident, found } }) => {
    const [first] = found.report.containment;
    return first === undefined || incident === null ? [] : [{ first: first.measure, incident }];
  });
  const onAbuse = proposals.filter(({ incident }) => incident.verdict === "abuse" && incident.bestMeasures.length > 0);
  return {
    best: shareWhere(onAbuse, ({ first, incident }) => incident.bestMeasures.includes(first)),
    harmful: shareWhere(proposals, ({ first, incident }) => incident.harmfulMeasures.includes(first)),
  };
};
