import { type AbuseClass, verdictOf } from "../src/domain/abuse-class.ts";
import type { CaseReport, CauseReport, ScanReport } from "../src/domain/scan-report.ts";
import type { Incident, MailRow, RequestRow, Truth } from "../src/simulate/scoring/truth.ts";

/** Small hand-made truths and reports for the tests of scoring. Times are given in hours after the first of March 2026. */

const start = Date.parse("2026-03-01T00:00:00+09:00");
const hourMs = 3_600_000;

export const at = (hours: number): number => start + hours * hourMs;

const iso = (hours: number): string => new Date(at(hours)).toISOString();

const formCause: Incident["cause"] = { layer: "form", method: "POST", path: "/contact/", query: null, file: null, mailbox: null };

export interface IncidentSketch {
  readonly id?: string;
  readonly class?: AbuseClass;
  readonly account?: string;
  readonly site?: string | null;
  /** First and last hour. */
  readonly hours?: readonly [number, number];
  readonly more?: Partial<Incident>;
}

export const incidentOf = (sketch: IncidentSketch = {}): Incident => {
  const { id = "i1", class: name = "form-relay", account = "u1", site = "a.example", hours = [10, 20], more = {} } = sketch;
  return {
    id,
    kind: name,
    class: name,
    verdict: verdictOf(name),
    host: "sv1",
    account,
    site,
    start: at(hours[0]),
    end: at(hours[1]),
    harmStart: at(hours[0]),
    cause: formCause,
    endpoints: [],
    harmfulMessages: 0,
    bestMeasures: [],
    harmfulMeasures: [],
    knowable: true,
    why: null,
    tags: [],
    ...more,
  };
};

export interface CaseSketch extends Omit<IncidentSketch, "id" | "more" | "account"> {
  readonly account?: string | null;
  readonly confidence?: number;
  readonly detected?: number;
  readonly cause?: Partial<CauseReport>;
  readonly more?: Partial<CaseReport>;
}

export const caseOf = (sketch: CaseSketch = {}): CaseReport => {
  const {
    class: name = "form-relay",
    account = "u1",
    site = "a.example",
    hours = [10, 20],
    confidence = 0.99,
    cause = {},
    more = {},
  } = sketch;
  const detectedAt = iso(sketch.detected ?? hours[0]);
  return {
    class: name,
    verdict: verdictOf(name),
    confidence,
    account,
    host: "sv1",
    site,
    detectedAt,
    openedAt: detectedAt,
    firstSeen: iso(hours[0]),
    lastSeen: iso(hours[1]),
    cause: { ...formCause, confidence: 1, endpoints: [], explains: { messages: 0, share: 0, byChance: null }, alternatives: [], ...cause },
    counts: {
      requests: 0,
      refusedRequests: 0,
      foreignRequests: 0,
      sources: 0,
      messages: 0,
      recipients: 0,
      foreignRecipients: 0,
      bounced: 0,
    },
    evidence: [],
    containment: [],
    notProposed: [],
    sharedAccount: null,
    history: [],
    reasons: [],
    gaps: [],
    series: { mailPerHour: [], requestsByEndpoint: [], sourcesByCountry: [] },
    ...more,
  };
};

export const writeOf = (hours: number, more: Partial<RequestRow> = {}): RequestRow => ({
  at: at(hours),
  site: "a.example",
  source: "192.0.2.1",
  country: "RU",
  method: "POST",
  path: "/contact/",
  incident: "",
  isLost: false,
  ...more,
});

export const mailOf = (hours: number, more: Partial<MailRow> = {}): MailRow => ({
  at: at(hours),
  host: "sv1",
  account: "u1",
  mailbox: "",
  incident: "",
  isHarmful: false,
  isLost: false,
  ...more,
});

/** `count` rows, one every minute from the hour on. */
export const everyMinute = <Row>(count: number, hour: number, make: (hours: number) => Row): readonly Row[] =>
  Array.from({ length: count }, (_, minute) => make(hour + minute / 60));

export interface TruthSketch {
  readonly incidents?: readonly Incident[];
  readonly writes?: readonly RequestRow[];
  readonly reads?: readonly RequestRow[];
  readonly mails?: readonly MailRow[];
  readonly foreign?: readonly {
    readonly site: string;
    readonly day: number;
    readonly foreignRequests: number;
    readonly trustedForeignRequests: number | null;
  }[];
  readonly exceptions?: Truth["exceptions"];
  readonly siteDays?: number;
}

export const truthOf = (sketch: TruthSketch = {}): Truth => {
  const { incidents = [], writes = [], reads = [], mails = [], foreign = [], exceptions = [], siteDays = 1_000 } = sketch;
  return {
    world: {
      schema: "sekisho.world/1",
      seed: 1,
      from: iso(0),
      to: iso(720),
      siteDays,
      quietSiteDays: null,
      lines: { access: writes.length, mail: mails.length },
    },
    incidents,
    writesBySite: Map.groupBy(writes, ({ site }) => site),
    readsBySite: Map.groupBy(reads, ({ site }) => site),
    foreignBySite: Map.groupBy(foreign, ({ site }) => site),
    mailsByAccount: Map.groupBy(mails, ({ host, account }) => `${host} ${account}`),
    exceptions,
  };
};

export const reportOf = (cases: readonly CaseReport[]): ScanReport => ({
  schema: "sekisho.scan/1",
  home: "JP",
  timezone: "Asia/Tokyo",
  period: { from: iso(0), to: iso(720) },
  inputs: [],
  geo: [],
  cases,
  complaints: [],
  gaps: [],
  totals: { requests: 0, writes: 0, messages: 0, accounts: 0, sites: 0 },
});

/** One measure with the figures that a case says, over the whole of the period up to an hour. */
export const containmentOf = (
  measure: CaseReport["containment"][number]["measure"],
  target: CaseReport["containment"][number]["target"],
  impact: { readonly abusive: number; readonly other: number; readonly until?: number; readonly unit?: "requests" | "messages" },
): CaseReport["containment"][number] => ({
  measure,
  target,
  impact: { abusive: impact.abusive, other: impact.other, from: iso(0), to: iso(impact.until ?? 48), unit: impact.unit ?? "requests" },
});
