import type { Miss } from "./evaluation.ts";
import type { CaseMatch } from "./match-cases.ts";
import type { CaseOutcome, IncidentOutcome, WorldScore } from "./score-world.ts";
import { foundAs } from "./summarize-classes.ts";

const causeText = ({ found: { report } }: CaseMatch): string => {
  const { layer, path, query, file, mailbox } = report.cause;
  return [layer, path === null ? null : path + (query === null ? "" : `?${query}`), file, mailbox]
    .filter((part) => part !== null)
    .join(" ");
};

const saidOf = (match: CaseMatch | null): Miss["said"] =>
  match === null ? null : { class: match.found.report.class, confidence: match.found.report.confidence, cause: causeText(match) };

const whatOfIncident = (outcome: IncidentOutcome): Miss["what"] | null => {
  const found = foundAs(outcome);
  if (!found.verdict) return "missed";
  if (!found.class) return "wrong-class";
  return outcome.cause?.top1 === false && outcome.incident.verdict !== "benign" ? "wrong-cause" : null;
};

const incidentMiss = (directory: string, outcome: IncidentOutcome): readonly Miss[] => {
  const what = whatOfIncident(outcome);
  const { incident } = outcome;
  if (what === null || !incident.knowable) return [];
  const { id, kind, account, site, tags } = incident;
  const at = new Date(incident.start).toISOString();
  return [
    {
      what,
      directory,
      account,
      site,
      at,
      incident: { id, kind, class: incident.class, tags },
      said: saidOf(outcome.main ?? outcome.coveredBy),
    },
  ];
};

const caseMiss = (directory: string, { match, isRight }: CaseOutcome): readonly Miss[] => {
  const { report } = match.found;
  const isWrongful = report.verdict === "abuse" && !isRight;
  if (!isWrongful && match.incident !== null) return [];
  const { account, site, firstSeen } = report;
  const { incident } = match;
  const known = incident === null ? null : { id: incident.id, kind: incident.kind, class: incident.class, tags: incident.tags };
  return [{ what: isWrongful ? "wrongful" : "no-incident", directory, account, site, at: firstSeen, incident: known, said: saidOf(match) }];
};

/** Everything that came out wrong: incidents without a right case, and cases without a right incident. */
export const listMisses = (scores: readonly WorldScore[]): readonly Miss[] =>
  scores.flatMap(({ directory, incidents, cases }) => [
    ...cases.flatMap((outcome) => caseMiss(directory, outcome)),
    ...incidents.flatMap((outcome) => incidentMiss(directory, outcome)),
  ]);
