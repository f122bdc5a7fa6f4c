import type { LinePlace } from "../domain/line-place.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { EvidenceReport } from "../domain/scan-report.ts";
import { readEvidence } from "./evidence-lines.ts";
import { shownPath } from "./followed-log.ts";
import type { LogFile } from "./log-file.ts";
import { whereIs } from "./rotated-files.ts";
import { logBaseOf } from "./rotated-siblings.ts";

/** Where the lines of followed logs are read again, whatever the files are called by then. */
export interface FollowedEvidence {
  readonly add: (file: LogFile) => void;
  readonly lose: (shown: string) => void;
  /** Lines that lie nowhere any more, or only packed under another identity, are left out. */
  readonly read: (places: readonly LinePlace[]) => Promise<ReadonlyMap<LinePlace, EvidenceReport>>;
}

/** Files of one log whose lines may still be quoted: half a year of weekly rotation, a month of daily. */
const filesKept = 32;

const pathsOf = (files: ReadonlyMap<string, LogFile>, live: string): readonly string[] =>
  [...files].filter(([, { absolute }]) => logBaseOf(absolute) === live).map(([shown]) => shown);

/** Throws for anything but a file that has changed or gone. */
const readFrom = async (file: LogFile, places: readonly LinePlace[]): Promise<ReadonlyMap<LinePlace, EvidenceReport>> => {
  const { identity, shown } = file;
  const absolute = await whereIs(identity, logBaseOf(file.absolute));
  if (absolute === null) return new Map();
  try {
    return await readEvidence(places, new Map([[shown, { absolute, identity, sizeBytes: 0 }]]));
  } catch (error) {
    if (error instanceof OperationError) return new Map();
    throw error;
  }
};

export const createFollowedEvidence = (): FollowedEvidence => {
  const files = new Map<string, LogFile>();
  const add = (file: LogFile): void => {
    files.set(file.shown, file);
    const ofLog = pathsOf(files, logBaseOf(file.absolute));
    for (const shown of ofLog.slice(0, Math.max(0, ofLog.length - filesKept))) files.delete(shown);
  };
  const read: FollowedEvidence["read"] = async (places) => {
    const found = new Map<LinePlace, EvidenceReport>();
    for (const [input, wanted] of Map.groupBy(places, (place) => place.input)) {
      const file = files.get(input);
      if (file === undefined) continue;
      for (const [place, line] of await readFrom(file, wanted)) found.set(place, { ...line, input: shownPath(line.input) });
    }
    return found;
  };
  return { add, lose: (shown) => void files.delete(shown), read };
};
