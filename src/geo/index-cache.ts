import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { endianness } from "node:os";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import type { AddressMap } from "../kit/address-map.ts";
import type { FileIdentity } from "./geo-files.ts";
import type { GeoIndex } from "./geo-index.ts";
import type { AddressMaps } from "./geo-source.ts";

/** One file behind an index, as it was when the index was made. */
export interface IndexedFile extends FileIdentity {
  readonly builtAt: number;
  readonly answers: readonly ("country" | "network")[];
}

/** What the cache holds: the index and the files it was made of. */
export interface StoredIndex {
  readonly index: GeoIndex;
  readonly files: readonly IndexedFile[];
}

/** Raise when the layout or the meaning of the stored index changes: older files are then made anew. */
const layoutVersion = 1;
const magic = Buffer.from("SEKIGEO1", "latin1");
/** Magic, CRC-32 of all that follows it, length of the header. */
const preambleBytes = 16;

type Kind = "u16" | "u32";

interface Header {
  readonly layoutVersion: number;
  readonly endianness: string;
  readonly files: readonly IndexedFile[];
  readonly answers: readonly string[];
  /** Kind and element count of each array, in the order of {@link arraysOf}. */
  readonly arrays: readonly { readonly kind: Kind; readonly length: number }[];
}

const mapArrays = ({ ipv4, ipv6 }: AddressMaps) => [ipv4.keys, ipv4.values, ipv6.keys, ipv6.values];

const arraysOf = ({ countries, networks }: GeoIndex) => [...mapArrays(countries), ...(networks === null ? [] : mapArrays(networks))];

const aligned = (bytes: number): number => Math.ceil(bytes / 4) * 4;

const encode = ({ index, files }: StoredIndex): Buffer => {
  const arrays = arraysOf(index);
  const header: Header = {
    layoutVersion,
    endianness: endianness(),
    files,
    answers: index.answers,
    arrays: arrays.map((array) => ({ kind: array.BYTES_PER_ELEMENT === 2 ? "u16" : "u32", length: array.length })),
  };
  const headerBytes = Buffer.from(JSON.stringify(header));
  const start = aligned(preambleBytes + headerBytes.length);
  const bytes = Buffer.alloc(arrays.reduce((end, array) => end + aligned(array.byteLength), start));
  magic.copy(bytes);
  bytes.writeUInt32LE(headerBytes.length, 12);
  headerBytes.copy(bytes, preambleBytes);
  let at = start;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += aligned(array.byteLength);
  }
  bytes.writeUInt32LE(crc32(bytes.subarray(12)), 8);
  return bytes;
};

const mapsFrom = (arrays: readonly (Uint16Array | Uint32Array)[], at: number): AddressMaps => {
  const map = (width: 1 | 4, first: number): AddressMap => ({
    width,
    keys: arrays[first] as Uint32Array,
    values: arrays[first + 1] as Uint16Array | Uint32Array,
  });
  return { ipv4: map(1, at), ipv6: map(4, at + 2) };
};

/** Null for bytes that are not a whole index of this version and machine. */
const decode = (read: Buffer): StoredIndex | null => {
  if (read.length < preambleBytes || !read.subarray(0, 8).equals(magic)) return null;
  if (crc32(read.subarray(12)) !== read.readUInt32LE(8)) return null;
  const bytes = read.byteOffset % 4 === 0 ? read : Buffer.from(Uint8Array.from(read).buffer);
  const headerEnd = preambleBytes + bytes.readUInt32LE(12);
  const header = JSON.parse(bytes.toString("utf8", preambleBytes, headerEnd)) as Header;
  if (header.layoutVersion !== layoutVersion || header.endianness !== endianness()) return null;
  let at = aligned(headerEnd);
  const arrays = header.arrays.map(({ kind, length }) => {
    const offset = bytes.byteOffset + at;
    at += aligned(length * (kind === "u16" ? 2 : 4));
    return kind === "u16" ? new Uint16Array(bytes.buffer, offset, length) : new Uint32Array(bytes.buffer, offset, length);
  });
  const networks = arrays.length > 4 ? mapsFrom(arrays, 4) : null;
  return { index: { countries: mapsFrom(arrays, 0), answers: header.answers, networks }, files: header.files };
};

/** Reads a stored index; null when there is none, or a damaged or outdated one: it is only a cache. */
export const readStoredIndex = (path: string): StoredIndex | null => {
  try {
    return decode(readFileSync(path));
  } catch {
    return null;
  }
};

/** What cannot be removed (a folder that is a file, a disk gone read-only) was not left there by us, or not for long. */
const removeQuietly = (path: string): void => {
  try {
    rmSync(path, { force: true });
  } catch {
    // Nothing to be done: the caller already says that nothing was stored.
  }
};

/**
 * Stores an index whole or not at all: written beside, then renamed, so that processes that write at the same time
 * replace each other's whole files. False when the place cannot be written; that costs time, not correctness.
 */
export const writeStoredIndex = (path: string, stored: StoredIndex): boolean => {
  const beside = `${path}.${process.pid}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    // One folder after the other: with `recursive` Node never comes back from a place like /proc.
    for (const folder of [dirname(dirname(path)), dirname(path)]) if (!existsSync(folder)) mkdirSync(folder);
    writeFileSync(beside, encode(stored), { flag: "wx", mode: 0o600 });
    renameSync(beside, path);
    return true;
  } catch {
    removeQuietly(beside);
    return false;
  }
};
