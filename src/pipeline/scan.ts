import type { ScanReport } from "../domain/scan-report.ts";
import type { CauseFinder } from "../ports/cause-finder.ts";
import type { InputTally } from "./input-tally.ts";
import type { ReadLog } from "./log-faults.ts";
import { wholeFile } from "./log-piece.ts";
import type { LogStream } from "./log-stream.ts";
import { mergeStreams, type Pass } from "./merge-streams.ts";
import { createStreamOpener } from "./open-streams.ts";
import { toScanReport } from "./run-report.ts";
import type { ScanRequest } from "./scan-request.ts";
import { type RunParts, type ScanRun, startRun } from "./scan-run.ts";

/** The plugs and the clock that a scan is made with. */
export interface ScanParts extends RunParts {
  readonly causeFinders: readonly CauseFinder[];
  /** Epoch ms; only for the age of the geo data. Everything else runs in event time. */
  readonly now: () => number;
}

/** How far the reading is, in bytes of the files as they lie on the disk. */
export interface ScanProgress {
  readonly readBytes: number;
  readonly totalBytes: number;
}

/** Reads what the request names and reports; tells its progress on the way. */
export type Scan = (request: ScanRequest, progress: (progress: ScanProgress) => void) => Promise<ScanReport>;

/** One stream a log, from its oldest rotated file to the live one. */
const openStreams = (run: ScanRun, onBytes: (count: number) => void): readonly LogStream[] => {
  const { groups, stampTimeFor } = run.prepared;
  const open = createStreamOpener(run, groups.length);
  return groups.map((group, at) => {
    const pieces = group.map((file) => wholeFile(run.tallies.get(file.absolute) as InputTally, () => stampTimeFor(file), onBytes));
    return open(pieces, run.mailHosts[at] ?? new Set());
  });
};

/** Reads all logs through the run, from their first line to their last. */
export const readAll = async (run: ScanRun, progress: (progress: ScanProgress) => void, pass?: Pass): Promise<readonly ReadLog[]> => {
  const totalBytes = run.prepared.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let readBytes = 0;
  const streams = openStreams(run, (count) => {
    readBytes += count;
    progress({ readBytes, totalBytes });
  });
  try {
    await mergeStreams(streams, pass);
  } finally {
    for (const stream of streams) await stream.close();
  }
  run.mailJoin.finish();
  run.traffic.finish();
  return streams.map(({ clock }, at) => {
    const files = run.prepared.groups[at] ?? [];
    const lines = files.reduce((sum, { absolute }) => sum + (run.tallies.get(absolute)?.lines ?? 0), 0);
    return { files, clock, lines, hosts: run.mailHosts[at] ?? new Set() };
  });
};

/** Reads logs offline in event time, as the live pipeline would have; no look-ahead for `detectedAt`. */
export const createScan =
  (parts: ScanParts): Scan =>
  async (request, progress) => {
    const run = await startRun(request, parts);
    const logs = await readAll(run, progress);
    return toScanReport(run, { logs, causeFinders: parts.causeFinders, now: parts.now() });
  };
