import type { InputReport, RejectedLine } from "../domain/scan-report.ts";
import type { LogFile } from "./log-file.ts";

/** What was read of one file. */
export interface InputTally {
  readonly file: LogFile;
  lines: number;
  rejected: number;
  readonly samples: RejectedLine[];
}

/** Rejected lines kept as samples per file. */
export const rejectedSamples = 5;

export const createInputTally = (file: LogFile): InputTally => ({ file, lines: 0, rejected: 0, samples: [] });

export const toInputReport = ({ file, lines, rejected, samples }: InputTally): InputReport => ({
  path: file.shown,
  format: file.told?.format.name ?? null,
  confidence: file.told?.confidence ?? 0,
  lines,
  rejected,
  bytes: file.sizeBytes,
  rejectedSamples: samples,
});
