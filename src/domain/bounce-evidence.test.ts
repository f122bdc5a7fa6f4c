import { describe, expect, it } from "vitest";
import { type BounceCounts, bounceEvidence } from "./bounce-evidence.ts";

const evidence = (counts: Omit<BounceCounts, "hidesBounces">): number => bounceEvidence({ ...counts, hidesBounces: false });

describe("what bounces say", () => {
  it("is nothing while few outcomes are known", () => {
    expect(evidence({ thirdOutcomes: 11, bounced: 11 })).toBe(0);
  });

  it("speaks for a kept list the more, the more mail arrives", () => {
    const some = evidence({ thirdOutcomes: 20, bounced: 0 });
    const many = evidence({ thirdOutcomes: 300, bounced: 8 });
    expect(some).toBeLessThan(-0.5);
    expect(many).toBe(-4);
    expect(many).toBeLessThan(some);
  });

  it("speaks for spam where a quarter bounces, never beyond its bounds", () => {
    expect(evidence({ thirdOutcomes: 16, bounced: 4 })).toBeGreaterThan(1);
    expect(evidence({ thirdOutcomes: 400, bounced: 100 })).toBe(4);
    expect(evidence({ thirdOutcomes: 40, bounced: 90 })).toBe(4);
  });

  it("is nothing where a smart host takes everything, unless it bounces all the same", () => {
    expect(bounceEvidence({ thirdOutcomes: 300, bounced: 0, hidesBounces: true })).toBe(0);
    expect(bounceEvidence({ thirdOutcomes: 300, bounced: 90, hidesBounces: true })).toBe(4);
  });

  it("turns between one in eleven and one in ten", () => {
    expect(evidence({ thirdOutcomes: 110, bounced: 9 })).toBeLessThan(0);
    expect(evidence({ thirdOutcomes: 110, bounced: 12 })).toBeGreaterThan(0);
  });
});
