/**
 * A map that forgets: two generations of `capacity` entries. When the young one is full it becomes the old one, and
 * what was not set or asked for since then is gone. Takes constant time where a Map that deletes its oldest key would
 * walk over what it deleted before.
 */
export interface RecentMap<Key, Value> {
  readonly get: (key: Key) => Value | undefined;
  readonly set: (key: Key, value: Value) => void;
  readonly delete: (key: Key) => void;
  /** Entries of both generations; one that stands in both counts twice. */
  readonly size: () => number;
}

/** See {@link RecentMap}. */
export const createRecentMap = <Key, Value>(capacity: number): RecentMap<Key, Value> => {
  let young = new Map<Key, Value>();
  let old = new Map<Key, Value>();

  const set = (key: Key, value: Value): void => {
    if (young.size >= capacity) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  };

  const get = (key: Key): Value | undefined => {
    const value = young.get(key);
    if (value !== undefined || old.size === 0) return value;
    const before = old.get(key);
    if (before !== undefined) set(key, before);
    return before;
  };

  const forget = (key: Key): void => {
    young.delete(key);
    old.delete(key);
  };

  return { get, set, delete: forget, size: () => young.size + old.size };
};
