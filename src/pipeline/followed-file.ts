import type { FileHandle } from "node:fs/promises";
import type { ReadBytes } from "../kit/line-reader.ts";
import type { InputTally } from "./input-tally.ts";
import type { LogPiece } from "./log-piece.ts";
import type { StampTime } from "./stamp-time.ts";

const LF = 0x0a;
const searchBytes = 64 * 1024;
/** So many bytes before the place that is reached are known again: a file that was emptied and filled anew has others there. */
const knownBytes = 128;

/** What a look at a file found. `replaced`: its content is not what was read before. */
export type FileLook = "replaced" | { readonly sizeBytes: number; readonly wholeTo: number };

/** One file of a log that is followed: open, and read up to a place. */
export class FollowedFile {
  readonly handle: FileHandle;
  /** Device and inode: names the file itself, whatever its path. */
  readonly identity: string;
  /** Bytes that are read. */
  position: number;
  /** Null while no format was told. */
  tally: InputTally | null = null;
  /** When another file took its place; null while it is the live one. */
  leftAt: number | null = null;
  /** Whether its first lines were looked at in vain, and as many as are looked at at the most. */
  isUnknown = false;
  /** Why the last piece was not read to its end, and up to where its lines were. */
  failure: { readonly error: unknown; readonly at: number } | null = null;
  /** Bytes that were seen and where they end: those before the place that is reached, at the very beginning those after it. */
  known: { readonly bytes: Uint8Array; readonly end: number };
  private wholeTo: number;
  private searchedTo: number;

  constructor(handle: FileHandle, identity: string, position = 0, known: FollowedFile["known"] = nothingKnown) {
    this.handle = handle;
    this.identity = identity;
    this.position = position;
    this.known = known;
    this.wholeTo = position;
    this.searchedTo = position;
  }

  /** How long it is, and up to where its lines are whole: the last one may still be written. */
  async look(): Promise<FileLook> {
    const { size } = await this.handle.stat();
    if (size < this.position || size < this.known.end) return "replaced";
    if (size !== this.searchedTo) {
      if (!(await knowsAgain(this.handle, this.known))) return "replaced";
      if (this.position === 0) await this.know(Math.min(size, knownBytes));
      if (size < this.searchedTo) this.wholeTo = this.searchedTo = this.position;
      const lineEnd = await lastLineEnd(this.handle, this.searchedTo, size);
      this.searchedTo = size;
      if (lineEnd !== null) this.wholeTo = lineEnd;
    }
    return { sizeBytes: size, wholeTo: this.wholeTo };
  }

  /** What lies between the place that is reached and another. */
  piece(tally: InputTally, to: number, times: StampTime): LogPiece {
    const from = this.position;
    let at = from;
    let wholeTo = from;
    this.failure = null;
    const read: ReadBytes = async (into, offset) => {
      const count = Math.min(into.length - offset, to - at);
      if (count <= 0) return 0;
      try {
        const { bytesRead } = await this.handle.read(into, offset, count, at);
        const lineEnd = into.subarray(offset, offset + bytesRead).lastIndexOf(LF);
        if (lineEnd >= 0) wholeTo = at + lineEnd + 1;
        at += bytesRead;
        return bytesRead;
      } catch (error) {
        this.failure = { error, at: wholeTo };
        return 0;
      }
    };
    return { tally, from, bytes: to - from, open: async () => ({ read, times, close: async () => undefined }) };
  }

  /** Everything before this place was taken. */
  async advanceTo(position: number): Promise<void> {
    if (position === this.position) return;
    this.position = position;
    await this.know(position);
  }

  private async know(end: number): Promise<void> {
    const bytes = new Uint8Array(Math.min(knownBytes, end));
    const { bytesRead } = await this.handle.read(bytes, 0, bytes.length, end - bytes.length);
    this.known = { bytes: bytes.subarray(0, bytesRead), end };
  }

  /** The first bytes, for the format to be told by. */
  async head(bytes: number): Promise<Uint8Array> {
    const buffer = new Uint8Array(bytes);
    const { bytesRead } = await this.handle.read(buffer, 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  }
}

const nothingKnown = { bytes: new Uint8Array(0), end: 0 };

/** Whether a file has the same bytes at the same place. */
export const knowsAgain = async (handle: FileHandle, { bytes: known, end }: FollowedFile["known"]): Promise<boolean> => {
  if (known.length === 0) return true;
  const bytes = new Uint8Array(known.length);
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, end - bytes.length);
  return bytesRead === known.length && Buffer.compare(bytes, known) === 0;
};

/** Where the last line of [from, to) ends, its LF included; null where no line ends in it. */
const lastLineEnd = async (handle: FileHandle, from: number, to: number): Promise<number | null> => {
  const buffer = Buffer.allocUnsafe(Math.min(searchBytes, to - from));
  for (let end = to; end > from; ) {
    const start = Math.max(from, end - buffer.length);
    const { bytesRead } = await handle.read(buffer, 0, end - start, start);
    const at = buffer.subarray(0, bytesRead).lastIndexOf(LF);
    if (at >= 0) return start + at + 1;
    end = start;
  }
  return null;
};
