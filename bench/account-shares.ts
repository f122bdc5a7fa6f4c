import type { GraphSnapshot, Node, Value } from "../src/kit/graph-snapshot.ts";
import { valuesOf } from "../src/kit/pack-nodes.ts";
import { ownerName } from "../test/detector-lives.ts";

/** What part of a saved state belongs to which account, in bytes of the snapshot. */
export interface AccountShares {
  /** Bytes per account, by host and name; a site without a known owner stands for itself. */
  readonly accounts: ReadonlyMap<string, number>;
  /** Bytes that belong to no account: tables of a whole server, the frame of the snapshot. */
  readonly others: number;
  readonly total: number;
}

/** Who a site belongs to; null for a number that is no site's. */
export type OwnerOf = (siteId: number) => string | null;

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value)) + 1;

/** Where an object stands: by its number, or in the one place that it stands in. */
type Place = number | Node;

const asPlace = (value: Value | undefined): Place | null => {
  if (!Array.isArray(value)) return null;
  const [first] = value as readonly unknown[];
  if (value.length === 1) return typeof first === "number" ? first : null;
  return value as unknown as Node;
};

const placesIn = (node: Node): readonly Place[] =>
  valuesOf(node)
    .map(asPlace)
    .filter((place) => place !== null);

/** The nodes that a node refers to, also from inside of what stands in it. */
const referencesOf = (node: Node): readonly number[] =>
  placesIn(node).flatMap((place) => (typeof place === "number" ? [place] : referencesOf(place)));

/** A node and every node that stands in it. */
const withInner = (node: Node): readonly Node[] => [
  node,
  ...placesIn(node).flatMap((place) => (typeof place === "number" ? [] : withInner(place))),
];

/** One entry of one of the detectors' tables: what is remembered of a site, an account, an endpoint, a mailbox. */
interface Entry {
  readonly key: unknown;
  readonly root: Place;
}

class Shares {
  private readonly nodes: readonly Node[];
  private readonly texts: readonly string[];
  private readonly ownerOf: OwnerOf;

  constructor({ nodes, texts }: GraphSnapshot, ownerOf: OwnerOf) {
    this.nodes = nodes;
    this.texts = texts;
    this.ownerOf = ownerOf;
  }

  /** The entries of every table that stands no deeper than in a field of a field. */
  entries(): readonly Entry[] {
    return this.tableEntries(this.nodes[0] as Node).flatMap(({ root }) => this.entriesBelow(root, 0));
  }

  private at(place: Place): Node {
    return typeof place === "number" ? (this.nodes[place] as Node) : place;
  }

  private entriesBelow(place: Place, depth: number): readonly Entry[] {
    const node = this.at(place);
    if (node[0] === "m") return this.tableEntries(node);
    return depth > 3 || typeof node[0] !== "number" ? [] : placesIn(node).flatMap((next) => this.entriesBelow(next, depth + 1));
  }

  private tableEntries(node: Node): readonly Entry[] {
    const values = valuesOf(node);
    return values.flatMap((value, index) => {
      const root = index % 2 === 1 ? asPlace(value) : null;
      return root === null ? [] : [{ key: values[index - 1], root }];
    });
  }

  /** All that an entry keeps alive. */
  reach({ root }: Entry): ReadonlySet<Node> {
    const seen = new Set([this.at(root)]);
    for (const node of seen) for (const next of referencesOf(node)) seen.add(this.nodes[next] as Node);
    return seen;
  }

  /** Whose an entry is: by the first site or account that it names, else by its key where that is a site's number. */
  ownerOfEntry({ key }: Entry, reach: ReadonlySet<Node>): string | null {
    for (const node of [...reach].flatMap(withInner)) {
      if (node[0] !== "outside") continue;
      const [, kind, ...data] = node;
      if (kind === "account") return ownerName({ host: String(data[0]), name: String(data[1]) });
      if (kind === "site") return this.ownerOf(Number(data[0]));
    }
    return typeof key === "number" ? this.ownerOf(key) : null;
  }

  /** Bytes of objects, with each text that they use once. */
  weight(objects: Iterable<Node>): number {
    const texts = new Set<string>();
    let sum = 0;
    for (const object of objects) {
      sum += bytesOf(object);
      for (const node of withInner(object)) for (const value of valuesOf(node)) if (typeof value === "string") texts.add(value);
    }
    for (const text of texts) sum += bytesOf(this.texts[Number.parseInt(text, 36)]);
    return sum;
  }
}

/**
 * Divides a saved state among the accounts. What an account's entries share (a request that two detectors remember, a source) counts once
 * for it; what several accounts share counts for each.
 */
export const accountShares = (snapshot: GraphSnapshot, ownerOf: OwnerOf): AccountShares => {
  const shares = new Shares(snapshot, ownerOf);
  const held = new Map<string | null, Set<Node>>();
  for (const entry of shares.entries()) {
    const reach = shares.reach(entry);
    const owner = shares.ownerOfEntry(entry, reach);
    const all = held.get(owner) ?? new Set<Node>();
    held.set(owner, all);
    for (const node of reach) all.add(node);
  }
  const accounts = new Map([...held].flatMap(([owner, objects]) => (owner === null ? [] : [[owner, shares.weight(objects)] as const])));
  return { accounts, others: shares.weight(held.get(null) ?? []), total: bytesOf(snapshot) };
};
