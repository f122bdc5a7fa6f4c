import type { GraphSnapshot, Node } from "../src/kit/graph-snapshot.ts";
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

const isReference = (value: unknown): value is readonly [number] => Array.isArray(value) && typeof value[0] === "number";

const referencesOf = (node: Node): readonly number[] =>
  node[0] === "outside" || node[0] === "bytes" ? [] : node.slice(1).flatMap((value) => (isReference(value) ? [value[0]] : []));

/** One entry of one of the detectors' tables: what is remembered of a site, an account, an endpoint, a mailbox. */
interface Entry {
  readonly key: unknown;
  readonly root: number;
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
    return this.tableEntries(0).flatMap(({ root }) => this.entriesBelow(root, 0));
  }

  private entriesBelow(at: number, depth: number): readonly Entry[] {
    const node = this.nodes[at] as Node;
    if (node[0] === "m") return this.tableEntries(at);
    return depth > 3 || typeof node[0] !== "number" ? [] : referencesOf(node).flatMap((next) => this.entriesBelow(next, depth + 1));
  }

  private tableEntries(at: number): readonly Entry[] {
    const [, ...values] = this.nodes[at] as ["m", ...unknown[]];
    return values.flatMap((value, index) => (index % 2 === 1 && isReference(value) ? [{ key: values[index - 1], root: value[0] }] : []));
  }

  /** All that an entry keeps alive. */
  reach({ root }: Entry): ReadonlySet<number> {
    const seen = new Set([root]);
    for (const at of seen) for (const next of referencesOf(this.nodes[at] as Node)) seen.add(next);
    return seen;
  }

  /** Whose an entry is: by the first site or account that it names, else by its key where that is a site's number. */
  ownerOfEntry({ key }: Entry, reach: ReadonlySet<number>): string | null {
    for (const at of reach) {
      const node = this.nodes[at] as Node;
      if (node[0] !== "outside") continue;
      const [, kind, ...data] = node;
      if (kind === "account") return ownerName({ host: String(data[0]), name: String(data[1]) });
      if (kind === "site") return this.ownerOf(Number(data[0]));
    }
    return typeof key === "number" ? this.ownerOf(key) : null;
  }

  /** Bytes of objects, with each text that they use once. */
  weight(objects: Iterable<number>): number {
    const texts = new Set<string>();
    let sum = 0;
    for (const at of objects) {
      const node = this.nodes[at] as Node;
      sum += bytesOf(node);
      if (node[0] === "outside" || node[0] === "bytes") continue;
      for (const value of node.slice(1)) if (typeof value === "string") texts.add(value);
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
  const held = new Map<string | null, Set<number>>();
  for (const entry of shares.entries()) {
    const reach = shares.reach(entry);
    const owner = shares.ownerOfEntry(entry, reach);
    const all = held.get(owner) ?? new Set<number>();
    held.set(owner, all);
    for (const at of reach) all.add(at);
  }
  const accounts = new Map([...held].flatMap(([owner, objects]) => (owner === null ? [] : [[owner, shares.weight(objects)] as const])));
  return { accounts, others: shares.weight(held.get(null) ?? []), total: bytesOf(snapshot) };
};
