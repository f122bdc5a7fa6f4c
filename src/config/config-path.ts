import { existsSync, globSync, statSync } from "node:fs";
import { resolve } from "node:path";

/** A path as the config or the command line gave it, and where it leads. */
export interface ConfigPath {
  /** As written; for a glob the matching file in the same form. Shown in reports. */
  readonly shown: string;
  readonly absolute: string;
}

const globSigns = /[*?]|\[.*\]|\{.*\}/s;

const isFile = (absolute: string): boolean => {
  try {
    return statSync(absolute).isFile();
  } catch {
    return false;
  }
};

/** Whether the text is a pattern; a file of exactly that name is no pattern, whatever signs it has. */
export const isGlob = (shown: string, directory: string): boolean => globSigns.test(shown) && !existsSync(resolve(directory, shown));

/** The path, relative to `directory` unless absolute. */
export const toConfigPath = (shown: string, directory: string): ConfigPath => ({ shown, absolute: resolve(directory, shown) });

/**
 * The files that a path stands for, by name: a glob's matches (files only, `*` does not match a leading dot), or the
 * path itself, whether or not it exists. Empty for a glob that matches no file.
 */
export const expandPath = (shown: string, directory: string): ConfigPath[] => {
  if (!isGlob(shown, directory)) return [toConfigPath(shown, directory)];
  return globSync(shown, { cwd: directory })
    .map((match) => toConfigPath(match, directory))
    .filter((path) => isFile(path.absolute))
    .sort((a, b) => (a.shown < b.shown ? -1 : 1));
};
