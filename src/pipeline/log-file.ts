import { OperationError } from "../domain/operation-error.ts";
import type { LogFormat, Stamp } from "../ports/log-format.ts";
import { type OpenInput, openInput, type SeenFile } from "./open-input.ts";
import type { ScanInput } from "./scan-request.ts";
import { lastStampOf, type ToldFormat, tellFormat } from "./tell-format.ts";

/** One file of the run, looked at but not yet read. */
export interface LogFile extends SeenFile {
  readonly shown: string;
  readonly absolute: string;
  readonly input: ScanInput;
  readonly modifiedAt: number;
  /** Null when no format reads it. */
  readonly told: ToldFormat | null;
  /** Stamp of the last line; null where only unpacking the whole file would tell. */
  readonly lastStamp: Stamp | null;
  /** Why no format reads it; null when one does. */
  readonly unread: Unread | null;
}

/** Why a file is read by no format. */
export type Unread = "empty" | "binary" | "utf-16" | "unknown-format";

const probeBytes = 256 * 1024;
const endBytes = 64 * 1024;

const readHead = async (open: OpenInput): Promise<{ readonly bytes: Uint8Array; readonly whole: boolean }> => {
  const buffer = new Uint8Array(probeBytes);
  let filled = 0;
  while (filled < buffer.length) {
    const count = await open.read(buffer, filled);
    if (count === 0) return { bytes: buffer.subarray(0, filled), whole: true };
    filled += count;
  }
  return { bytes: buffer, whole: false };
};

/** Many zero bytes, or many controls: not a text log in any encoding that is read. */
const looksBinary = (bytes: Uint8Array): boolean => {
  const sample = bytes.subarray(0, 4_096);
  const controls = sample.reduce((count, byte) => (byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b) ? count + 1 : count), 0);
  return controls > sample.length * 0.05;
};

/** A byte order mark of UTF-16, as PowerShell's redirection writes. Source: Unicode, section 23.8. */
const looksUtf16 = ([first, second]: Uint8Array): boolean => (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

const whyUnread = (bytes: Uint8Array): Unread => {
  if (bytes.length === 0) return "empty";
  if (looksUtf16(bytes)) return "utf-16";
  return looksBinary(bytes) ? "binary" : "unknown-format";
};

/** Looks at a file's first 256 KiB and tells its format by content. Throws what {@link openInput} throws. */
export const probeLogFile = async (input: ScanInput, formats: readonly LogFormat[]): Promise<LogFile> => {
  const { shown, absolute } = input;
  const open = await openInput(shown, absolute);
  try {
    const { bytes, whole } = await readHead(open);
    const told = bytes.length === 0 ? null : tellFormat(formats, bytes, whole);
    const end = whole ? bytes : await open.readEnd(endBytes);
    return {
      shown,
      absolute,
      input,
      identity: open.identity,
      sizeBytes: open.sizeBytes,
      modifiedAt: open.modifiedAt,
      told,
      lastStamp: told === null || end === null ? null : lastStampOf(told.format, end),
      unread: told === null ? whyUnread(bytes) : null,
    };
  } finally {
    await open.close();
  }
};

const unreadReasons: Readonly<Record<Unread, string>> = {
  empty: "the file is empty",
  binary: "this looks like a binary file, no log format reads it",
  "utf-16": "this is UTF-16 text; convert it first (iconv -f UTF-16 -t UTF-8)",
  "unknown-format": "no log format reads this file",
};

/** When nothing at all can be read, says why for each file; with at least one readable file the rest is only reported. */
export const refuseWhenNothingIsReadable = (files: readonly LogFile[]): void => {
  if (files.some(({ told }) => told !== null)) return;
  const [first] = files;
  if (first === undefined) throw new OperationError("usage-wrong", "no log file was named");
  const lines = files.map(({ shown, unread }) => `${shown}: ${unreadReasons[unread ?? "unknown-format"]}`);
  throw new OperationError(files.every(({ unread }) => unread === "empty") ? "input-empty" : "input-unknown", lines.join("\n"));
};
