import { readdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Complaint, ComplaintProblem } from "../domain/complaint.ts";
import { OperationError } from "../domain/operation-error.ts";
import { type ComplaintFormat, type ComplaintReading, largestComplaintBytes } from "../ports/complaint-format.ts";
import type { EvidenceFile } from "./evidence-lines.ts";
import { openInput } from "./open-input.ts";
import type { ComplaintPath } from "./scan-request.ts";

/** One file of a folder of complaints, read. */
export interface ComplaintFile {
  /** As the config or the command line named it, or the folder it lies in. */
  readonly shown: string;
  /** Null where it is none that could be read. */
  readonly complaint: Complaint | null;
  readonly problem: ComplaintProblem | null;
  /** Where its bytes are found again; null where it could not be opened. */
  readonly file: EvidenceFile | null;
}

/** All complaint files, by name, and how many more there are than are read. */
export interface ReadComplaints {
  readonly files: readonly ComplaintFile[];
  readonly leftOut: number;
}

/** About 10 MB of what was read of them. Whoever gets more a run gives them in several. */
const filesKept = 10_000;

/** Regular files under a folder, hidden ones left out: an editor's, a sync's. Links are not followed. */
const filesIn = async ({ shown, absolute }: ComplaintPath): Promise<readonly ComplaintPath[]> => {
  const entries = await readdir(absolute, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw new OperationError("input-unreadable", `${shown}: this folder cannot be listed`, error);
  });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(absolute, join(entry.parentPath, entry.name)))
    .filter((name) => !/(^|\/)\./.test(name))
    .sort()
    .map((name) => ({ shown: `${shown.replace(/\/+$/, "")}/${name}`, absolute: join(absolute, name) }));
};

const filesOf = async (path: ComplaintPath): Promise<readonly ComplaintPath[]> => {
  const found = await stat(path.absolute).catch((error: unknown) => {
    throw new OperationError("input-missing", `${path.shown}: no such file or folder`, error);
  });
  return found.isDirectory() ? filesIn(path) : [path];
};

/** Many zero bytes are no mail and no JSON. */
const looksBinary = (bytes: Uint8Array): boolean => bytes.subarray(0, 4_096).filter((byte) => byte === 0).length > 3;

const readFormats = async (bytes: Uint8Array, formats: readonly ComplaintFormat[]): Promise<ComplaintReading> => {
  if (bytes.length === 0) return { problem: "empty" };
  if (bytes.length > largestComplaintBytes) return { problem: "too-large" };
  if (looksBinary(bytes)) return { problem: "binary" };
  for (const format of formats) {
    const reading = await format.read(bytes);
    if ("complaint" in reading || reading.problem !== "not-a-complaint") return reading;
  }
  return { problem: "not-a-complaint" };
};

/** One byte more than the largest: that much tells it is too large. */
const readWhole = async ({ shown, absolute }: ComplaintPath): Promise<{ readonly bytes: Uint8Array; readonly file: EvidenceFile }> => {
  const input = await openInput(shown, absolute);
  try {
    const chunks: Uint8Array[] = [];
    let total = 0;
    while (total <= largestComplaintBytes) {
      const chunk = new Uint8Array(Math.min(256 * 1024, largestComplaintBytes + 1 - total));
      const count = chunk.length === 0 ? 0 : await input.read(chunk, 0);
      if (count === 0) break;
      chunks.push(chunk.subarray(0, count));
      total += count;
    }
    return { bytes: Buffer.concat(chunks), file: { absolute, identity: input.identity, sizeBytes: input.sizeBytes } };
  } finally {
    await input.close();
  }
};

const problemOf = (error: unknown): ComplaintProblem => {
  if (!(error instanceof OperationError)) throw error;
  return error.code === "input-too-large" ? "too-large" : error.code === "input-damaged" ? "broken" : "unreadable";
};

const readOne = async (path: ComplaintPath, formats: readonly ComplaintFormat[]): Promise<ComplaintFile> => {
  try {
    const { bytes, file } = await readWhole(path);
    const reading = await readFormats(bytes, formats);
    const complaint = "complaint" in reading ? reading.complaint : null;
    return { shown: path.shown, complaint, problem: "problem" in reading ? reading.problem : null, file };
  } catch (error) {
    // One file that cannot be read stops no scan: it is listed as what it is.
    return { shown: path.shown, complaint: null, problem: problemOf(error), file: null };
  }
};

/**
 * Reads every file that the paths name or hold, one at a time. Throws `input-missing` and `input-unreadable` for a path or folder;
 * a file in a folder that is no complaint is a result, never an error.
 */
export const readComplaints = async (paths: readonly ComplaintPath[], formats: readonly ComplaintFormat[]): Promise<ReadComplaints> => {
  const found = new Map<string, ComplaintPath>();
  for (const path of paths) for (const file of await filesOf(path)) if (!found.has(file.absolute)) found.set(file.absolute, file);
  const wanted = [...found.values()].slice(0, filesKept);
  const files: ComplaintFile[] = [];
  for (const file of wanted) files.push(await readOne(file, formats));
  return { files, leftOut: found.size - wanted.length };
};
