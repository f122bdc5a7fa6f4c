import type { LogFormat } from "../ports/log-format.ts";
import { expandInputs } from "./expand-inputs.ts";
import { type LogFile, probeLogFile, refuseWhenNothingIsReadable } from "./log-file.ts";
import { logBaseOf } from "./rotated-siblings.ts";
import type { ScanInput } from "./scan-request.ts";
import { createStampTime, firstYearOf, type StampTime } from "./stamp-time.ts";

/** The files of a run, looked at and grouped: each group is one log with its rotated siblings, oldest first. */
export interface PreparedInputs {
  readonly files: readonly LogFile[];
  readonly groups: readonly (readonly LogFile[])[];
  readonly stampTimeFor: (file: LogFile) => StampTime;
  /** Files whose lines state no year. */
  readonly yearGuessed: readonly LogFile[];
}

const firstTimeOf = (file: LogFile, timezone: string): number | null => {
  const stamp = file.told?.firstStamp;
  if (stamp === undefined || (stamp.year === 0 && Number.isNaN(stamp.epochMs))) return null;
  return createStampTime({ timezone: file.input.timezone ?? timezone, firstYear: stamp.year }).toEpoch(stamp);
};

/** Looks at every file. Throws OperationError for what cannot be opened, and when no file at all can be read. */
export const prepareInputs = async (inputs: readonly ScanInput[], formats: readonly LogFormat[], timezone: string): Promise<PreparedInputs> => {
  const files: LogFile[] = [];
  for (const input of expandInputs(inputs)) {
    files.push(await probeLogFile(input, { shown: input.shown, absolute: input.absolute }, formats));
  }
  refuseWhenNothingIsReadable(files);
  const neighbours = files.map((file) => firstTimeOf(file, timezone)).filter((time) => time !== null);
  const groups = [...Map.groupBy(files, ({ absolute }) => logBaseOf(absolute)).values()];
  const stampTimeFor = (file: LogFile): StampTime => {
    const stamp = file.told?.firstStamp;
    const firstYear = stamp === undefined ? 0 : firstYearOf(stamp, { modifiedAt: file.modifiedAt, neighbours });
    return createStampTime({ timezone: file.input.timezone ?? timezone, firstYear });
  };
  const yearGuessed = files.filter(({ told }) => told !== null && told.firstStamp.year === 0 && Number.isNaN(told.firstStamp.epochMs));
  return { files, groups, stampTimeFor, yearGuessed };
};
