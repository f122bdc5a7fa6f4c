import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { OperationError } from "../domain/operation-error.ts";
import { type FileIdentity, identifyFile, readGeoFile } from "./geo-files.ts";
import { buildGeoIndex } from "./geo-index.ts";
import type { GeoSource } from "./geo-source.ts";
import { readStoredIndex, type StoredIndex, writeStoredIndex } from "./index-cache.ts";
import { checkPlausible, type GeoLimits } from "./plausibility.ts";

export interface LoadOptions {
  /** Country and network files, the most trusted first. */
  readonly files: readonly string[];
  /** Folder of the cache; null for the user's own cache folder. */
  readonly cacheDir: string | null;
  readonly limits: GeoLimits;
}

export interface LoadedIndex extends StoredIndex {
  /** Why the files' present content is not used although it differs from the index; null in the ordinary case. */
  readonly refused: OperationError | null;
}

/** `$XDG_CACHE_HOME/sekisho`, or `~/.cache/sekisho` (XDG Base Directory Specification: a relative value is ignored). */
const userCacheDir = (): string => {
  const base = process.env.XDG_CACHE_HOME ?? "";
  return join(isAbsolute(base) ? base : join(homedir(), ".cache"), "sekisho");
};

/** One cache file per list of paths and limits, so that a new content of the same paths finds its predecessor. */
const cachePath = ({ files, cacheDir, limits }: LoadOptions): string => {
  const key = createHash("sha256")
    .update(JSON.stringify([files, limits]))
    .digest("hex")
    .slice(0, 16);
  return join(cacheDir ?? userCacheDir(), `geo-${key}.index`);
};

const isSameFile = (now: FileIdentity, then: FileIdentity | undefined): boolean =>
  then !== undefined && now.file === then.file && now.size === then.size && now.modifiedAt === then.modifiedAt && now.ends === then.ends;

const readSource = (identity: FileIdentity, limits: GeoLimits): GeoSource => {
  try {
    const source = readGeoFile(identity);
    checkPlausible(source, limits);
    return source;
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new OperationError("geo-damaged", `geo data ${identity.file} is refused: ${cause.message}`, cause);
  }
};

const answersOf = ({ countries, networks }: GeoSource): readonly ("country" | "network")[] => [
  ...(countries === null ? [] : (["country"] as const)),
  ...(networks === null ? [] : (["network"] as const)),
];

const build = (identities: readonly FileIdentity[], limits: GeoLimits): StoredIndex => {
  const sources = identities.map((identity) => readSource(identity, limits));
  const files = identities.map((identity, at) => {
    const source = sources[at] as GeoSource;
    return { ...identity, builtAt: source.builtAt, answers: answersOf(source) };
  });
  return { index: buildGeoIndex(sources), files };
};

/**
 * The index of the files: from the cache when it was made of exactly these contents, else made anew and stored. A
 * damaged or implausible file is refused: then the index of the earlier content of the same paths stays in use, and
 * without one this throws OperationError `geo-damaged`. Throws `geo-missing` for a file that is not there.
 */
export const loadGeoIndex = (options: LoadOptions): LoadedIndex => {
  const files = options.files.map((file) => resolve(file));
  const path = cachePath({ ...options, files });
  const identities = files.map(identifyFile);
  const stored = readStoredIndex(path);
  if (stored !== null && identities.every((identity, at) => isSameFile(identity, stored.files[at]))) return { ...stored, refused: null };
  try {
    const built = build(identities, options.limits);
    writeStoredIndex(path, built);
    return { ...built, refused: null };
  } catch (cause) {
    if (stored === null || !(cause instanceof OperationError) || cause.code !== "geo-damaged") throw cause;
    return { ...stored, refused: cause };
  }
};
