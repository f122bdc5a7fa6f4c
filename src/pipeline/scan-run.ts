import type { JoinedMail } from "../domain/joined-mail.ts";
import type { ComplaintFormat } from "../ports/complaint-format.ts";
import type { Detector } from "../ports/detector.ts";
import type { Geo } from "../ports/geo.ts";
import type { LogFormat } from "../ports/log-format.ts";
import { type CaseBook, createCaseBook } from "./case-book.ts";
import { type ComplaintWatch, createComplaintWatch } from "./complaint-watch.ts";
import { createDirectory, type Directory } from "./directory.ts";
import { createInputTally, type InputTally } from "./input-tally.ts";
import { createMailJoin, type MailJoin } from "./mail-join.ts";
import { type PreparedInputs, prepareInputs } from "./prepare-inputs.ts";
import { type ReadComplaints, readComplaints } from "./read-complaints.ts";
import { createPlacedSources } from "./resolve-line.ts";
import { hasServerMailLog } from "./run-gaps.ts";
import type { ScanRequest } from "./scan-request.ts";
import type { SourceBook } from "./source-book.ts";
import { createTraffic, type Traffic } from "./traffic.ts";
import { createTrustedSources } from "./trusted-sources.ts";

/** The plugs that a run reads and judges with. */
export interface RunParts {
  readonly formats: readonly LogFormat[];
  readonly detectors: readonly Detector[];
  readonly complaintFormats: readonly ComplaintFormat[];
  readonly openGeo: (request: ScanRequest) => Geo;
  /** Sees each message once it is known which request, if any, it came from. */
  readonly onJoined?: ((mail: JoinedMail) => void) | undefined;
  /** Sees the address and user agent of each request, whoever sent it. */
  readonly onVisit?: ((address: string, userAgent: string) => void) | undefined;
}

/** What stands while the logs are read. */
export interface ScanRun {
  readonly prepared: PreparedInputs;
  readonly tallies: ReadonlyMap<string, InputTally>;
  readonly directory: Directory;
  readonly geo: Geo;
  readonly sources: SourceBook;
  readonly traffic: Traffic;
  readonly mailJoin: MailJoin;
  readonly book: CaseBook;
  readonly complaints: ReadComplaints;
  readonly watch: ComplaintWatch;
  /** Servers that the mail lines of each group named, while it is read. */
  readonly mailHosts: readonly Set<string>[];
}

/** What a run is set up over. */
export interface RunGround {
  readonly prepared: PreparedInputs;
  readonly complaints: ReadComplaints;
  /** Whether any mail log is read; asked anew each time. */
  readonly hasMailLog: () => boolean;
  /** No mail server's log is read: a line of PHP's mail.log stands for a message. */
  readonly onlyPrograms: boolean;
}

const createWatch = (complaints: ReadComplaints, directory: Directory): ComplaintWatch =>
  createComplaintWatch(
    complaints.files.flatMap(({ complaint }) => (complaint?.matter === "mail" ? [complaint] : [])),
    directory,
  );

/** Sets up everything that reads lines and judges them. */
export const setUpRun = (request: ScanRequest, parts: RunParts, ground: RunGround): ScanRun => {
  const { prepared, complaints, hasMailLog, onlyPrograms } = ground;
  const geo = parts.openGeo(request);
  const directory = createDirectory(request.accounts);
  const watch = createWatch(complaints, directory);
  const book = createCaseBook();
  const sources = createPlacedSources(geo);
  // Without complaints nobody looks out for any.
  const detectors = complaints.files.length === 0 ? parts.detectors : [...parts.detectors, watch.detector];
  const trusted = createTrustedSources(request.exceptions, request.accounts);
  const { onJoined, onVisit } = parts;
  const traffic = createTraffic({ sources, directory, geo, detectors, trusted, hasMailLog, claim: book.take, onJoined, onVisit });
  const { onMail: emit, onLoginFailed: loginFailed, onForwarded: forwarded } = traffic;
  return {
    ...{ prepared, directory, geo, sources, traffic, book, complaints, watch },
    tallies: new Map(prepared.files.map((file) => [file.absolute, createInputTally(file)])),
    mailJoin: createMailJoin({ directory, emit, loginFailed, forwarded, onlyPrograms }),
    mailHosts: prepared.groups.map(() => new Set()),
  };
};

/** Looks at the inputs and sets up everything that reads them. Throws what {@link prepareInputs} and {@link readComplaints} throw. */
export const startRun = async (request: ScanRequest, parts: RunParts): Promise<ScanRun> => {
  const prepared = await prepareInputs(request.inputs, parts.formats, request.timezone);
  const complaints = await readComplaints(request.complaints, parts.complaintFormats);
  return setUpRun(request, parts, {
    prepared,
    complaints,
    hasMailLog: () => prepared.files.some(({ told }) => told?.format.kind === "mail"),
    onlyPrograms: !hasServerMailLog(prepared.files),
  });
};
