import { baselineNames } from "./baselines.ts";
import type { BaselineSummary, Evaluation, WorldSummary } from "./evaluation.ts";
import { quantilesOf, rateOf, shareOf, shareWhere } from "./intervals.ts";
import { listMisses } from "./list-misses.ts";
import type { IncidentOutcome, WorldScore } from "./score-world.ts";
import {
  foundAs,
  summarizeAttribution,
  summarizeClasses,
  summarizeConfusion,
  summarizeDelay,
  summarizeMatching,
  summarizeVerdicts,
} from "./summarize-classes.ts";
import { summarizeActing, summarizeConfidence, summarizeErrors, summarizeFirstMeasure, summarizeImpact } from "./summarize-honesty.ts";

const worldSummary = ({ directory, world, incidents, cases }: WorldScore): WorldSummary => {
  const { seed, from, to, siteDays, quietSiteDays, lines } = world;
  return { directory, seed, from, to, siteDays, quietSiteDays, lines, incidents: incidents.length, cases: cases.length };
};

const summarizeUnknowable = (incidents: readonly IncidentOutcome[]): Evaluation["unknowable"] => {
  const unknowable = incidents.filter(({ incident }) => !incident.knowable);
  const byReason = Map.groupBy(unknowable, ({ incident }) => incident.why ?? "no reason given");
  return {
    incidents: unknowable.length,
    found: shareWhere(unknowable, (outcome) => foundAs(outcome).verdict),
    reasons: [...byReason].map(([why, of]) => ({ why, incidents: of.length })).sort((a, b) => b.incidents - a.incidents),
  };
};

const summarizeBaselines = (scores: readonly WorldScore[], siteDays: number): readonly BaselineSummary[] =>
  baselineNames.map((name) => {
    const own = scores.flatMap(({ baselines }) => baselines.filter((baseline) => baseline.name === name));
    const sum = (key: "noticed" | "abuseIncidents" | "wrongful" | "wrongfulInNuisance"): number =>
      own.reduce((total, baseline) => total + baseline[key], 0);
    return {
      name,
      recall: shareOf(sum("noticed"), sum("abuseIncidents")),
      wrongful: rateOf(sum("wrongful"), siteDays),
      wrongfulInNuisance: sum("wrongfulInNuisance"),
      harmfulMails: quantilesOf(own.flatMap(({ harmfulMails }) => harmfulMails)),
    };
  });

/** Sums the scores of all worlds up. `actAt`: the confidence from which a case is contained without a person. */
export const evaluateWorlds = (scores: readonly WorldScore[], actAt: number): Evaluation => {
  const cases = scores.flatMap((score) => score.cases);
  const incidents = scores.flatMap((score) => score.incidents);
  const siteDays = scores.reduce((sum, { world }) => sum + world.siteDays, 0);
  const wrongful = cases.filter(({ match, isRight }) => match.found.report.verdict === "abuse" && !isRight);
  return {
    schema: "sekisho.evaluation/1",
    worlds: scores.map(worldSummary),
    siteDays,
    matching: summarizeMatching(cases, incidents),
    verdicts: summarizeVerdicts(cases, incidents),
    classes: summarizeClasses(cases, incidents),
    confusion: summarizeConfusion(cases, incidents),
    wrongfulAbuseCases: rateOf(wrongful.length, siteDays),
    acting: summarizeActing(actAt, { cases, incidents, siteDays }),
    attribution: summarizeAttribution(incidents),
    delay: summarizeDelay(incidents),
    impact: summarizeImpact(cases),
    counts: {
      messages: summarizeErrors(cases.map(({ messages }) => messages)),
      requests: summarizeErrors(cases.map(({ requests }) => requests)),
    },
    confidence: summarizeConfidence(cases),
    firstMeasure: summarizeFirstMeasure(cases),
    unknowable: summarizeUnknowable(incidents),
    baselines: summarizeBaselines(scores, siteDays),
    misses: listMisses(scores),
  };
};
