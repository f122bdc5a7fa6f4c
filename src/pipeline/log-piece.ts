import type { ReadBytes } from "../kit/line-reader.ts";
import type { InputTally } from "./input-tally.ts";
import { openInput } from "./open-input.ts";
import type { StampTime } from "./stamp-time.ts";

/** A piece of a log that is being read. */
export interface OpenPiece {
  readonly read: ReadBytes;
  readonly times: StampTime;
  readonly close: () => Promise<void>;
}

/** A stretch of one file, read from front to back: for a scan the whole file, for a log that is followed what was written since. */
export interface LogPiece {
  readonly tally: InputTally;
  /** Bytes of the decompressed file before it. */
  readonly from: number;
  /** Its length where that is known before it is read. */
  readonly bytes: number | null;
  readonly open: () => Promise<OpenPiece>;
}

/** A file from its first byte to its last; `onBytes` is told of every read: bytes of the file as it lies on the disk. */
export const wholeFile = (tally: InputTally, timesOf: () => StampTime, onBytes: (count: number) => void): LogPiece => {
  const { file } = tally;
  const open = async (): Promise<OpenPiece> => {
    const input = await openInput(file.shown, file.absolute, file);
    let taken = 0;
    const read: ReadBytes = async (into, offset) => {
      const count = await input.read(into, offset);
      onBytes(input.takenBytes() - taken);
      taken = input.takenBytes();
      return count;
    };
    return { read, times: timesOf(), close: input.close };
  };
  return { tally, from: 0, bytes: null, open };
};
