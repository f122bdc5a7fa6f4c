import type { ScanReport } from "../domain/scan-report.ts";
import type { CauseFinder } from "../ports/cause-finder.ts";
import type { InputTally } from "./input-tally.ts";
import type { ReadLog } from "./log-faults.ts";
import { createLogStream, type LogStream } from "./log-stream.ts";
import { mergeStreams, type Pass } from "./merge-streams.ts";
import { createRequestTexts } from "./request-texts.ts";
import { createLineResolver } from "./resolve-line.ts";
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

const fewStreams = 32;

/** Bytes of the read buffer of each stream: large for few files, small for many, always above the longest line. */
const bufferBytesFor = (streams: number): number => (streams <= fewStreams ? 1024 * 1024 : 192 * 1024);

const openStreams = (run: ScanRun, onBytes: (count: number) => void): readonly LogStream[] => {
  const { prepared, traffic, mailJoin, sources } = run;
  const resolve = createLineResolver(run.directory);
  const texts = createRequestTexts();
  return prepared.groups.map((group, at) => {
    const hosts = run.mailHosts[at];
    let lastHost = "";
    return createLogStream({
      tallies: group.map(({ absolute }) => run.tallies.get(absolute) as InputTally),
      stampTimeFor: prepared.stampTimeFor,
      bufferBytes: bufferBytesFor(prepared.groups.length),
      plain: prepared.groups.length <= fewStreams,
      book: sources,
      resolve,
      texts,
      access: traffic.onAccess,
      mail: (line) => {
        traffic.pass(line.time);
        if (line.host !== lastHost) {
          lastHost = line.host;
          hosts?.add(lastHost);
        }
        mailJoin.accept(line);
      },
      onBytes,
    });
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
