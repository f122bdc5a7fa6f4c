import type { CaseReport, ScanReport } from "../../domain/scan-report.ts";
import { type Baseline, scoreBaselines } from "./baselines.ts";
import { judgeCause } from "./judge-cause.ts";
import { type CaseMatch, matchCases, timeCase } from "./match-cases.ts";
import { measureImpact, type TrueImpact } from "./measure-impact.ts";
import { accountKey } from "./read-truth.ts";
import { createTrustedRows } from "./trusted-rows.ts";
import type { Incident, MailRow, RequestRow, Truth, World } from "./truth.ts";

/** What a figure of a case is, and what it should be. */
export interface Told {
  readonly said: number;
  readonly truth: number;
}

/** One case, judged. */
export interface CaseOutcome {
  readonly match: CaseMatch;
  /** The verdict is right: abuse where there was abuse on that account then, anything else where its incident is of that verdict. */
  readonly isRight: boolean;
  /** The most that it was ever sure of abuse, while it grew; null where it never said abuse or proposed no measure. */
  readonly surestOfAbuse: number | null;
  /** The first measure against what it would really have stopped; null where there is none to check. */
  readonly impact: { readonly measure: string; readonly abusive: Told; readonly other: Told | null } | null;
  readonly messages: Told | null;
  readonly requests: Told | null;
}

/** One incident, and the cases that tell of it. */
export interface IncidentOutcome {
  readonly incident: Incident;
  /** The case counted for it; null where there is none. */
  readonly main: CaseMatch | null;
  /** The case of a neighbouring wave that runs through this one too. */
  readonly coveredBy: CaseMatch | null;
  /** Every case that is about it: the main one and its further pieces. */
  readonly cases: readonly CaseMatch[];
  readonly cause: { readonly top1: boolean; readonly top3: boolean } | null;
  /** Minutes from the first harm to the first right verdict, and harmful mails until then; null where there is none. */
  readonly delay: { readonly minutes: number; readonly harmfulMails: number } | null;
}

/** A world's score before it is summed up with others. */
export interface WorldScore {
  readonly directory: string;
  readonly world: World;
  readonly cases: readonly CaseOutcome[];
  readonly incidents: readonly IncidentOutcome[];
  readonly baselines: readonly Baseline[];
}

const incidentsOf = ({ incident, alsoCovers }: CaseMatch): ReadonlySet<string> =>
  new Set([incident, ...alsoCovers].flatMap((known) => (known === null ? [] : [known.id])));

const isRightVerdict = ({ found, incident, verdictsNearby }: CaseMatch): boolean =>
  found.report.verdict === "abuse" ? verdictsNearby.has("abuse") : incident?.verdict === found.report.verdict;

const surestOfAbuse = ({ verdict, confidence, history, containment }: CaseReport): number | null => {
  if (containment.length === 0) return null;
  const steps = [{ verdict, confidence }, ...history].filter((step) => step.verdict === "abuse");
  return steps.length === 0 ? null : Math.max(...steps.map((step) => step.confidence));
};

/** Rows of the incidents, from where they lie. */
const mailsOf = (truth: Truth, { host, account }: Incident): readonly MailRow[] =>
  account === null ? [] : (truth.mailsByAccount.get(accountKey(host, account)) ?? []);

const countIncident = (rows: readonly (MailRow | RequestRow)[], ids: ReadonlySet<string>): number =>
  rows.reduce((sum, row) => (!row.isLost && ids.has(row.incident) ? sum + 1 : sum), 0);

/** Requests that a case counts: those that change something, or the pages that set a mailer off. */
const trueRequests = (truth: Truth, { site, cause }: Incident, ids: ReadonlySet<string>): number => {
  const writes = countIncident(truth.writesBySite.get(site ?? "") ?? [], ids);
  if (cause.method !== "GET") return writes;
  const triggers = (truth.readsBySite.get(site ?? "") ?? []).filter(({ path }) => path === cause.path);
  return writes + countIncident(triggers, ids);
};

const countsOf = (truth: Truth, match: CaseMatch): Pick<CaseOutcome, "messages" | "requests"> => {
  const { incident, isExtra, found } = match;
  if (incident === null || isExtra || incident.verdict !== found.report.verdict) return { messages: null, requests: null };
  const ids = incidentsOf(match);
  const { counts } = found.report;
  const messages = { said: counts.messages, truth: countIncident(mailsOf(truth, incident), ids) };
  const requests = { said: counts.requests, truth: trueRequests(truth, incident, ids) };
  return { messages: messages.truth === 0 ? null : messages, requests: requests.truth === 0 ? null : requests };
};

const impactOf = (
  truth: Truth,
  match: CaseMatch,
  scan: { readonly home: string | null; readonly isTrusted: (row: RequestRow) => boolean },
): CaseOutcome["impact"] => {
  const { incident, found } = match;
  const [containment] = found.report.containment;
  if (containment === undefined || incident?.verdict !== "abuse" || found.report.verdict !== "abuse") return null;
  const host = found.report.host ?? incident.host;
  const real: TrueImpact | null = measureImpact(truth, { containment, host, incidents: incidentsOf(match), ...scan });
  if (real === null) return null;
  const { abusive, other } = containment.impact;
  return {
    measure: containment.measure,
    abusive: { said: abusive, truth: real.abusive },
    other: real.other === null ? null : { said: other, truth: real.other },
  };
};

/** A case may have been of another class first: the verdict counts, from when on it was right. */
const firstRightAt = ({ found }: CaseMatch, { verdict }: Incident): number => {
  const steps = found.report.history.filter((step) => step.verdict === verdict).map(({ at }) => Date.parse(at));
  return Math.min(found.detectedAt, ...steps);
};

const delayOf = (truth: Truth, incident: Incident, cases: readonly CaseMatch[]): IncidentOutcome["delay"] => {
  const right = cases.filter(({ found }) => found.report.verdict === incident.verdict);
  if (right.length === 0) return null;
  const detectedAt = Math.min(...right.map((match) => firstRightAt(match, incident)));
  const harmful = mailsOf(truth, incident).filter((row) => row.incident === incident.id && row.isHarmful && row.at < detectedAt);
  return { minutes: (detectedAt - (incident.harmStart ?? incident.start)) / 60_000, harmfulMails: harmful.length };
};

const incidentOutcome = (truth: Truth, incident: Incident, matches: readonly CaseMatch[]): IncidentOutcome => {
  const cases = matches.filter((match) => match.incident === incident);
  const main = cases.find(({ isExtra }) => !isExtra) ?? null;
  const coveredBy = matches.find(({ alsoCovers }) => alsoCovers.includes(incident)) ?? null;
  const isFound = main !== null && main.found.report.verdict === incident.verdict;
  const cause = isFound ? judgeCause(main.found.report, incident) : null;
  return { incident, main, coveredBy, cases, cause, delay: delayOf(truth, incident, cases) };
};

/** Scores one scan against what really happened. */
export const scoreWorld = (directory: string, truth: Truth, report: ScanReport): WorldScore => {
  const matches = matchCases(report.cases.map(timeCase), truth.incidents);
  const scan = { home: report.home, isTrusted: createTrustedRows(truth.exceptions) };
  return {
    directory,
    world: truth.world,
    cases: matches.map((match) => ({
      match,
      isRight: isRightVerdict(match),
      surestOfAbuse: surestOfAbuse(match.found.report),
      impact: impactOf(truth, match, scan),
      ...countsOf(truth, match),
    })),
    incidents: truth.incidents.map((incident) => incidentOutcome(truth, incident, matches)),
    baselines: scoreBaselines(truth),
  };
};
