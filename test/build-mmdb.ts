import { parseAddress } from "../src/kit/ip-address.ts";

/**
 * Writes small MMDB files for tests, from the format's specification (MaxMind DB 2.0), so that odd and hostile
 * shapes can be made that no publisher ships.
 */
export interface MmdbOptions {
  readonly entries: readonly { readonly cidr: string; readonly record: MmdbValue }[];
  readonly recordBits?: 24 | 28 | 32;
  readonly ipVersion?: 4 | 6;
  /** IPv6 blocks that lead to the IPv4 part, as some publishers do for 2002::/16. */
  readonly ipv4Aliases?: readonly string[];
  readonly buildEpochSeconds?: number;
}

export type MmdbValue = string | number | { readonly [key: string]: MmdbValue };

interface Node {
  readonly sides: [Node | Leaf | null, Node | Leaf | null];
}
interface Leaf {
  readonly record: MmdbValue;
}

const isNode = (child: Node | Leaf | null | undefined): child is Node => child !== null && child !== undefined && "sides" in child;

const newNode = (left: Node | Leaf | null = null, right: Node | Leaf | null = null): Node => ({ sides: [left, right] });

const controlByte = (type: number, size: number): number[] => {
  if (size > 28) throw new RangeError("the test builder writes short values only");
  return type > 7 ? [size, type - 7] : [(type << 5) | size];
};

const encodeNumber = (value: number): number[] => {
  const bytes: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [...controlByte(bytes.length > 4 ? 9 : 6, bytes.length), ...bytes];
};

/** A value in the form of the data section. */
export const encodeMmdbValue = (value: MmdbValue): number[] => {
  if (typeof value === "number") return encodeNumber(value);
  if (typeof value === "string") return [...controlByte(2, Buffer.byteLength(value)), ...Buffer.from(value)];
  const entries = Object.entries(value);
  return [...controlByte(7, entries.length), ...entries.flatMap(([key, item]) => [...encodeMmdbValue(key), ...encodeMmdbValue(item)])];
};

const bitsOf = (cidr: string, ipVersion: 4 | 6): readonly (0 | 1)[] => {
  const [text = "", length = ""] = cidr.split("/");
  const address = parseAddress(text);
  if (address === null) throw new RangeError(`not an address: ${text}`);
  const words = address.family === 6 ? address.words : ipVersion === 6 ? [0, 0, 0, address.value] : [address.value];
  const all = words.flatMap((word) => Array.from({ length: 32 }, (_, at): 0 | 1 => (((word >>> (31 - at)) & 1) === 1 ? 1 : 0)));
  return all.slice(0, Number(length) + (address.family === 4 && ipVersion === 6 ? 96 : 0));
};

/** Puts a subtree at the end of a path, splitting a leaf that is in the way. */
const put = (root: Node, path: readonly (0 | 1)[], subtree: Node | Leaf): void => {
  let node = root;
  for (const side of path.slice(0, -1)) {
    const child = node.sides[side];
    const next = isNode(child) ? child : newNode(child, child);
    node.sides[side] = next;
    node = next;
  }
  node.sides[path.at(-1) as 0 | 1] = subtree;
};

const nodeAt = (root: Node, path: readonly (0 | 1)[]): Node => {
  let node = root;
  for (const side of path) {
    const child = node.sides[side];
    if (!isNode(child)) throw new RangeError("there is no IPv4 part to lead to");
    node = child;
  }
  return node;
};

const numberNodes = (root: Node): Map<Node, number> => {
  const numbers = new Map<Node, number>();
  const visit = (node: Node): void => {
    if (numbers.has(node)) return;
    numbers.set(node, numbers.size);
    for (const child of node.sides) if (isNode(child)) visit(child);
  };
  visit(root);
  return numbers;
};

const packNode = (left: number, right: number, recordBits: 24 | 28 | 32): number[] => {
  const low = (value: number): number[] => [(value >>> 16) & 255, (value >>> 8) & 255, value & 255];
  if (recordBits === 24) return [...low(left), ...low(right)];
  if (recordBits === 28) return [...low(left), ((left >>> 24) << 4) | (right >>> 24), ...low(right)];
  return [left >>> 24, ...low(left), right >>> 24, ...low(right)];
};

/** The bytes of an MMDB file; where entries overlap the longer prefix counts. */
export const buildMmdb = (options: MmdbOptions): Buffer => {
  const { recordBits = 24, ipVersion = 6 } = options;
  const root = newNode();
  const byLength = options.entries
    .map(({ cidr, record }) => ({ path: bitsOf(cidr, ipVersion), record }))
    .sort((a, b) => a.path.length - b.path.length);
  for (const { path, record } of byLength) put(root, path, { record });
  for (const alias of options.ipv4Aliases ?? []) put(root, bitsOf(alias, 6), nodeAt(root, bitsOf("::/96", 6)));
  const numbers = numberNodes(root);
  const data: number[] = [];
  const offsets = new Map<string, number>();
  const recordNumber = (child: Node | Leaf | null): number => {
    if (child === null) return numbers.size;
    if (isNode(child)) return numbers.get(child) as number;
    const encoded = encodeMmdbValue(child.record);
    const offset = offsets.get(encoded.join()) ?? data.length;
    if (offset === data.length) data.push(...encoded);
    offsets.set(encoded.join(), offset);
    return numbers.size + 16 + offset;
  };
  const tree = [...numbers.keys()].flatMap((node) => packNode(recordNumber(node.sides[0]), recordNumber(node.sides[1]), recordBits));
  const metadata = encodeMmdbValue({
    node_count: numbers.size,
    record_size: recordBits,
    ip_version: ipVersion,
    database_type: "test",
    binary_format_major_version: 2,
    build_epoch: options.buildEpochSeconds ?? 1_767_225_600,
  });
  return Buffer.concat([
    Buffer.from(tree),
    Buffer.alloc(16),
    Buffer.from(data),
    Buffer.from("\xab\xcd\xefMaxMind.com", "latin1"),
    Buffer.from(metadata),
  ]);
};
