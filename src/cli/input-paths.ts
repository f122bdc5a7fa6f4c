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

/** Throws `input-missing`, `input-directory`, `input-special` or `input-unreadable` where the path is no file to read. */
export const checkInput = (path: ConfigPath): void => {
  const stat = statInput(path);
  if (stat.isDirectory()) throw new OperationError("input-directory", `${path.shown}: is a directory`);
  if (!stat.isFile()) throw new OperationError("input-special", `${path.shown}: is not a regular file`);
};

/** The files that the arguments name, each once, in their order; globs that the shell left are expanded. Throws like {@link checkInput}. */
export const argumentPaths = (args: readonly string[], cwd: string): ConfigPath[] => {
  const found = new Map<string, ConfigPath>();
  for (const arg of args) {
    if (arg === "") throw new OperationError("usage-wrong", "an empty path was given");
    const paths = expandPath(arg, cwd);
    if (paths.length === 0) throw new OperationError("input-missing", `no file matches "${arg}" in ${resolve(cwd)}`);
    for (const path of paths) {
      checkInput(path);
      if (!found.has(path.absolute)) found.set(path.absolute, path);
    }
  }
  return [...found.values()];
};
