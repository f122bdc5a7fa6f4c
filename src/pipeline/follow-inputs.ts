import { OperationError } from "../domain/operation-error.ts";
import type { LogFormat } from "../ports/log-format.ts";
import { expandInputs } from "./expand-inputs.ts";
import type { FollowedEvidence } from "./followed-evidence.ts";
import { createFollowedLog, type FollowedLog, type FollowedLogParts } from "./followed-log.ts";
import { type LogFile, probeLogFile } from "./log-file.ts";
import { arrangeFiles, type PreparedInputs } from "./prepare-inputs.ts";
import { logBaseOf } from "./rotated-siblings.ts";
import type { ScanInput, ScanRequest } from "./scan-request.ts";
import { createStampTime, firstYearOf, type StampTime } from "./stamp-time.ts";

/** The logs of an agent, and what lay beside them when it began. */
export interface FollowInputs {
  readonly logs: readonly FollowedLog[];
  /** Files that were there at the start, live ones included. */
  readonly prepared: PreparedInputs;
}

export interface FollowInputParts {
  readonly formats: readonly LogFormat[];
  readonly evidence: FollowedEvidence;
  readonly now: () => number;
  readonly say: (line: string) => void;
}

/** Looks at what is there; what cannot be opened is said, and is no reason not to read the rest. */
const probeAll = async (inputs: readonly ScanInput[], { formats, say }: FollowInputParts): Promise<readonly LogFile[]> => {
  const files: LogFile[] = [];
  for (const input of expandInputs(inputs)) {
    try {
      files.push(await probeLogFile(input, formats));
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      // Of the live log its follower says it, as long as it lasts.
      if (!inputs.some(({ absolute }) => absolute === input.absolute)) say(error.message);
    }
  }
  return files;
};

const timesOf =
  (prepared: PreparedInputs, now: () => number): FollowedLogParts["timesFor"] =>
  (file): StampTime => {
    const known = prepared.files.find(({ identity, told }) => identity === file.identity && told !== null);
    if (known !== undefined) return prepared.stampTimeFor(known);
    const firstYear = file.told === null ? 0 : firstYearOf(file.told.firstStamp, { modifiedAt: now(), neighbours: [] });
    return createStampTime({ timezone: file.input.timezone ?? prepared.timezone, firstYear });
  };

/** Never rejects for a log that cannot be read: it is tried again at each look. */
export const openFollowInputs = async (request: ScanRequest, parts: FollowInputParts): Promise<FollowInputs> => {
  const { formats, evidence, now, say } = parts;
  const prepared = arrangeFiles(await probeAll(request.inputs, parts), request.timezone);
  for (const file of prepared.files) evidence.add(file);
  const timesFor = timesOf(prepared, now);
  const live = request.inputs.filter(({ absolute }) => logBaseOf(absolute) === absolute);
  const toldBefore = ({ absolute }: ScanInput) =>
    prepared.files.findLast((file) => logBaseOf(file.absolute) === absolute && file.told !== null)?.told ?? null;
  const logs = live.map((input) =>
    createFollowedLog(input, { formats, say, timesFor, toldBefore: toldBefore(input), onFile: evidence.add, onLost: evidence.lose }),
  );
  return { logs, prepared };
};
