import { OperationError } from "../domain/operation-error.ts";
import type { InputTally } from "./input-tally.ts";
import { type LogPiece, wholeFile } from "./log-piece.ts";
import { whereIs } from "./rotated-files.ts";
import { logBaseOf } from "./rotated-siblings.ts";
import type { StampTime } from "./stamp-time.ts";

/**
 * A rotated file that is read whole, wherever a rotation has put it since it was looked at. What cannot be read of it is said, and the rest of
 * the logs is read all the same.
 */
export const findAgain = (tally: InputTally, timesOf: () => StampTime, say: (line: string) => void): LogPiece => {
  const { file } = tally;
  const saying = (error: unknown): void => {
    if (!(error instanceof OperationError)) throw error;
    say(`${error.message}; what is missing of it is not read`);
  };
  const open: LogPiece["open"] = async () => {
    const absolute = (await whereIs(file.identity, logBaseOf(file.absolute))) ?? file.absolute;
    const there = wholeFile({ ...tally, file: { ...file, absolute } }, timesOf, () => undefined);
    const opened = await there.open().catch(saying);
    if (opened === undefined) return { read: async () => 0, times: timesOf(), close: async () => undefined };
    const read = async (into: Uint8Array, offset: number): Promise<number> =>
      opened.read(into, offset).catch((error: unknown) => {
        saying(error);
        return 0;
      });
    return { ...opened, read };
  };
  return { tally, from: 0, bytes: null, open };
};
