import { constants } from "node:fs";
import { link, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** Whose a file is. */
export interface DiskOwner {
  readonly uid: number;
  readonly gid: number;
}

/** A file as it lies there. */
export interface DiskFile {
  readonly content: Buffer;
  /** Permission bits. */
  readonly mode: number;
  readonly owner: DiskOwner;
}

/** The few things that are done to a disk, each whole or not at all; handed in, so that a test can make any of them fail. */
export interface DiskSteps {
  /** Null where nothing is there. Never follows a link, never waits for a pipe. */
  readonly read: (path: string) => Promise<DiskFile | null>;
  /** Writes a new file and flushes it; what was there under the name is replaced. It is the process's own where no owner is told. */
  readonly write: (path: string, content: string | Uint8Array, mode: number, owner?: DiskOwner) => Promise<void>;
  /** Gives a file a second name; what was there under it is replaced. */
  readonly link: (path: string, second: string) => Promise<void>;
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

const permissionBits = 0o7777;
const ownerBits = 0o700;

const readOpen = async (path: string): Promise<DiskFile> => {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const { mode, uid, gid } = await file.stat();
    return { content: await file.readFile(), mode: mode & permissionBits, owner: { uid, gid } };
  } finally {
    await file.close();
  }
};

const read = async (path: string): Promise<DiskFile | null> => {
  try {
    return await readOpen(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

const write: DiskSteps["write"] = async (path, content, mode, owner) => {
  await rm(path, { force: true });
  const file = await open(path, "wx", owner === undefined ? mode : mode & ownerBits);
  try {
    // Before the mode: a change of owner takes set-uid bits away, and nobody shall read it in between.
    if (owner !== undefined) await file.chown(owner.uid, owner.gid);
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
  link: async (path, second) => {
    await rm(second, { force: true });
    await link(path, second);
  },
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
