import { constants } from "node:fs";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** The few things that are done to a disk, each whole or not at all; handed in, so that a test can make any of them fail. */
export interface DiskSteps {
  /** Null where nothing is there. Never follows a link. */
  readonly read: (path: string) => Promise<Buffer | null>;
  /** Writes a new file and flushes it; what was there under the name is replaced. */
  readonly write: (path: string, content: string | Uint8Array, mode: number) => Promise<void>;
  /** Renames and flushes the directory. */
  readonly rename: (from: string, to: string) => Promise<void>;
  /** Removes a file or a folder with all in it, if it is there, and flushes the directory. */
  readonly remove: (path: string) => Promise<void>;
  readonly makeFolder: (path: string, mode: number) => Promise<void>;
}

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

const flushFolder = async (path: string): Promise<void> => {
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

const read = async (path: string): Promise<Buffer | null> => {
  try {
    return await readFile(path, { flag: constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK });
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

const write = async (path: string, content: string | Uint8Array, mode: number): Promise<void> => {
  await rm(path, { force: true });
  const file = await open(path, "wx", mode);
  try {
    // The umask has no say in what a server may read.
    await file.chmod(mode);
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
};

/** The disk itself. */
export const realDisk: DiskSteps = {
  read,
  write,
  rename: async (from, to) => {
    await rename(from, to);
    await flushFolder(dirname(to));
  },
  remove: async (path) => {
    await rm(path, { force: true, recursive: true });
    await flushFolder(dirname(path));
  },
  makeFolder: async (path, mode) => {
    await mkdir(path, { recursive: true, mode });
  },
};
