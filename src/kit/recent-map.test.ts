import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRecentMap } from "./recent-map.ts";

describe("createRecentMap", () => {
  it("is a Map while it is below its capacity", () => {
    const step = fc.tuple(fc.constantFrom("set", "get", "delete"), fc.nat(20), fc.nat(100));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const map = createRecentMap<number, number>(1_000);
        const reference = new Map<number, number>();
        for (const [what, key, value] of steps) {
          if (what === "set") {
            map.set(key, value);
            reference.set(key, value);
          } else if (what === "delete") {
            map.delete(key);
            reference.delete(key);
          }
          expect(map.get(key)).toBe(reference.get(key));
        }
      }),
    );
  });

  it("never gives a value that is not the last one set, at any capacity", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(fc.tuple(fc.nat(8), fc.nat(100)), { maxLength: 200 }), (capacity, steps) => {
        const map = createRecentMap<number, number>(capacity);
        const reference = new Map<number, number>();
        for (const [key, value] of steps) {
          map.set(key, value);
          reference.set(key, value);
          for (let other = 0; other <= 8; other++) expect([undefined, reference.get(other)]).toContain(map.get(other));
          expect(map.get(key)).toBe(value);
        }
      }),
    );
  });

  it("remembers what was asked for within the last generation, however much passes by", () => {
    const map = createRecentMap<string, number>(100);
    map.set("kept", 1);
    for (let at = 0; at < 10_000; at++) {
      map.set(`passing ${at}`, at);
      if (at % 50 === 0) expect(map.get("kept")).toBe(1);
    }
    expect(map.get("passing 9999")).toBe(9_999);
  });

  it("holds two generations at the most", () => {
    const map = createRecentMap<number, number>(100);
    for (let at = 0; at < 10_000; at++) {
      map.set(at, at);
      expect(map.size()).toBeLessThanOrEqual(200);
    }
    expect(map.get(0)).toBeUndefined();
  });

  it("forgets a key in both generations", () => {
    const map = createRecentMap<number, number>(2);
    map.set(1, 1);
    map.set(2, 2);
    map.set(3, 3);
    map.set(1, 10);
    map.delete(1);
    expect(map.get(1)).toBeUndefined();
  });
});
