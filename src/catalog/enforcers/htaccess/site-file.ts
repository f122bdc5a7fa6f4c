import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { below, openFolder } from "../../../kit/handle-walk.ts";

/** The one file of a customer that this plug has to do with. */
export const fileName = ".htaccess";

/** As it lies there; text with one character a byte, so that whatever stands in it comes out as it went in. */
export interface SiteFile {
  readonly text: string;
  /** Permission bits. */
  readonly mode: number;
}

/** Apache reads it with each request; what is larger is no such file. */
const mostBytes = 1024 * 1024;
const permissionBits = 0o7777;

/** O_NONBLOCK: a pipe under that name would wait for ever. */
const readFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : null);

const refuse = (why: string): never => {
  throw new Error(`${fileName}: ${why}`);
};

const requirePlain = async (handle: FileHandle, uid: number): Promise<void> => {
  const stat = await handle.stat();
  if (!stat.isFile()) refuse("it is no regular file");
  if (stat.uid !== uid) refuse(`it belongs to uid ${stat.uid}, not to the site's ${uid}`);
  if (stat.nlink !== 1) refuse(`it has ${stat.nlink} names`);
  if (stat.size > mostBytes) refuse(`it has ${stat.size} bytes`);
};

/** Opens it in its folder; null where nothing is there. Throws in words for what is no plain file of the site's own. */
export const openSiteFile = async (folder: FileHandle, uid: number): Promise<FileHandle | null> => {
  const handle = await open(below(folder, fileName), readFlags).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return null;
    return refuse(codeOf(error) === "ELOOP" ? "it is a link" : String(codeOf(error) ?? error));
  });
  if (handle === null) return null;
  try {
    await requirePlain(handle, uid);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
};

/** Whether it holds bytes and which. Read by the handle, never by the name again. */
export const readHandle = async (handle: FileHandle): Promise<SiteFile> => {
  const { mode } = await handle.stat();
  const buffer = Buffer.alloc(mostBytes + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
    if (length > mostBytes) refuse("it grows while it is read");
  }
  return { text: buffer.subarray(0, length).toString("latin1"), mode: mode & permissionBits };
};

/**
 * Reads a site's file without following anything on the way; null where nothing is there. It may be done as root: what comes back is the
 * site's own file with one name, or nothing.
 */
export const readSiteFile = async (root: string, uid: number): Promise<SiteFile | null> => {
  const folder = await openFolder(root);
  try {
    const handle = await openSiteFile(folder, uid);
    if (handle === null) return null;
    try {
      return await readHandle(handle);
    } finally {
      await handle.close();
    }
  } finally {
    await folder.close();
  }
};
