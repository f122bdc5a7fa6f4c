import { type AddressMap, createAddressMapBuilder } from "../kit/address-map.ts";
import { createDataReader, type DataReader } from "./mmdb-data.ts";

/**
 * Reads every network of an MMDB file in one pass. Source: the MaxMind DB file format specification 2.0. Unlike a
 * reader that looks addresses up, it sees the whole tree, and so also whether the tree is whole.
 */
export interface Mmdb {
  readonly databaseType: string;
  /** Epoch ms at which the publisher built it. */
  readonly builtAt: number;
  /**
   * Both address spaces; a piece's value is 1 + an index into `records`, 0 where the file says nothing.
   * IPv4 is what lies under `::/96`; aliases of it elsewhere in the IPv6 tree are left out.
   */
  readonly ipv4: AddressMap;
  readonly ipv6: AddressMap;
  readonly records: readonly unknown[];
  /** Networks with a record, as they stand in the tree. */
  readonly networks: number;
}

interface Layout {
  readonly nodeCount: number;
  readonly recordBits: 24 | 28 | 32;
  readonly ipVersion: 4 | 6;
  readonly databaseType: string;
  readonly builtAt: number;
  readonly tree: Uint8Array;
  readonly data: Uint8Array;
}

const marker = Buffer.from("\xab\xcd\xefMaxMind.com", "latin1");
/** The specification keeps the metadata within the last 128 KiB. */
const metadataBytes = 128 * 1024;
const separatorBytes = 16;

const wholeNumber = (metadata: ReadonlyMap<unknown, unknown>, key: string): number => {
  const value = metadata.get(key);
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new RangeError(`its metadata gives no ${key}`);
  return value;
};

const readMetadata = (bytes: Buffer, start: number): ReadonlyMap<unknown, unknown> => {
  const metadata = createDataReader(bytes.subarray(start))(0);
  if (!(metadata instanceof Map)) throw new RangeError("its metadata is not a map");
  return metadata;
};

const readLayout = (bytes: Buffer): Layout => {
  const markerAt = bytes.lastIndexOf(marker);
  if (markerAt < 0 || markerAt < bytes.length - metadataBytes) throw new RangeError("it has no MMDB metadata at its end");
  const metadata = readMetadata(bytes, markerAt + marker.length);
  const version = wholeNumber(metadata, "binary_format_major_version");
  if (version !== 2) throw new RangeError(`it has MMDB version ${version}, not 2`);
  const nodeCount = wholeNumber(metadata, "node_count");
  const recordBits = wholeNumber(metadata, "record_size");
  if (recordBits !== 24 && recordBits !== 28 && recordBits !== 32) throw new RangeError(`it has records of ${recordBits} bits`);
  const ipVersion = wholeNumber(metadata, "ip_version");
  if (ipVersion !== 4 && ipVersion !== 6) throw new RangeError(`it has addresses of IP version ${ipVersion}`);
  const treeBytes = (nodeCount * recordBits) / 4;
  if (nodeCount === 0 || treeBytes + separatorBytes > markerAt)
    throw new RangeError(`its tree of ${nodeCount} nodes does not fit the file`);
  const separator = bytes.subarray(treeBytes, treeBytes + separatorBytes);
  if (separator.some((byte) => byte !== 0)) throw new RangeError("its tree does not end where the metadata says");
  const databaseType = metadata.get("database_type");
  return {
    nodeCount,
    recordBits,
    ipVersion,
    databaseType: typeof databaseType === "string" ? databaseType : "",
    builtAt: wholeNumber(metadata, "build_epoch") * 1000,
    tree: bytes.subarray(0, treeBytes),
    data: bytes.subarray(treeBytes + separatorBytes, markerAt),
  };
};

/** Reads the left (0) or right (1) record of a node. */
type RecordOf = (node: number, side: 0 | 1) => number;

const recordReader = ({ tree, recordBits }: Layout): RecordOf => {
  const byte = (at: number): number => tree[at] as number;
  const three = (at: number): number => (byte(at) << 16) | (byte(at + 1) << 8) | byte(at + 2);
  switch (recordBits) {
    case 24:
      return (node, side) => three(node * 6 + side * 3);
    case 28:
      return (node, side) => {
        const middle = byte(node * 7 + 3);
        return side === 0 ? ((middle & 0xf0) << 20) | three(node * 7) : ((middle & 0x0f) << 24) | three(node * 7 + 4);
      };
    case 32:
      return (node, side) => byte(node * 8 + side * 4) * 0x1000000 + three(node * 8 + side * 4 + 1);
  }
};

const createRecordTable = (layout: Layout, read: DataReader) => {
  const records: unknown[] = [];
  const numberOf = new Map<number, number>();
  const recordNumber = (record: number): number => {
    if (record === layout.nodeCount) return 0;
    const known = numberOf.get(record);
    if (known !== undefined) return known;
    const offset = record - layout.nodeCount - separatorBytes;
    if (offset < 0 || offset >= layout.data.length) throw new RangeError("its tree points outside its data");
    records.push(read(offset));
    numberOf.set(record, records.length);
    return records.length;
  };
  return { records, recordNumber };
};

/** The node under which IPv4 hangs in an IPv6 tree; a number that is no node when there is none. */
const findIpv4Root = (layout: Layout, recordOf: RecordOf): number => {
  let node = 0;
  for (let depth = 0; depth < 96 && node < layout.nodeCount; depth++) node = recordOf(node, 0);
  return node < layout.nodeCount ? node : -1;
};

const ipv4Depth = 96;

/** Walks the tree from left to right, each node once: a second visit or a node never reached means damage. */
const walk = (layout: Layout, recordOf: RecordOf, recordNumber: (record: number) => number) => {
  const { nodeCount } = layout;
  const ipv4 = createAddressMapBuilder(1, 65_536);
  const ipv6 = createAddressMapBuilder(4, 65_536);
  const key = new Uint32Array(4);
  const seen = new Uint8Array(nodeCount);
  const ipv4Root = layout.ipVersion === 6 ? findIpv4Root(layout, recordOf) : 0;
  let reached = 0;
  let networks = 0;

  const isIpv4Space = (): boolean => key[0] === 0 && key[1] === 0 && key[2] === 0;
  const leaf = (depth: number, value: number): void => {
    if (value !== 0) networks++;
    if (isIpv4Space()) ipv4.start(key, value);
    if (!isIpv4Space() || depth < ipv4Depth) ipv6.start(key, value);
  };
  const visit = (record: number, depth: number): void => {
    if (record >= nodeCount) return leaf(depth, recordNumber(record));
    if (record === ipv4Root && !isIpv4Space()) return leaf(depth, 0);
    if (depth >= 128) throw new RangeError("its tree is deeper than an address is long");
    if (seen[record] !== 0) throw new RangeError("its tree reaches one node in two ways");
    seen[record] = 1;
    reached++;
    if (record === ipv4Root) ipv6.start(key, 0);
    visit(recordOf(record, 0), depth + 1);
    const word = depth >>> 5;
    const bit = 0x80000000 >>> (depth & 31);
    key[word] = (key[word] as number) + bit;
    visit(recordOf(record, 1), depth + 1);
    key[word] = (key[word] as number) - bit;
  };
  visit(0, layout.ipVersion === 6 ? 0 : ipv4Depth);
  if (reached !== nodeCount) throw new RangeError(`${nodeCount - reached} nodes of its tree cannot be reached`);
  return { ipv4: ipv4.done(), ipv6: ipv6.done(), networks };
};

/** Reads the whole of an MMDB file. Throws RangeError that says what is wrong; the caller names the file. */
export const readMmdb = (bytes: Buffer): Mmdb => {
  const layout = readLayout(bytes);
  const { records, recordNumber } = createRecordTable(layout, createDataReader(layout.data));
  const maps = walk(layout, recordReader(layout), recordNumber);
  return { databaseType: layout.databaseType, builtAt: layout.builtAt, records, ...maps };
};
