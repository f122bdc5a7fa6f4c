import type { Site } from "../domain/account.ts";
import type { Detection } from "../domain/detection.ts";
import type { LinePlace } from "../domain/line-place.ts";
import type { Gap, GeoReport, ScanReport } from "../domain/scan-report.ts";
import { dayMs, minuteMs } from "../kit/time-units.ts";
import type { CauseFinder } from "../ports/cause-finder.ts";
import { toCaseReport } from "./case-report.ts";
import { clockShiftMs } from "./clock-shift.ts";
import { settleComplaints } from "./complaint-cases.ts";
import { complaintGaps, toComplaintReport } from "./complaint-report.ts";
import type { KnownSite } from "./directory.ts";
import { type EvidenceFile, readEvidence } from "./evidence-lines.ts";
import { type InputTally, toInputReport } from "./input-tally.ts";
import { faultGaps, faultsOfCase, type LogFaults, logFaults, type ReadLog, sight } from "./log-faults.ts";
import { missingForCase, missingLogs, type ReadSides } from "./missing-logs.ts";
import { isoInZone, offsetText } from "./report-time.ts";
import { runGaps } from "./run-gaps.ts";
import type { ScanCase } from "./scan-case.ts";
import type { ScanRun } from "./scan-run.ts";

/** What a report needs beyond the run itself. */
export interface ReportParts {
  /** The logs as they were read. */
  readonly logs: readonly ReadLog[];
  readonly causeFinders: readonly CauseFinder[];
  /** Epoch ms; only for the age of the geo data. */
  readonly now: number;
}

type Iso = (epochMs: number) => string;

/** What was wrong with the inputs, and what of them was read. */
interface Inputs {
  readonly faults: readonly LogFaults[];
  readonly sides: ReadSides;
  readonly iso: Iso;
}

const caseGaps = (run: ScanRun, detection: Detection, { faults, sides, iso }: Inputs): readonly Gap[] => {
  const { directory, traffic } = run;
  const { account, site, firstSeen, gaps: own } = detection;
  const gaps: Gap[] = [...own];
  if (account === null) gaps.push({ code: "account-unknown", detail: site?.domain || null });
  const known = site === null ? null : (directory.sites[site.id] ?? null);
  if (account !== null && known !== null && (known.account === null || known.inferred))
    gaps.push({ code: "owner-inferred", detail: account.name });
  if (firstSeen - traffic.period().from < dayMs) gaps.push({ code: "short-history", detail: null });
  const shiftMs = shiftOf(run, detection);
  if (shiftMs !== null) gaps.push({ code: "clocks-differ", detail: offsetText(shiftMs / minuteMs) });
  return [...gaps, ...missingForCase(detection, sides), ...faultsOfCase(faults, detection, iso)];
};

/** A flood without mail may be a relay whose mail log was read in the wrong zone: looks for the shift that says so. */
const shiftOf = ({ directory, traffic }: ScanRun, { class: claimed, account, requestMinutes }: Detection): number | null => {
  if (claimed !== "form-flood") return null;
  for (const one of account === null ? directory.accounts : [account]) {
    const shiftMs = clockShiftMs(requestMinutes, traffic.history.times(one));
    if (shiftMs !== null) return shiftMs;
  }
  return null;
};

/** The cases of the logs and those of the complaints, as one list. */
const settle = ({ book, complaints, watch, directory, traffic, prepared }: ScanRun): ReturnType<typeof settleComplaints> =>
  settleComplaints(complaints.files, {
    cases: book.cases(),
    watch,
    directory,
    period: traffic.period(),
    hasMailLog: prepared.files.some(({ told }) => told?.format.kind === "mail"),
  });

const evidenceFiles = ({ prepared, complaints }: ScanRun): ReadonlyMap<string, EvidenceFile> =>
  new Map([
    ...prepared.files.map((file) => [file.shown, file] as const),
    ...complaints.files.flatMap(({ shown, file }) => (file === null ? [] : [[shown, file] as const])),
  ]);

/** These lines, from the logs as they lie on the disk. */
export const evidenceAt = (run: ScanRun, places: readonly LinePlace[]): ReturnType<typeof readEvidence> =>
  readEvidence(places, evidenceFiles(run));

const evidenceOf = (run: ScanRun, cases: readonly ScanCase[]): ReturnType<typeof readEvidence> =>
  evidenceAt(
    run,
    cases.flatMap(({ detection }) => detection.evidence),
  );

/** Cases in the contract's form, by what the run knows at this moment. */
const caseReportsOf = (
  run: ScanRun,
  cases: readonly ScanCase[],
  { causeFinders, inputs, evidence }: CaseSources & { readonly inputs: Inputs },
): ScanReport["cases"] => {
  const parts = {
    causeFinders,
    history: run.traffic.history,
    sources: run.sources,
    home: run.geo.home,
    periodFrom: run.traffic.period().from,
    evidence,
    iso: inputs.iso,
    regularsOf: (site: Site) => ({
      networks: run.traffic.intake.regulars(site),
      logStart: run.traffic.intake.trafficOf(site as KnownSite)?.startedAt ?? null,
    }),
    gapsOf: (detection: Detection) => caseGaps(run, detection, inputs),
    sightOf: (detection: Detection) => sight(inputs.faults, detection, inputs.sides.isRead),
  };
  return cases.map((scanCase) => toCaseReport(scanCase, parts));
};

/** What a case is told from, besides the run. */
export interface CaseSources {
  readonly causeFinders: readonly CauseFinder[];
  readonly evidence: Awaited<ReturnType<typeof readEvidence>>;
}

/** The same while the logs are still read: what a hole in them hides cannot be known yet. */
export const caseReportsNow = (run: ScanRun, cases: readonly ScanCase[], sources: CaseSources): ScanReport["cases"] => {
  const iso: Iso = (epochMs) => isoInZone(run.prepared.timezone, epochMs);
  return caseReportsOf(run, cases, { ...sources, inputs: { faults: [], sides: sidesOf(run), iso } });
};

const geoOf = ({ geo }: ScanRun, now: number, iso: Iso): readonly GeoReport[] =>
  geo.data.map(({ file, answers, builtAt, warning }) => ({
    file,
    answers,
    builtAt: iso(builtAt),
    ageDays: Math.floor((now - builtAt) / dayMs),
    warning,
  }));

const gapsOf = ({ prepared, geo, mailJoin, traffic }: ScanRun, now: number, inputs: Inputs): readonly Gap[] => [
  ...runGaps({
    files: prepared.files,
    yearGuessed: prepared.yearGuessed,
    zoneGuessed: prepared.zoneGuessed,
    home: geo.home,
    geoData: geo.data,
    now,
    periodMs: periodMsOf(traffic.period()),
    evictedMessages: mailJoin.evicted(),
    repairedMessages: mailJoin.repaired(),
  }),
  ...missingLogs(inputs.sides),
  ...faultGaps(inputs.faults, inputs.iso),
];

const periodMsOf = ({ from, to }: { readonly from: number; readonly to: number }): number => Math.max(0, to - from);

const totalsOf = ({ traffic, directory }: ScanRun): ScanReport["totals"] => ({
  ...traffic.intake.totals(),
  messages: traffic.history.messages(),
  accounts: traffic.history.accounts(),
  sites: directory.sites.filter((site) => traffic.intake.trafficOf(site) !== null).length,
});

const sidesOf = ({ directory, traffic, mailHosts }: ScanRun): ReadSides => ({
  directory,
  isRead: (site) => traffic.intake.trafficOf(site) !== null,
  mails: (account) => traffic.history.total(account) > 0,
  mailHosts: new Set(mailHosts.flatMap((hosts) => [...hosts])),
});

/** What a finished run found, in the contract's form. Reads the quoted lines again; throws what {@link readEvidence} throws. */
export const toScanReport = async (run: ScanRun, { causeFinders, logs, now }: ReportParts): Promise<ScanReport> => {
  const { timezone, files } = run.prepared;
  const { from, to } = run.traffic.period();
  const wasRead = to >= from;
  const iso: Iso = (epochMs) => isoInZone(timezone, epochMs);
  const { cases, complaints } = settle(run);
  const inputs: Inputs = { faults: wasRead ? logFaults(logs, { from, to }, run.directory) : [], sides: sidesOf(run), iso };
  return {
    schema: "sekisho.scan/1",
    home: run.geo.home,
    timezone,
    period: wasRead ? { from: iso(from), to: iso(to) } : null,
    inputs: files.map(({ absolute }) => toInputReport(run.tallies.get(absolute) as InputTally)),
    geo: geoOf(run, now, iso),
    cases: caseReportsOf(run, cases, { causeFinders, inputs, evidence: await evidenceOf(run, cases) }),
    complaints: complaints.map((one) => toComplaintReport(one, cases, iso)),
    gaps: [...gapsOf(run, now, inputs), ...complaintGaps(complaints, run.complaints.leftOut)],
    totals: totalsOf(run),
  };
};
