import { readdirSync, type Stats, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { type ConfigPath, expandPath } from "../config/config-path.ts";
import { OperationError } from "../domain/operation-error.ts";
import { nearestWord } from "../kit/edit-distance.ts";

const namesIn = (directory: string): string[] => {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
};

const missing = (shown: string, absolute: string, cause: unknown): OperationError => {
  const meant = nearestWord(basename(absolute), namesIn(dirname(absolute)).sort());
  return new OperationError("input-missing", `${shown}: no such file${meant === null ? "" : `; did you mean "${meant}"?`}`, cause);
};

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");

const statInput = ({ shown, absolute }: ConfigPath): Stats => {
  try {
    return statSync(absolute);
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") throw missing(shown, absolute, error);
    if (code === "EACCES" || code === "EPERM") throw new OperationError("input-unreadable", `${shown}: permission denied`, error);
    throw new OperationError("world-failed", `${shown}: ${error instanceof Error ? error.message : String(error)}`, error);
  }
};

/** A shell hands a pattern on as it stands where it may not look into the directory, which is then the thing to say. */
const noMatch = (pattern: string, cwd: string): OperationError => {
  const directory = dirname(resolve(cwd, pattern));
  try {
    readdirSync(directory);
  } catch (error) {
    const code = codeOf(error);
    if (code === "EACCES" || code === "EPERM")
      return new OperationError("input-unreadable", `${pattern}: permission denied to look into ${directory}`, error);
  }
  return new OperationError("input-missing", `no file matches "${pattern}" in ${resolve(cwd)}`);
};

/** Throws `input-missing`, `input-directory`, `input-special` or `input-unreadable` where the path is no file to read. */
export const checkInput = (path: ConfigPath): Stats => {
  const stat = statInput(path);
  if (stat.isDirectory()) throw new OperationError("input-directory", `${path.shown}: is a directory`);
  if (!stat.isFile()) throw new OperationError("input-special", `${path.shown}: is not a regular file`);
  return stat;
};

const refuseNoFile = (arg: string): void => {
  if (arg === "") throw new OperationError("usage-wrong", "an empty path was given");
  if (arg === "-") throw new OperationError("usage-wrong", "-: standard input is not read; name a log file (one that is called - is ./-)");
};

/**
 * The files that the arguments name, each once (by whatever links it is reached), in their order; globs that the shell left are
 * expanded. Throws like {@link checkInput}, and `usage-wrong` for what names no file.
 */
export const argumentPaths = (args: readonly string[], cwd: string): ConfigPath[] => {
  const found = new Map<string, ConfigPath>();
  for (const arg of args) {
    refuseNoFile(arg);
    const paths = expandPath(arg, cwd);
    if (paths.length === 0) throw noMatch(arg, cwd);
    for (const path of paths) {
      const { dev, ino } = checkInput(path);
      const file = `${dev}:${ino}`;
      if (!found.has(file)) found.set(file, path);
    }
  }
  return [...found.values()];
};

/** Folders and files that an option names; a folder stands for all that lies in it. Throws `input-missing` for what is not there. */
export const argumentFolders = (args: readonly string[], cwd: string): ConfigPath[] => {
  const found = args.flatMap((arg) => {
    refuseNoFile(arg);
    const paths = expandPath(arg, cwd);
    if (paths.length === 0) throw noMatch(arg, cwd);
    return paths;
  });
  for (const path of found) statInput(path);
  return found;
};
