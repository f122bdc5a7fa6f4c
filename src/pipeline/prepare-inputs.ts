import type { LogFormat, Stamp } from "../ports/log-format.ts";
import { expandInputs } from "./expand-inputs.ts";
import { type LogFile, probeLogFile, refuseWhenNothingIsReadable } from "./log-file.ts";
import { offsetText } from "./report-time.ts";
import { logBaseOf } from "./rotated-siblings.ts";
import type { ScanInput } from "./scan-request.ts";
import { createStampTime, firstYearOf, type StampTime } from "./stamp-time.ts";

/** The files of a run, looked at and grouped: each group is one log with its rotated siblings, oldest first. */
export interface PreparedInputs {
  readonly files: readonly LogFile[];
  readonly groups: readonly (readonly LogFile[])[];
  readonly stampTimeFor: (file: LogFile) => StampTime;
  /** IANA zone or offset (`+09:00`) in which lines without a zone are read. */
  readonly timezone: string;
  /** Where the zone is a conclusion: the zone, when some file needs it. */
  readonly zoneGuessed: string | null;
  /** Files whose lines state no year, with the year that their first line was put in. */
  readonly yearGuessed: readonly { readonly file: LogFile; readonly year: number }[];
}

/** Epoch ms of a stamp that states its year, else null. */
const timeOf = (file: LogFile, stamp: Stamp | null, timezone: string): number | null => {
  if (stamp === null || (stamp.year === 0 && Number.isNaN(stamp.epochMs))) return null;
  return createStampTime({ timezone: file.input.timezone ?? timezone, firstYear: stamp.year }).toEpoch(stamp);
};

const isCalendar = ({ epochMs }: Stamp): boolean => Number.isNaN(epochMs);

const needsZone = ({ told, input }: LogFile): boolean =>
  told !== null && input.timezone === null && isCalendar(told.firstStamp) && Number.isNaN(told.firstStamp.zoneMinutes);

const machineZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The offset that most logs of the same run state, else the machine's own zone: logs of one server share its clock. */
const zoneOf = (files: readonly LogFile[]): string => {
  const offsets = new Map<number, number>();
  for (const { told } of files) {
    const minutes = told?.firstStamp.zoneMinutes ?? Number.NaN;
    if (!Number.isNaN(minutes)) offsets.set(minutes, (offsets.get(minutes) ?? 0) + 1);
  }
  const [most] = [...offsets].sort((a, b) => b[1] - a[1]);
  if (most === undefined) return machineZone();
  return most[0] === 0 ? "UTC" : offsetText(most[0]);
};

/** Groups the files and settles in which zone and year lines are read that state none. */
export const arrangeFiles = (files: readonly LogFile[], toldZone: string | null): PreparedInputs => {
  const timezone = toldZone ?? zoneOf(files);
  const neighbours = files.flatMap((file) => {
    const from = timeOf(file, file.told?.firstStamp ?? null, timezone);
    return from === null ? [] : [{ from, to: timeOf(file, file.lastStamp, timezone) ?? from }];
  });
  const groups = [...Map.groupBy(files, ({ absolute }) => logBaseOf(absolute)).values()];
  const yearOf = ({ told, modifiedAt }: LogFile): number => (told === null ? 0 : firstYearOf(told.firstStamp, { modifiedAt, neighbours }));
  const stampTimeFor = (file: LogFile): StampTime =>
    createStampTime({ timezone: file.input.timezone ?? timezone, firstYear: yearOf(file) });
  const yearGuessed = files.filter(({ told }) => told !== null && told.firstStamp.year === 0 && isCalendar(told.firstStamp));
  return {
    files,
    groups,
    stampTimeFor,
    timezone,
    zoneGuessed: toldZone === null && files.some(needsZone) ? timezone : null,
    yearGuessed: yearGuessed.map((file) => ({ file, year: yearOf(file) })),
  };
};

/** Looks at every file. Throws OperationError for what cannot be opened, and when no file at all can be read. */
export const prepareInputs = async (
  inputs: readonly ScanInput[],
  formats: readonly LogFormat[],
  toldZone: string | null,
): Promise<PreparedInputs> => {
  const files: LogFile[] = [];
  for (const input of expandInputs(inputs)) {
    files.push(await probeLogFile(input, formats));
  }
  refuseWhenNothingIsReadable(files);
  return arrangeFiles(files, toldZone);
};
