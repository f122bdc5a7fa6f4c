import { describe, expect, it } from "vitest";
import { site, sourceOf } from "../../test/event-builders.ts";
import type { Source } from "./source.ts";
import { tallyOf } from "./source-count.ts";

const counted = (source: Source, { assets = 0 } = {}) =>
  tallyOf([{ address: source.address, placement: source, source, requests: 10, firstWrites: 30, lastWrites: 41 }], site, {
    sourceTally: () => ({ requests: 500, writes: 60, assets }),
  });

describe("what a wave's sources did", () => {
  it("is everything of an address that is the stranger's own", () => {
    expect(counted(sourceOf(1, "foreign"))).toEqual({ requests: 500, foreignRequests: 500, writes: 60, foreignWrites: 60 });
  });

  it("is what was written from first to last through an address that others use", () => {
    expect(counted(sourceOf(1, "foreign"), { assets: 9 })).toMatchObject({ writes: 12, foreignWrites: 12 });
    expect(counted(sourceOf(1, "unknown"))).toEqual({ requests: 12, foreignRequests: 0, writes: 12, foreignWrites: 0 });
  });
});
