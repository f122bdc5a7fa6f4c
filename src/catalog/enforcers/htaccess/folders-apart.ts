import { constants } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { below, openFolder } from "../../../kit/handle-walk.ts";
import { fileName } from "./site-file.ts";

const mostLooked = 500;
const mostNamed = 16;
const folderFlags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

const hasFile = async (path: string): Promise<boolean> => {
  const folder = await open(path, folderFlags);
  try {
    return (await lstat(below(folder, fileName))).isFile();
  } finally {
    await folder.close();
  }
};

/** Folders right below a root that have a `.htaccess` of their own, by name: where that rewrites, the root's block does not count. */
export const foldersApart = async (root: string): Promise<readonly string[]> => {
  const folder = await openFolder(root);
  try {
    const entries = (await readdir(below(folder, "."), { withFileTypes: true })).filter((entry) => entry.isDirectory());
    const names: string[] = [];
    for (const { name } of entries.slice(0, mostLooked).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (names.length === mostNamed) break;
      if (await hasFile(below(folder, name)).catch(() => false)) names.push(name);
    }
    return names;
  } finally {
    await folder.close();
  }
};
