import { describe, expect, it } from "vitest";
import { earliestLagMs, LagProfile, latestLagMs } from "./lag-profile.ts";

/** The whole density, summed in steps of half a second. */
const wholeOf = (profile: LagProfile): number => {
  let sum = 0;
  for (let lagMs = earliestLagMs; lagMs < latestLagMs; lagMs += 500) sum += profile.at(lagMs) / 2;
  return sum;
};

const learnt = (lagMs: number, count: number, profile = new LagProfile()): LagProfile => {
  for (let at = 0; at < count; at++) profile.learn(lagMs, 1);
  return profile;
};

describe("the profile of lags between requests and their mail", () => {
  it("thinks the first second and a half likeliest before it has learnt anything", () => {
    const profile = new LagProfile();
    for (const lagMs of [-4_000, -1_000, 2_000, 4_000, 10_000]) expect(profile.at(lagMs)).toBeLessThan(profile.at(500));
  });

  it("says nothing outside the window, and learns nothing there", () => {
    const profile = learnt(latestLagMs + 1, 100);
    expect(profile.at(earliestLagMs - 1)).toBe(0);
    expect(profile.at(latestLagMs + 1)).toBe(0);
    expect(profile.at(500)).toBe(new LagProfile().at(500));
  });

  it("is a density: all of it together is one, before and after learning", () => {
    expect(wholeOf(new LagProfile())).toBeCloseTo(1);
    expect(wholeOf(learnt(-1_000, 37))).toBeCloseTo(1);
  });

  it("learns where a site's lags are", () => {
    const profile = learnt(-1_000, 50);
    expect(profile.at(-1_000)).toBeGreaterThan(profile.at(500));
  });

  it("learns less from an unsure tie than from a sure one", () => {
    const [unsure, sure] = [new LagProfile(), new LagProfile()];
    unsure.learn(4_000, 0.2);
    sure.learn(4_000, 1);
    expect(unsure.at(4_000)).toBeGreaterThan(new LagProfile().at(4_000));
    expect(unsure.at(4_000)).toBeLessThan(sure.at(4_000));
  });

  it("forgets: after thousands of old lags as many new ones as it holds change its mind", () => {
    const profile = learnt(4_000, 1_500, learnt(500, 10_000));
    expect(profile.at(4_000)).toBeGreaterThan(profile.at(500));
  });
});
