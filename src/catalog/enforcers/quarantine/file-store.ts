import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { DiskSteps } from "../../../kit/disk-steps.ts";

/** What is known of a file that was taken away. */
export interface KeptFile {
  readonly file: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  /** Epoch ms. */
  readonly modified: number;
  readonly size: number;
  readonly sha256: string;
}

/** Files that were taken away, byte for byte, in a folder of root's. */
export interface FileStore {
  /** Null where nothing is kept under the id. */
  readonly find: (id: string) => Promise<KeptFile | null>;
  /** Keeps what comes: its first line says mode, time and size. Flushed before it resolves. */
  readonly keep: (id: string, of: Pick<KeptFile, "file" | "uid" | "gid">, source: Readable) => Promise<KeptFile>;
  readonly read: (id: string) => Readable;
  readonly remove: (id: string) => Promise<void>;
}

const lineEnd = 0x0a;
const longestHead = 4_096;

interface Received {
  readonly head: Pick<KeptFile, "mode" | "modified" | "size">;
  readonly sha256: string;
  readonly bytes: number;
}

const receive = async (source: Readable, path: string): Promise<Received> => {
  const out = createWriteStream(path, { mode: 0o600, flags: "w" });
  const hash = createHash("sha256");
  let start: Buffer | null = Buffer.alloc(0);
  let head = "";
  let bytes = 0;
  const write = async (chunk: Buffer): Promise<void> => {
    hash.update(chunk);
    bytes += chunk.length;
    if (!out.write(chunk)) await new Promise<void>((resolve) => out.once("drain", () => resolve()));
  };
  for await (const chunk of source as AsyncIterable<Buffer>) {
    if (start === null) {
      await write(chunk);
      continue;
    }
    start = Buffer.concat([start, chunk]);
    const end = start.indexOf(lineEnd);
    if (end < 0 && start.length > longestHead) throw new Error("what came is no file");
    if (end < 0) continue;
    head = start.subarray(0, end).toString("utf8");
    await write(start.subarray(end + 1));
    start = null;
  }
  await new Promise<void>((resolve, reject) => out.end((error?: Error | null) => (error ? reject(error) : resolve())));
  if (head === "") throw new Error("nothing came");
  return { head: JSON.parse(head) as Received["head"], sha256: hash.digest("hex"), bytes };
};

const flush = async (path: string): Promise<void> => {
  const handle = await open(path, "r");
  await handle.sync();
  await handle.close();
};

export const createFileStore = (folder: string, disk: DiskSteps): FileStore => {
  const placeOf = (id: string): string => join(folder, id.replaceAll(/[^A-Za-z0-9.-]/g, "_"));
  const note = (id: string): string => join(placeOf(id), "file.json");
  const bytes = (id: string): string => join(placeOf(id), "bytes");
  return {
    find: async (id) => {
      const found = await disk.read(note(id));
      return found === null ? null : (JSON.parse(found.content.toString()) as KeptFile);
    },
    keep: async (id, of, source) => {
      await mkdir(placeOf(id), { recursive: true, mode: 0o700 });
      const { head, sha256, bytes: size } = await receive(source, bytes(id));
      if (head.size !== size) throw new Error(`it changed while it was read: ${head.size} bytes were told, ${size} came`);
      await flush(bytes(id));
      const kept: KeptFile = { ...of, ...head, size, sha256 };
      await disk.write(`${note(id)}.new`, JSON.stringify(kept), 0o600);
      await disk.rename(`${note(id)}.new`, note(id));
      return kept;
    },
    read: (id) => createReadStream(bytes(id)),
    remove: (id) => rm(placeOf(id), { recursive: true, force: true }),
  };
};

/** The hash of what is kept, worked out anew. */
export const hashOf = async (source: Readable): Promise<string> => {
  const hash = createHash("sha256");
  for await (const chunk of source) hash.update(chunk as Buffer);
  return hash.digest("hex");
};
