import { describe, expect, it } from "vitest";
import { bounceEvidence } from "./bounce-evidence.ts";

describe("what bounces say", () => {
  it("is nothing while few outcomes are known", () => {
    expect(bounceEvidence({ thirdOutcomes: 11, bounced: 11 })).toBe(0);
  });

  it("speaks for a kept list the more, the more mail arrives", () => {
    const some = bounceEvidence({ thirdOutcomes: 20, bounced: 0 });
    const many = bounceEvidence({ thirdOutcomes: 300, bounced: 8 });
    expect(some).toBeLessThan(-0.5);
    expect(many).toBe(-4);
    expect(many).toBeLessThan(some);
  });

  it("speaks for spam where a quarter bounces, never beyond its bounds", () => {
    expect(bounceEvidence({ thirdOutcomes: 16, bounced: 4 })).toBeGreaterThan(1);
    expect(bounceEvidence({ thirdOutcomes: 400, bounced: 100 })).toBe(4);
    expect(bounceEvidence({ thirdOutcomes: 40, bounced: 90 })).toBe(4);
  });

  it("turns between one in eleven and one in ten", () => {
    expect(bounceEvidence({ thirdOutcomes: 110, bounced: 9 })).toBeLessThan(0);
    expect(bounceEvidence({ thirdOutcomes: 110, bounced: 12 })).toBeGreaterThan(0);
  });
});
