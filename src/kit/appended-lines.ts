import { constants } from "node:fs";
import { type FileHandle, lstat, open, readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** How far one file of a log is read; what a caller keeps on the disk, so that nothing is read twice after a crash. */
export interface LogMark {
  /** Device and inode: names the file itself, whatever its path. */
  readonly file: string;
  readonly offset: number;
  /** The bytes before the offset, latin1: a file that was emptied and filled anew has others there. */
  readonly before: string;
  /** Epoch ms since when another file stands at its path; null while it is the live one. */
  readonly leftAt: number | null;
}

/** What one step found. */
export interface AppendedStep {
  /** Whole lines in the order in which they were written, without their ends; one character a byte. */
  readonly lines: readonly string[];
  /** Where the next step goes on, once the caller has kept what it made of the lines. Oldest file first. */
  readonly marks: readonly LogMark[];
  /** Whether everything that lay there was read. */
  readonly isAtEnd: boolean;
  /** Whether a file is there, or was until a moment ago. */
  readonly isThere: boolean;
  /** Why lines may have been missed, in words; null where none can have been. */
  readonly gap: string | null;
}

/** Reads what is appended to a log, through rotation by renaming and by copying. */
export interface AppendedLines {
  /** Reads on from the marks, so many bytes at the most. */
  readonly read: (marks: readonly LogMark[], mostBytes: number, now: number) => Promise<AppendedStep>;
  /** A path to the file of a mark that is open, whatever its name is by now; null where it is not. */
  readonly pathOf: (mark: LogMark) => string | null;
  readonly close: () => Promise<void>;
}

const knownBytes = 64;
const chunkBytes = 256 * 1024;
/** A server that was told to reopen its log goes on writing to the old file until its last request is answered. */
const oldMs = 15 * 60_000;
const mostFiles = 8;

interface Open {
  readonly handle: FileHandle;
  readonly file: string;
}

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : null);

/** Never follows a link, never waits for a pipe; null where no plain file is there. */
const openPlain = async (path: string): Promise<Open | null> => {
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ELOOP") return null;
    throw error;
  }
  const found = await handle.stat({ bigint: true });
  if (found.isFile()) return { handle, file: `${found.dev}:${found.ino}` };
  await handle.close();
  return null;
};

const textAt = async (handle: FileHandle, from: number, length: number): Promise<string> => {
  const into = Buffer.alloc(length);
  const { bytesRead } = await handle.read(into, 0, length, from);
  return into.subarray(0, bytesRead).toString("latin1");
};

const isAsKnown = async (handle: FileHandle, { offset, before }: LogMark): Promise<boolean> =>
  (await textAt(handle, offset - before.length, before.length)) === before;

interface Piece {
  readonly lines: readonly string[];
  readonly mark: LogMark;
  readonly isAtEnd: boolean;
  readonly bytes: number;
}

/** Whole lines from a mark on. A stretch without any line end is none of a log's and is passed over. */
const readPiece = async ({ handle }: Open, mark: LogMark, mostBytes: number): Promise<Piece> => {
  const { size } = await handle.stat();
  const lines: string[] = [];
  let [offset, before, bytes] = [mark.offset, mark.before, 0];
  while (offset < size && bytes < mostBytes) {
    const text = await textAt(handle, offset, Math.min(chunkBytes, size - offset));
    if (text === "") break;
    bytes += text.length;
    const end = text.lastIndexOf("\n") + 1;
    if (end === 0 && text.length < chunkBytes) return { lines, mark: { ...mark, offset, before }, isAtEnd: true, bytes };
    const taken = end === 0 ? text : text.slice(0, end);
    if (end > 0) lines.push(...taken.slice(0, -1).split("\n"));
    offset += taken.length;
    before = (before + taken).slice(-knownBytes);
  }
  return { lines, mark: { ...mark, offset, before }, isAtEnd: offset >= size, bytes };
};

/** Names that rotation gives: `refused.log.1`, `refused.log-20261124`. */
const siblingsOf = async (path: string): Promise<readonly string[]> => {
  const name = basename(path);
  const names = await readdir(dirname(path)).catch(() => []);
  return names.filter((one) => one !== name && one.startsWith(name)).map((one) => join(dirname(path), one));
};

const findByIdentity = async (path: string, file: string): Promise<Open | null> => {
  for (const one of [path, ...(await siblingsOf(path))]) {
    const found = await lstat(one, { bigint: true }).catch(() => null);
    if (found === null || `${found.dev}:${found.ino}` !== file) continue;
    const opened = await openPlain(one);
    if (opened?.file === file) return opened;
    await opened?.handle.close();
  }
  return null;
};

/** What lay behind a mark before the file was emptied, where rotation copied it first; null where no copy is found. */
const readCopy = async (path: string, mark: LogMark, mostBytes: number): Promise<Piece | null> => {
  for (const one of mark.before === "" ? [] : await siblingsOf(path)) {
    const opened = await openPlain(one);
    if (opened === null) continue;
    try {
      if (opened.file !== mark.file && (await isAsKnown(opened.handle, mark))) return await readPiece(opened, mark, mostBytes);
    } finally {
      await opened.handle.close();
    }
  }
  return null;
};

/** The most that is read of a copy beyond the mark: a log is looked at every few seconds, and a file that was emptied makes a gap anyhow. */
const mostOfCopy = 16 * 1024 * 1024;

/**
 * Reads on in the file at a path and in those that stood there before, each held open, so that one which is renamed, packed and removed is still
 * read to its end. Keeps no state on the disk by itself.
 */
export const createAppendedLines = (path: string): AppendedLines => {
  const opened = new Map<string, Open>();

  const openLive = async (): Promise<string | null> => {
    const live = await openPlain(path);
    if (live === null) return null;
    if (opened.has(live.file)) await live.handle.close();
    else opened.set(live.file, live);
    return live.file;
  };

  const openMark = async ({ file }: LogMark): Promise<Open | null> => {
    const found = opened.get(file) ?? (await findByIdentity(path, file));
    if (found !== null) opened.set(file, found);
    return found;
  };

  const readFile = async (mark: LogMark, mostBytes: number): Promise<Piece & { readonly gap: string | null }> => {
    const one = await openMark(mark);
    if (one === null)
      return { lines: [], mark: { ...mark, leftAt: 0 }, isAtEnd: true, bytes: 0, gap: `${path}: a file of it that was being read is gone` };
    const { size } = await one.handle.stat();
    if (size >= mark.offset && (await isAsKnown(one.handle, mark))) return { ...(await readPiece(one, mark, mostBytes)), gap: null };
    const copy = await readCopy(path, mark, mostOfCopy);
    const anew = await readPiece(one, { ...mark, offset: 0, before: "" }, mostBytes);
    const gap = `${path}: was emptied${copy === null ? "" : " after it was copied"}`;
    return { ...anew, lines: [...(copy?.lines ?? []), ...anew.lines], bytes: anew.bytes + (copy?.bytes ?? 0), gap };
  };

  const forget = async (keep: readonly LogMark[]): Promise<void> => {
    for (const [file, { handle }] of opened)
      if (!keep.some((mark) => mark.file === file)) {
        opened.delete(file);
        await handle.close();
      }
  };

  const read: AppendedLines["read"] = async (marks, mostBytes, now) => {
    const live = await openLive();
    const known =
      live === null || marks.some(({ file }) => file === live) ? marks : [...marks, { file: live, offset: 0, before: "", leftAt: null }];
    const [lines, after, gaps] = [[] as string[], [] as LogMark[], [] as string[]];
    let [left, isAtEnd] = [mostBytes, true];
    for (const mark of known) {
      const piece = await readFile(mark, left);
      for (const line of piece.lines) lines.push(line);
      left = Math.max(0, left - piece.bytes);
      isAtEnd &&= piece.isAtEnd;
      if (piece.gap !== null) gaps.push(piece.gap);
      const leftAt = mark.file === live ? null : (piece.mark.leftAt ?? now);
      if (leftAt === null || !piece.isAtEnd || now - leftAt < oldMs) after.push({ ...piece.mark, leftAt });
    }
    const kept = after.slice(-mostFiles);
    if (kept.length < after.length) gaps.push(`${path}: was replaced more often than it could be followed`);
    await forget(kept);
    return { lines, marks: kept, isAtEnd, isThere: kept.length > 0, gap: gaps[0] ?? null };
  };

  return {
    read,
    pathOf: ({ file }) => {
      const handle = opened.get(file)?.handle;
      return handle === undefined ? null : `/proc/${process.pid}/fd/${handle.fd}`;
    },
    close: () => forget([]),
  };
};
