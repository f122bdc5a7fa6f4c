import { abuseClasses, type Verdict, verdictOf } from "../../domain/abuse-class.ts";
import type { AttributionSummary, ClassSummary, Confusion, DelaySummary, MatchingSummary, VerdictSummary } from "./evaluation.ts";
import { quantilesOf, shareWhere } from "./intervals.ts";
import type { CaseOutcome, IncidentOutcome } from "./score-world.ts";

/** Whether an incident has a case of its verdict, and one of its class; a neighbour's case that runs through it counts too. */
export const foundAs = ({ incident, cases, coveredBy }: IncidentOutcome): { readonly verdict: boolean; readonly class: boolean } => {
  const all = coveredBy === null ? cases : [...cases, coveredBy];
  return {
    verdict: all.some(({ found }) => found.report.verdict === incident.verdict),
    class: all.some(({ found }) => found.report.class === incident.class),
  };
};

const knowable = (incidents: readonly IncidentOutcome[]): readonly IncidentOutcome[] =>
  incidents.filter(({ incident }) => incident.knowable);

const verdicts: readonly Verdict[] = ["abuse", "nuisance", "benign"];

export const summarizeVerdicts = (cases: readonly CaseOutcome[], incidents: readonly IncidentOutcome[]): readonly VerdictSummary[] =>
  verdicts.map((verdict) => ({
    verdict,
    precision: shareWhere(
      cases.filter(({ match }) => match.found.report.verdict === verdict),
      ({ isRight }) => isRight,
    ),
    recall: shareWhere(
      knowable(incidents).filter(({ incident }) => incident.verdict === verdict),
      (outcome) => foundAs(outcome).verdict,
    ),
  }));

export const summarizeClasses = (cases: readonly CaseOutcome[], incidents: readonly IncidentOutcome[]): readonly ClassSummary[] =>
  abuseClasses.map((name) => {
    const ofClass = knowable(incidents).filter(({ incident }) => incident.class === name);
    return {
      class: name,
      precision: shareWhere(
        cases.filter(({ match }) => match.found.report.class === name),
        ({ match }) => match.incident?.class === name,
      ),
      recall: shareWhere(ofClass, (outcome) => foundAs(outcome).class),
      verdictRecall: shareWhere(ofClass, (outcome) => foundAs(outcome).verdict),
    };
  });

/** Incidents that cannot be known are left out unless there is a case for them. */
export const summarizeConfusion = (cases: readonly CaseOutcome[], incidents: readonly IncidentOutcome[]): Confusion => {
  const size = abuseClasses.length;
  const counts = Array.from({ length: size + 1 }, () => new Array<number>(size + 1).fill(0));
  const count = (row: number, column: number): void => {
    const cells = counts[row];
    if (cells !== undefined) cells[column] = (cells[column] ?? 0) + 1;
  };
  for (const { incident, main, coveredBy } of incidents) {
    const said = main ?? coveredBy;
    if (said === null && !incident.knowable) continue;
    count(abuseClasses.indexOf(incident.class), said === null ? size : abuseClasses.indexOf(said.found.report.class));
  }
  for (const { match } of cases) if (match.incident === null) count(size, abuseClasses.indexOf(match.found.report.class));
  return { classes: abuseClasses, counts };
};

export const summarizeMatching = (cases: readonly CaseOutcome[], incidents: readonly IncidentOutcome[]): MatchingSummary => {
  const matches = cases.map(({ match }) => match);
  const matched = matches.filter(({ incident, isExtra }) => incident !== null && !isExtra);
  return {
    cases: cases.length,
    incidents: incidents.length,
    matched: matched.length,
    onlyNear: matched.filter(({ isOnlyNear }) => isOnlyNear).length,
    split: matches.filter(({ isExtra }) => isExtra).length,
    merged: incidents.filter(({ coveredBy }) => coveredBy !== null).length,
    unmatchedCases: matches.filter(({ incident }) => incident === null).length,
  };
};

const abuseFound = (incidents: readonly IncidentOutcome[]): readonly IncidentOutcome[] =>
  incidents.filter(({ incident }) => incident.verdict === "abuse");

/** All abuse first, then every class that has something to show. */
const perClass = <Row extends { readonly class: AttributionSummary["class"] }>(
  incidents: readonly IncidentOutcome[],
  summarize: (name: AttributionSummary["class"], of: readonly IncidentOutcome[]) => Row,
): readonly Row[] => [
  summarize(null, abuseFound(incidents)),
  ...abuseClasses.flatMap((name) => {
    const ofClass = incidents.filter(({ incident }) => incident.class === name);
    return ofClass.length === 0 ? [] : [summarize(name, ofClass)];
  }),
];

export const summarizeAttribution = (incidents: readonly IncidentOutcome[]): readonly AttributionSummary[] =>
  perClass(
    incidents.filter(({ incident }) => verdictOf(incident.class) !== "benign"),
    (name, of) => {
      const causes = of.flatMap(({ cause }) => (cause === null ? [] : [cause]));
      return { class: name, top1: shareWhere(causes, ({ top1 }) => top1), top3: shareWhere(causes, ({ top3 }) => top3) };
    },
  );

/** Harmful mails are counted only for incidents that send some; a delay before the first harm is no delay. */
export const summarizeDelay = (incidents: readonly IncidentOutcome[]): readonly DelaySummary[] =>
  perClass(incidents, (name, of) => {
    const found = of.filter(({ delay }) => delay !== null);
    const sending = found.filter(({ incident }) => incident.harmfulMessages > 0);
    return {
      class: name,
      minutes: quantilesOf(found.map(({ delay }) => Math.max(0, delay?.minutes ?? 0))),
      harmfulMails: quantilesOf(sending.map(({ delay }) => delay?.harmfulMails ?? 0)),
    };
  });
