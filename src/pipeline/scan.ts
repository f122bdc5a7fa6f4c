import type { Detection } from "../domain/detection.ts";
import type { Gap, ScanReport } from "../domain/scan-report.ts";
import type { CauseFinder } from "../ports/cause-finder.ts";
import type { Detector } from "../ports/detector.ts";
import type { Geo } from "../ports/geo.ts";
import type { LogFormat } from "../ports/log-format.ts";
import { type CaseBook, createCaseBook, type ScanCase } from "./case-book.ts";
import { type CaseReportParts, toCaseReport } from "./case-report.ts";
import { createDirectory, type Directory } from "./directory.ts";
import { readEvidence } from "./evidence-lines.ts";
import { createInputTally, type InputTally, toInputReport } from "./input-tally.ts";
import { createLogStream } from "./log-stream.ts";
import { createMailJoin, type MailJoin } from "./mail-join.ts";
import { mergeStreams } from "./merge-streams.ts";
import { type PreparedInputs, prepareInputs } from "./prepare-inputs.ts";
import { isoInZone } from "./report-time.ts";
import { createRequestTexts } from "./request-texts.ts";
import { createLineResolver, createPlacedSources } from "./resolve-line.ts";
import { runGaps } from "./run-gaps.ts";
import type { ScanRequest } from "./scan-request.ts";
import type { SourceBook } from "./source-book.ts";
import { createTraffic, type Traffic } from "./traffic.ts";
import { createTrustedSources } from "./trusted-sources.ts";

/** The plugs and the clock that a scan is made with. */
export interface ScanParts {
  readonly formats: readonly LogFormat[];
  readonly detectors: readonly Detector[];
  readonly causeFinders: readonly CauseFinder[];
  readonly openGeo: (request: ScanRequest) => Geo;
  /** Epoch ms; only for the age of the geo data. Everything else runs in event time. */
  readonly now: () => number;
}

export interface ScanProgress {
  readonly readBytes: number;
  readonly totalBytes: number;
}

export type Scan = (request: ScanRequest, progress: (progress: ScanProgress) => void) => Promise<ScanReport>;

/** What stands while the logs are read. */
interface Run {
  readonly prepared: PreparedInputs;
  readonly tallies: ReadonlyMap<string, InputTally>;
  readonly directory: Directory;
  readonly geo: Geo;
  readonly sources: SourceBook;
  readonly traffic: Traffic;
  readonly mailJoin: MailJoin;
  readonly book: CaseBook;
  readonly timezone: string;
}

const startRun = async (parts: ScanParts, request: ScanRequest): Promise<Run> => {
  const prepared = await prepareInputs(request.inputs, parts.formats, request.timezone);
  const { timezone } = prepared;
  const geo = parts.openGeo(request);
  const directory = createDirectory(request.accounts);
  const book = createCaseBook();
  const sources = createPlacedSources(geo);
  const traffic = createTraffic({
    sources,
    directory,
    geo,
    detectors: parts.detectors,
    trusted: createTrustedSources(request.exceptions, request.accounts),
    hasMailLog: prepared.files.some(({ told }) => told?.format.kind === "mail"),
    claim: book.take,
  });
  return {
    prepared,
    tallies: new Map(prepared.files.map((file) => [file.absolute, createInputTally(file)])),
    directory,
    geo,
    sources,
    traffic,
    mailJoin: createMailJoin({ directory, emit: traffic.onMail }),
    book,
    timezone,
  };
};

/** Bytes of the read buffer of each stream: large for few files, small for many, always above the longest line. */
const bufferBytesFor = (streams: number): number => (streams <= 32 ? 1024 * 1024 : 192 * 1024);

const readAll = async (run: Run, progress: (progress: ScanProgress) => void): Promise<void> => {
  const { prepared, traffic, mailJoin } = run;
  const totalBytes = prepared.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const resolve = createLineResolver(run.directory, run.sources);
  const texts = createRequestTexts();
  let readBytes = 0;
  const streams = prepared.groups.map((group) =>
    createLogStream({
      tallies: group.map(({ absolute }) => run.tallies.get(absolute) as InputTally),
      stampTimeFor: prepared.stampTimeFor,
      bufferBytes: bufferBytesFor(prepared.groups.length),
      book: run.sources,
      resolve,
      texts,
      access: traffic.onAccess,
      mail: (line) => {
        traffic.pass(line.time);
        mailJoin.accept(line);
      },
      onBytes: (count) => {
        readBytes += count;
        progress({ readBytes, totalBytes });
      },
    }),
  );
  try {
    await mergeStreams(streams);
  } finally {
    for (const stream of streams) await stream.close();
  }
  mailJoin.finish();
  traffic.finish();
};

const evidenceOf = (run: Run, cases: readonly ScanCase[]) =>
  readEvidence(
    cases.flatMap(({ detection }) => detection.evidence),
    new Map(run.prepared.files.map((file) => [file.shown, file])),
  );

const caseGaps = (run: Run, { account, site, firstSeen, gaps: own }: Detection): readonly Gap[] => {
  const gaps: Gap[] = [...own];
  if (account === null) gaps.push({ code: "account-unknown", detail: site.domain === "" ? null : site.domain });
  const known = run.directory.sites[site.id];
  if (account !== null && (known === undefined || known.account === null || known.inferred))
    gaps.push({ code: "owner-inferred", detail: account.name });
  if (firstSeen - run.traffic.period().from < 86_400_000) gaps.push({ code: "short-history", detail: null });
  return gaps;
};

const toReport = async (parts: ScanParts, run: Run): Promise<ScanReport> => {
  const { traffic, geo, prepared, timezone } = run;
  const period = traffic.period();
  const cases = run.book.cases();
  const iso = (epochMs: number): string => isoInZone(timezone, epochMs);
  const caseParts: CaseReportParts = {
    causeFinders: parts.causeFinders,
    history: traffic.history,
    home: geo.home,
    periodFrom: period.from,
    evidence: await evidenceOf(run, cases),
    iso,
    gapsOf: (detection) => caseGaps(run, detection),
  };
  const now = parts.now();
  const { requests, writes } = traffic.intake.totals();
  const wasRead = period.to >= period.from;
  return {
    schema: "sekisho.scan/1",
    home: geo.home,
    timezone,
    period: wasRead ? { from: iso(period.from), to: iso(period.to) } : null,
    inputs: prepared.files.map(({ absolute }) => toInputReport(run.tallies.get(absolute) as InputTally)),
    geo: geo.data.map(({ file, answers, builtAt, warning }) => ({
      file,
      answers,
      builtAt: iso(builtAt),
      ageDays: Math.floor((now - builtAt) / 86_400_000),
      warning,
    })),
    cases: cases.map((scanCase) => toCaseReport(scanCase, caseParts)),
    gaps: runGaps({
      files: prepared.files,
      yearGuessed: prepared.yearGuessed,
      zoneGuessed: prepared.zoneGuessed,
      home: geo.home,
      geoData: geo.data,
      now,
      periodMs: wasRead ? period.to - period.from : 0,
      evictedMessages: run.mailJoin.evicted(),
      repairedMessages: run.mailJoin.repaired(),
    }),
    totals: {
      requests,
      writes,
      messages: traffic.history.messages(),
      accounts: traffic.history.accounts(),
      sites: run.directory.sites.filter((site) => traffic.intake.trafficOf(site) !== null).length,
    },
  };
};

/** Reads logs offline in event time, as the live pipeline would have; no look-ahead for `detectedAt`. */
export const createScan =
  (parts: ScanParts): Scan =>
  async (request, progress) => {
    const run = await startRun(parts, request);
    await readAll(run, progress);
    return toReport(parts, run);
  };
