import { chmod, chown, lstat } from "node:fs/promises";
import type { DiskSteps } from "../../../kit/disk-steps.ts";
import type { PlannedFile } from "../../../ports/enforcer.ts";

type State = "fine" | "missing" | "unreadable" | "strange";

const readableToAll = 0o444;

const stateOf = async (path: string): Promise<State> => {
  const found = await lstat(path).catch(() => null);
  if (found === null) return "missing";
  if (!found.isFile()) return "strange";
  return found.uid === 0 && (found.mode & 0o777 & readableToAll) === readableToAll && (found.mode & 0o022) === 0 ? "fine" : "unreadable";
};

const mendFolder = async (dir: string, disk: DiskSteps): Promise<readonly string[]> => {
  const found = await lstat(dir).catch(() => null);
  if (found?.isDirectory() === true && (found.mode & 0o777) === 0o755) return [];
  if (found !== null && !found.isDirectory()) return [`${dir}: is no folder; put it right by hand`];
  await disk.makeFolder(dir, 0o755);
  await chmod(dir, 0o755);
  return [`${dir}: ${found === null ? "was gone" : "was not open to all"}, put right`];
};

/**
 * Puts back files that are gone or that not everybody may read: without them Postfix takes nobody's mail. What somebody else wrote into one is
 * left and told: only a person knows whether it is wanted. Returns a line for each file that was put right or is strange.
 */
export const mendFiles = async (dir: string, files: readonly PlannedFile[], disk: DiskSteps): Promise<readonly string[]> => {
  const lines = [...(await mendFolder(dir, disk))];
  for (const { path, text } of files) {
    const state = await stateOf(path);
    if (state === "strange") lines.push(`${path}: is no ordinary file; put it right by hand`);
    if (state === "missing") {
      await disk.write(`${path}.sekisho-new`, text, 0o644);
      await disk.rename(`${path}.sekisho-new`, path);
      lines.push(`${path}: was gone, put back`);
    }
    if (state === "unreadable") {
      await chown(path, 0, 0);
      await chmod(path, 0o644);
      lines.push(`${path}: not everybody could read it, put right`);
    }
    if (state !== "strange" && (await disk.read(path))?.content.toString() !== text) lines.push(`${path}: somebody else changed it`);
  }
  return lines;
};
