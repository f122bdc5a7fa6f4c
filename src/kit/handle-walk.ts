import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

const folderFlags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/** Node has no openat(2): the name below a handle's place in /proc leads to the same. Source: proc(5), /proc/pid/fd. */
export const below = (folder: FileHandle, name: string): string => `/proc/self/fd/${folder.fd}/${name}`;

/**
 * Opens the folder at an absolute path part by part, each by the handle of the one before: no link on the way is followed, whatever is swapped
 * meanwhile. The caller closes it. Throws what the system says: ENOTDIR or ELOOP for a link.
 */
export const openFolder = async (path: string): Promise<FileHandle> => {
  let folder = await open("/", folderFlags);
  for (const name of path.split("/").filter((part) => part !== "")) {
    try {
      const next = await open(below(folder, name), folderFlags);
      await folder.close();
      folder = next;
    } catch (error) {
      await folder.close();
      throw error;
    }
  }
  return folder;
};
