import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { OperationError } from "../domain/operation-error.ts";
import type { ReadBytes } from "../kit/line-reader.ts";

/** Which file a path led to when it was first opened, and how long it was then. */
export interface SeenFile {
  /** Names the file itself, whatever its path: device and inode. */
  readonly identity: string;
  readonly sizeBytes: number;
}

/** One log file, open for reading; `read` delivers decompressed bytes. */
export interface OpenInput extends SeenFile {
  readonly read: ReadBytes;
  /** Bytes of the file, as it lies on the disk, that have been read so far. */
  readonly takenBytes: () => number;
  /** Epoch ms of the last change of the file. */
  readonly modifiedAt: number;
  /** The last `count` bytes of a plain file; null for a compressed one. */
  readonly readEnd: (count: number) => Promise<Uint8Array | null>;
  readonly close: () => Promise<void>;
}

/**
 * Limits for compressed logs: real access logs shrink to between a twentieth and a hundredth. Source: the threat
 * model's T10 (200:1); the size limit leaves room for the largest logs of a busy host.
 */
const bombRatio = 200;
const bombGraceBytes = 8 * 1024 * 1024;
const bombSizeBytes = 64 * 1024 ** 3;

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");

const fail = (path: string, error: unknown): never => {
  if (error instanceof OperationError) throw error;
  const code = codeOf(error);
  if (code === "ENOENT") throw new OperationError("input-missing", `${path}: no such file`, error);
  if (code === "EACCES" || code === "EPERM") throw new OperationError("input-unreadable", `${path}: permission denied`, error);
  if (code === "EISDIR") throw new OperationError("input-directory", `${path}: is a directory`, error);
  if (code === "EMFILE" || code === "ENFILE")
    throw new OperationError(
      "world-failed",
      `${path}: too many files are open at once; raise the limit (ulimit -n) or name fewer logs`,
      error,
    );
  throw new OperationError("world-failed", `${path}: ${error instanceof Error ? error.message : String(error)}`, error);
};

const readEndOf = async (file: FileHandle, sizeBytes: number, count: number): Promise<Uint8Array> => {
  const bytes = new Uint8Array(Math.min(count, sizeBytes));
  const { bytesRead } = await file.read(bytes, 0, bytes.length, sizeBytes - bytes.length);
  return bytes.subarray(0, bytesRead);
};

const isGzip = async (file: FileHandle): Promise<boolean> => {
  const head = new Uint8Array(2);
  const { bytesRead } = await file.read(head, 0, 2, 0);
  return bytesRead === 2 && head[0] === 0x1f && head[1] === 0x8b;
};

type Reader = Pick<OpenInput, "read" | "takenBytes" | "close">;

const plainReader = (shown: string, file: FileHandle, sizeBytes: number): Reader => {
  let position = 0;
  const read: ReadBytes = async (into, offset) => {
    const { bytesRead } = await file.read(into, offset, into.length - offset, position).catch((error: unknown) => fail(shown, error));
    position += bytesRead;
    if (bytesRead === 0 && into.length > offset && position < sizeBytes)
      throw new OperationError("input-changed", `${shown}: became shorter while it was read: ${position} of ${sizeBytes} bytes`);
    return bytesRead;
  };
  return { read, takenBytes: () => position, close: () => file.close() };
};

const gzipReader = (shown: string, file: FileHandle, sizeBytes: number): Reader => {
  const source = file.createReadStream({ start: 0, autoClose: false });
  const gunzip = createGunzip({ chunkSize: 128 * 1024 });
  source.on("error", (error) => gunzip.destroy(error));
  // Damage may show before the first read asks for it: the iterator reports it then.
  gunzip.on("error", () => undefined);
  const chunks = source.pipe(gunzip)[Symbol.asyncIterator]();
  let pending: Uint8Array = new Uint8Array(0);
  let total = 0;
  const refill = async (): Promise<void> => {
    const next = await chunks.next().catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      throw new OperationError("input-damaged", `${shown}: cannot unpack after ${total} bytes: ${message}`, error);
    });
    pending = next.done ? new Uint8Array(0) : (next.value as Uint8Array);
    total += pending.length;
    if ((total > bombGraceBytes && total > sizeBytes * bombRatio) || total > bombSizeBytes) {
      throw new OperationError(
        "input-too-large",
        `${shown}: ${sizeBytes} bytes unpack to more than ${total}; reading stopped at ${bombRatio} to 1 (limit ${bombSizeBytes} bytes)`,
      );
    }
  };
  const read: ReadBytes = async (into, offset) => {
    if (pending.length === 0) await refill();
    const count = Math.min(pending.length, into.length - offset);
    into.set(pending.subarray(0, count), offset);
    pending = pending.subarray(count);
    return count;
  };
  const close = async (): Promise<void> => {
    source.destroy();
    gunzip.destroy();
    await file.close();
  };
  return { read, takenBytes: () => source.bytesRead, close };
};

/**
 * Opens a log file, plain or gzip (told by its first two bytes, whatever its name). Throws `input-missing`,
 * `input-unreadable`, `input-directory` or `input-special`; reading throws `input-damaged`, `input-too-large` or, where
 * the file is cut off meanwhile, `input-changed`. `before` is what the path led to when it was first opened: another file
 * in its place, none, or a shorter one is `input-changed`, for offsets into the one mean nothing in the other.
 */
export const openInput = async (shown: string, absolute: string, before: SeenFile | null = null): Promise<OpenInput> => {
  const changed = (cause?: unknown): never => {
    throw new OperationError("input-changed", `${shown}: was rotated away, emptied or deleted while it was read`, cause);
  };
  // Without O_NONBLOCK opening a named pipe would wait for a writer for ever.
  const file = await open(absolute, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) =>
    before !== null && codeOf(error) === "ENOENT" ? changed(error) : fail(shown, error),
  );
  try {
    const stat = await file.stat();
    if (stat.isDirectory()) throw new OperationError("input-directory", `${shown}: is a directory`);
    if (!stat.isFile()) throw new OperationError("input-special", `${shown}: is not a regular file`);
    const facts = { sizeBytes: stat.size, modifiedAt: stat.mtimeMs, identity: `${stat.dev}:${stat.ino}` };
    if (before !== null && (facts.identity !== before.identity || facts.sizeBytes < before.sizeBytes)) changed();
    if (!(await isGzip(file))) {
      const readEnd = (count: number): Promise<Uint8Array> => readEndOf(file, stat.size, count);
      return { ...facts, ...plainReader(shown, file, stat.size), readEnd };
    }
    return { ...facts, ...gzipReader(shown, file, stat.size), readEnd: async () => null };
  } catch (error) {
    await file.close().catch(() => undefined);
    return fail(shown, error);
  }
};
