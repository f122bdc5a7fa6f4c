import { describe, expect, it } from "vitest";
import { quantilesOf, rateOf, shareOf } from "./intervals.ts";

describe("a share", () => {
  it("has Wilson's interval", () => {
    const { share, low, high } = shareOf(39, 40);
    expect(share).toBe(0.975);
    expect(low).toBeCloseTo(0.8712, 3);
    expect(high).toBeCloseTo(0.9956, 3);
  });

  it("of all is not surely all", () => expect(shareOf(10, 10)).toMatchObject({ share: 1, low: expect.closeTo(0.7225, 3), high: 1 }));

  it("of nothing is unknown", () => expect(shareOf(0, 0)).toMatchObject({ share: null, low: null, high: null }));
});

describe("a rate", () => {
  it("without events is below 3.69 ÷ exposure", () => {
    const { perThousand, low, high } = rateOf(0, 100_000);
    expect([perThousand, low]).toEqual([0, 0]);
    expect(high).toBeCloseTo(0.03689, 4);
  });

  it("has the exact Poisson interval", () => {
    const { low, high } = rateOf(3, 1_000);
    expect(low).toBeCloseTo(0.6187, 3);
    expect(high).toBeCloseTo(8.7673, 3);
  });
});

describe("quantiles", () => {
  const hundred = Array.from({ length: 101 }, (_, value) => 100 - value);

  it("are taken from the values in order, with ranks around them", () => {
    expect(quantilesOf(hundred)).toEqual({ n: 101, median: 50, medianLow: 40, medianHigh: 61, p90: 90, p90Low: 84, p90High: 97 });
  });

  it("of nothing are unknown", () => expect(quantilesOf([])).toMatchObject({ n: 0, median: null, p90: null, medianLow: null }));

  it("of one value are that value", () => expect(quantilesOf([7])).toMatchObject({ median: 7, medianLow: 7, medianHigh: 7, p90: 7 }));
});
