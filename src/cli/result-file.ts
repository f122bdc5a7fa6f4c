import { randomBytes } from "node:crypto";
import { accessSync, constants, lstatSync, type Stats, statSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { OperationError } from "../domain/operation-error.ts";

const statOf = (path: string): Stats | null => {
  try {
    return statSync(path);
  } catch {
    return null;
  }
};

const isWritable = (directory: string): boolean => {
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const isLink = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;

/**
 * Checks, before long work, that a result can be written to `shown` (relative to `cwd`), and returns the absolute path.
 * Throws `usage-wrong` where the path is a directory, a device or a link, one of `inputs` (absolute paths), or has no
 * directory to lie in; `world-failed` where that directory may not be written to.
 */
export const checkResultFile = (shown: string, cwd: string, inputs: readonly string[]): string => {
  const absolute = resolve(cwd, shown);
  const wrong = (reason: string): OperationError => new OperationError("usage-wrong", `${shown}: ${reason}`);
  const existing = statOf(absolute);
  if (shown === "" || existing?.isDirectory()) throw wrong("is a directory; name a file in it");
  if (isLink(absolute) || (existing !== null && !existing.isFile())) throw wrong("exists and is not a regular file");
  if (inputs.includes(absolute)) throw wrong("is one of the logs to read; name another file");
  const parent = dirname(absolute);
  if (!statOf(parent)?.isDirectory()) throw wrong(`there is no directory ${dirname(shown)}`);
  if (!isWritable(parent)) throw new OperationError("world-failed", `${shown}: the directory ${dirname(shown)} may not be written to`);
  return absolute;
};

/** Writes the text whole or not at all: to a new file beside it, flushed, then renamed. Throws `world-failed`. */
export const writeResultFile = async (shown: string, absolute: string, text: string): Promise<void> => {
  const beside = join(dirname(absolute), `.${basename(absolute)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const file = await open(beside, "wx");
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, absolute);
  } catch (error) {
    await rm(beside, { force: true });
    throw new OperationError(
      "world-failed",
      `${shown}: cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      error,
    );
  }
};
