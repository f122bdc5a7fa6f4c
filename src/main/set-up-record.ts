import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { DiskSteps } from "../kit/disk-steps.ts";
import type { StagedFile } from "../kit/staged-files.ts";

const recordPath = (stateDir: string): string => join(stateDir, "set-up.json");

/** Files of a server that hold lines of ours: one that the server does not use just now is found again by it. */
export const readRecord = async (stateDir: string, disk: DiskSteps): Promise<readonly string[]> =>
  JSON.parse((await disk.read(recordPath(stateDir)))?.content.toString() ?? "[]");

export const recordFile = (stateDir: string, paths: readonly string[]): StagedFile => ({
  path: recordPath(stateDir),
  content: paths.length === 0 ? null : `${JSON.stringify([...new Set(paths)].sort(), null, 1)}\n`,
  mode: 0o600,
});

/** Every file below a folder, and every folder with itself; none where it is not there. */
export const everythingIn = async (dir: string): Promise<{ readonly files: readonly string[]; readonly folders: readonly string[] }> => {
  const found = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => null);
  if (found === null) return { files: [], folders: [] };
  const paths = (isFolder: boolean): readonly string[] =>
    found.filter((one) => one.isDirectory() === isFolder).map((one) => join(one.parentPath, one.name));
  return { files: paths(false), folders: [dir, ...paths(true)] };
};
