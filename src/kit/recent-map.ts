/**
 * A map that forgets: two generations of `capacity` entries. When the young one is full it becomes the old one, and
 * what was not set or asked for since then is gone. Takes constant time where a Map that deletes its oldest key would
 * walk over what it deleted before.
 */
export interface RecentMap<Key, Value> {
  readonly get: (key: Key) => Value | undefined;
  readonly set: (key: Key, value: Value) => void;
  readonly delete: (key: Key) => void;
  /** Forgets every entry whose value is of no use any more. */
  readonly forget: (isOld: (value: Value) => boolean) => void;
  /** Entries of both generations; one that stands in both counts twice. */
  readonly size: () => number;
}

/** A {@link RecentMap} with its two generations in fields, so that it can be saved and put back. */
export class TwoGenerations<Key, Value> implements RecentMap<Key, Value> {
  private readonly capacity: number;
  private young = new Map<Key, Value>();
  private old = new Map<Key, Value>();

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get(key: Key): Value | undefined {
    // Without an entry the key need not even be hashed, which for a new text means to walk over it.
    const value = this.young.size === 0 ? undefined : this.young.get(key);
    if (value !== undefined || this.old.size === 0) return value;
    const before = this.old.get(key);
    if (before !== undefined) this.set(key, before);
    return before;
  }

  set(key: Key, value: Value): void {
    if (this.young.size >= this.capacity) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, value);
  }

  delete(key: Key): void {
    this.young.delete(key);
    this.old.delete(key);
  }

  forget(isOld: (value: Value) => boolean): void {
    for (const [key, value] of this.young) if (isOld(value)) this.young.delete(key);
    for (const [key, value] of this.old) if (isOld(value)) this.old.delete(key);
  }

  size(): number {
    return this.young.size + this.old.size;
  }
}

/** See {@link RecentMap}. */
export const createRecentMap = <Key, Value>(capacity: number): RecentMap<Key, Value> => new TwoGenerations<Key, Value>(capacity);
