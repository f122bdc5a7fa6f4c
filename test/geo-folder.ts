import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { OperationError } from "../src/domain/operation-error.ts";
import { type GeoOptions, openGeo } from "../src/geo/open-geo.ts";
import { buildMmdb, type MmdbValue } from "./build-mmdb.ts";

let folder = "";

/** A folder of its own for every test of the file that calls this, with the made-up databases and the cache; gone after the test. */
export const useGeoFolder = (): void => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "sekisho-geo-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
};

/** Path of a name in the folder of the running test. */
export const inGeoFolder = (...names: readonly string[]): string => join(folder, ...names);

/** Small made-up databases show less of the world than real ones do. */
const anySize = { minNetworks: 1, minCountries: 1, maxWrongShare: 1 };

/** A database of networks and their country, or a whole record; returns its path. */
export const database = (name: string, places: Readonly<Record<string, MmdbValue>>): string => {
  const file = join(folder, name);
  const entries = Object.entries(places).map(([cidr, place]) => ({
    cidr,
    record: typeof place === "string" ? { country_code: place } : place,
  }));
  writeFileSync(file, buildMmdb({ entries }));
  return file;
};

/** Opens the data with a home of Japan and the cache in the folder, unless told otherwise. */
export const open = (options: Partial<GeoOptions>) =>
  openGeo({
    databases: [],
    overrides: [],
    trustedProxies: [],
    home: "JP",
    cacheDir: join(folder, "cache"),
    networkFiles: [],
    limits: anySize,
    ...options,
  });

/** The operation error that `act` throws. */
export const thrownBy = (act: () => unknown): OperationError => {
  try {
    act();
  } catch (error) {
    if (error instanceof OperationError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
};

// The blocks below are ordinary global space, for reserved space is never looked up; they stand for nobody.
export const blocks = {
  both: "60.0.1.0/24",
  abroad: "60.0.2.0/24",
  torn: "60.0.3.0/24",
  onlyFirst: "60.0.4.0/24",
  onlySecond: "60.0.5.0/24",
};

/** Two databases that agree, disagree about which country, disagree about home, and leave gaps. */
export const twoSources = () => [
  database("first.mmdb", {
    [blocks.both]: "JP",
    [blocks.abroad]: "CA",
    [blocks.torn]: "JP",
    [blocks.onlyFirst]: "JP",
    "2a00:1::/32": "JP",
  }),
  database("second.mmdb", {
    [blocks.both]: "JP",
    [blocks.abroad]: "FR",
    [blocks.torn]: "US",
    [blocks.onlySecond]: "DE",
    "2a00:1::/32": "FR",
    "2a00:2::/32": "JP",
  }),
];
