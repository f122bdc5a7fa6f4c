import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DigestTally } from "./digest-tally.ts";

const countWithMap = (digests: readonly number[]) => {
  const counts = new Map<number, number>();
  for (const digest of digests) counts.set(digest, (counts.get(digest) ?? 0) + 1);
  return { size: counts.size, most: Math.max(0, ...counts.values()) };
};

describe("a digest tally", () => {
  it("counts as a Map does, round after round", () => {
    const tally = new DigestTally(64);
    const digest = fc.oneof(fc.integer({ min: -8, max: 8 }), fc.integer());
    fc.assert(
      fc.property(fc.array(digest, { maxLength: 64 }), (digests) => {
        tally.start();
        for (const one of digests) tally.add(one);
        expect({ size: tally.size, most: tally.most }).toEqual(countWithMap(digests));
      }),
    );
  });

  it("says how often a digest has come, and knows none after a new start", () => {
    const tally = new DigestTally(4);
    tally.start();
    expect([tally.add(7), tally.add(0), tally.add(7)]).toEqual([1, 1, 2]);
    tally.start();
    expect([tally.size, tally.most, tally.add(7)]).toEqual([0, 0, 1]);
  });
});
