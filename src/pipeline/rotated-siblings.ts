import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** A file name taken apart: the live log's name, and how old this part of it is. */
export interface Rotation {
  /** Name of the live log, `access.log` for `access.log.2.gz`. */
  readonly base: string;
  /** Names the generation, the same for a plain and a compressed copy of it. */
  readonly generation: string;
  /** Sorts generations of one base from oldest to newest, compared as text. */
  readonly order: string;
  readonly isCompressed: boolean;
}

/** Suffixes of logrotate: `.N`, or with `dateext` `-YYYYMMDD`, `-YYYYMMDDHH` (hourly), and the common `-YYYY-MM-DD` and `-YYYYMMDD-HH`. */
const rotated = /^(.+?)(?:\.(\d{1,4})|-((?:19|20)\d\d)-?([01]\d)-?([0-3]\d)(?:-?([0-2]\d))?)(\.gz)?$/s;

/** Higher numbers are older: `.1` is the youngest of the numbered. */
const orderOfNumber = (number: string): string => `2-${String(9999 - Number(number)).padStart(4, "0")}`;

/** Takes a rotated log's name apart; null for a live log and for anything else (`access.log.bak`, `access.log.gz`). */
export const rotationOf = (name: string): Rotation | null => {
  const [, base, number, year, month, day, hour, gz] = rotated.exec(name) ?? [];
  if (base === undefined) return null;
  const date = `${year}${month}${day}${hour ?? "--"}`;
  return {
    base,
    generation: number === undefined ? `-${date}` : `.${Number(number)}`,
    order: number === undefined ? `1-${date}` : orderOfNumber(number),
    isCompressed: gz !== undefined,
  };
};

const namesIn = (directory: string): string[] => {
  try {
    return readdirSync(directory);
  } catch {
    // What is wrong with the directory shows when the live log is opened, with a better message.
    return [];
  }
};

const isFile = (path: string): boolean => {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

/** The rotated names of a directory by the name of their live log, each list from oldest to newest. */
const groupByBase = (directory: string): ReadonlyMap<string, readonly string[]> => {
  const groups = new Map<string, Map<string, { name: string; rotation: Rotation }>>();
  for (const name of namesIn(directory)) {
    const rotation = rotationOf(name);
    if (rotation === null || !isFile(join(directory, name))) continue;
    const group = groups.get(rotation.base) ?? new Map<string, { name: string; rotation: Rotation }>();
    const known = group.get(rotation.generation);
    // While logrotate compresses, both copies exist; the plain one is whole.
    if (known === undefined || known.rotation.isCompressed) group.set(rotation.generation, { name, rotation });
    groups.set(rotation.base, group);
  }
  const sorted = [...groups].map(([base, group]): [string, readonly string[]] => {
    const members = [...group.values()].sort((a, b) => (a.rotation.order < b.rotation.order ? -1 : 1));
    return [base, members.map(({ name }) => name)];
  });
  return new Map(sorted);
};

/**
 * A look-up of rotated siblings that lists each directory once: for many logs in one directory. The function returns
 * the paths of the log and its rotated siblings in the same directory, oldest first, the live file last (left out where
 * it does not exist but a sibling does). A path that is itself a rotated file stands alone.
 */
export const createSiblingSearch = (): ((path: string) => string[]) => {
  const directories = new Map<string, ReadonlyMap<string, readonly string[]>>();
  return (path) => {
    const directory = dirname(path);
    const name = basename(path);
    const isRotated = rotationOf(name) !== null;
    if (isRotated) return [path];
    const groups = directories.get(directory) ?? groupByBase(directory);
    directories.set(directory, groups);
    const siblings = (groups.get(name) ?? []).map((sibling) => join(directory, sibling));
    return siblings.length === 0 || isFile(path) ? [...siblings, path] : siblings;
  };
};

/** The log and its rotated siblings, oldest first; see {@link createSiblingSearch}. Never throws. */
export const withRotatedSiblings = (path: string): string[] => createSiblingSearch()(path);

/** The live log that a file belongs to: `/logs/access.log.2.gz` → `/logs/access.log`. */
export const logBaseOf = (path: string): string => join(dirname(path), rotationOf(basename(path))?.base ?? basename(path));
