import type { AddressMap } from "./address-map.ts";
import { formatIpv4, formatIpv6 } from "./ip-address.ts";

/** A block with its value; where blocks lie within each other the longest prefix counts. */
export interface ValuedBlock {
  readonly cidr: string;
  readonly value: 0 | 1;
}

/** Values that the addresses below a node may be given without needing more blocks: bit 1 for 0, bit 2 for 1. */
interface Node {
  readonly values: number;
  readonly halves: readonly [Node, Node] | null;
}

const either = 3;
const leaves: readonly [Node, Node] = [
  { values: 1, halves: null },
  { values: 2, halves: null },
];

const bitOf = (keys: Uint32Array, offset: number, depth: number): number =>
  ((keys[offset + (depth >>> 5)] as number) >>> (31 - (depth & 31))) & 1;

/** Whether the key of piece `at` has its bits from `depth` on all zero: the piece begins exactly where such a block does. */
const isOnBorder = ({ keys, width }: AddressMap, at: number, depth: number): boolean => {
  for (let word = depth >>> 5; word < width; word++) {
    const mask = word === depth >>> 5 && (depth & 31) !== 0 ? 0xffffffff >>> (depth & 31) : 0xffffffff;
    if (((keys[at * width + word] as number) & mask) !== 0) return false;
  }
  return true;
};

/** The first piece in (first, last] whose key has a one at `depth`; `last + 1` where none has. All share the bits before. */
const firstOfUpperHalf = ({ keys, width }: AddressMap, first: number, last: number, depth: number): number => {
  let low = first;
  let high = last + 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bitOf(keys, middle * width, depth) === 1) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** Pieces `first` to `last` begin in the block; `inherited` reaches into it from before where the first begins later. */
const treeOf = (map: AddressMap, [first, last]: readonly [number, number], depth: number, inherited: number): Node => {
  const begins = first <= last && isOnBorder(map, first, depth);
  const count = last - first + 1;
  if (count === 0) return leaves[inherited as 0 | 1];
  if (count === 1 && begins) return leaves[map.values[first] as 0 | 1];
  const middle = firstOfUpperHalf(map, first, last, depth);
  const before = middle === first ? inherited : (map.values[middle - 1] as number);
  const lower = treeOf(map, [first, middle - 1], depth + 1, inherited);
  const upper = treeOf(map, [middle, last], depth + 1, before);
  const shared = lower.values & upper.values;
  return { values: shared === 0 ? lower.values | upper.values : shared, halves: [lower, upper] };
};

/**
 * The fewest blocks that say the same as a map of the values 0 and 1, by longest prefix. The first covers everything. Source: Draves, King,
 * Venkatachary, Zill, "Constructing optimal IP routing tables", INFOCOM 1999.
 */
export const fewestBlocks = (map: AddressMap): readonly ValuedBlock[] => {
  const blocks: ValuedBlock[] = [];
  const words = new Uint32Array(4);
  const add = (depth: number, value: 0 | 1): void => {
    const [a = 0, b = 0, c = 0, d = 0] = words;
    blocks.push({ cidr: `${map.width === 1 ? formatIpv4(a) : formatIpv6([a, b, c, d])}/${depth}`, value });
  };
  const walk = (node: Node, depth: number, above: 0 | 1 | null): void => {
    const fits = above !== null && (node.values & (1 << above)) !== 0;
    const value = fits ? above : node.values === either ? 1 : ((node.values >>> 1) as 0 | 1);
    if (!fits) add(depth, value);
    if (node.halves === null) return;
    const bit = (1 << (31 - (depth & 31))) >>> 0;
    walk(node.halves[0], depth + 1, value);
    words[depth >>> 5] = ((words[depth >>> 5] as number) | bit) >>> 0;
    walk(node.halves[1], depth + 1, value);
    words[depth >>> 5] = ((words[depth >>> 5] as number) & ~bit) >>> 0;
  };
  walk(treeOf(map, [0, map.values.length - 1], 0, map.values[0] as number), 0, null);
  return blocks;
};
