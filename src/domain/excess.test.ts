import { describe, expect, it } from "vitest";
import { excess, pace } from "./excess.ts";
import type { MailFeatures } from "./mail-features.ts";

const seen = (perHour: number, usualPerHour: number): MailFeatures => ({ perHour, usualPerHour }) as MailFeatures;

describe("how far a burst is out of the ordinary", () => {
  it("says nothing from so many times the usual rate on, and speaks against it below", () => {
    expect(excess(seen(40, 10), 4)).toBe(0);
    expect(excess(seen(400, 10), 4)).toBe(0);
    expect(excess(seen(20, 10), 4)).toBeCloseTo(-3);
    expect(excess(seen(10, 10), 4)).toBeCloseTo(-6);
  });

  it("wants a pace as well, however quiet the stream was", () => {
    expect(pace(seen(30, 0.1), 12)).toBe(0);
    expect(pace(seen(3, 0.1), 12)).toBeCloseTo(-6);
  });
});
