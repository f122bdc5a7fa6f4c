import { describe, expect, it } from "vitest";
import type { Measure } from "../../domain/measure.ts";
import type { Imposition } from "../../ports/enforcer.ts";
import type { RefusedLine } from "../../ports/refusal-log.ts";
import { beginCount, takeIn, toStopped } from "./refusal-count.ts";

const one = (id: string, measure: Measure = "deny-writes", site = "shop.example"): Imposition => ({
  ...{ id, caseId: id.split(".")[0] ?? "", measure },
  target: { site },
});
const begun = (...all: readonly Imposition[]) => all.map((each) => beginCount(each, 1_000, "all"));
const line = (at: number, by: RefusedLine["by"], more: Partial<RefusedLine> = {}): RefusedLine => ({
  ...{ at, site: "shop.example", isProbe: false, by },
  ...more,
});
const figures = (counts: ReturnType<typeof takeIn>) => Object.fromEntries(counts.map((each) => [each.id, toStopped(each)]));

describe("counts of what was refused", () => {
  it("count for every case that refused a request, and once for each, with the first and the last moment", () => {
    const counts = begun(one("A.1.1", "deny-foreign-writes"), one("A.1.2"), one("B.1.1"));
    const by = [
      { measure: "deny-foreign-writes", ids: ["A.1.1"] },
      { measure: "deny-writes", ids: ["A.1.2", "B.1.1"] },
    ] as const;
    expect(figures(takeIn(counts, [line(2_000, by), line(3_000, by.slice(1))]))).toEqual({
      "A.1.1": { count: 1, from: 2_000, to: 2_000 },
      "A.1.2": { count: 1, from: 3_000, to: 3_000 },
      "B.1.1": { count: 2, from: 2_000, to: 3_000 },
    });
  });

  it("go by site, measure and time where a line names no containment", () => {
    const [first, second] = [beginCount(one("A.1.1"), 1_000, "all"), beginCount(one("B.1.1"), 2_000, "all")];
    const other = { ...beginCount(one("C.1.1", "deny-writes", "other.example"), 1_000, "all"), isSeen: true };
    const by = [{ measure: "deny-writes", ids: null }] as const;
    const taken = takeIn(
      [{ ...first, until: 3_000 }, second, other],
      [1_500, 2_500, 3_500].map((at) => line(at, by)),
    );
    expect(figures(taken)).toEqual({
      "A.1.1": { count: 2, from: 1_500, to: 2_500 },
      "B.1.1": { count: 2, from: 2_500, to: 3_500 },
      "C.1.1": { count: 0, from: 1_000, to: 1_000 },
    });
  });

  it("guess at nothing: of two cases' networks none is counted for a line that names neither, and both say at least", () => {
    const counts = begun(one("A.1.1", "deny-network"), one("B.1.1", "deny-network"));
    const taken = takeIn(counts, [line(2_000, [{ measure: "deny-network", ids: null }])]);
    expect(figures(taken)).toEqual({
      "A.1.1": { count: 0, from: 1_000, to: 1_000, isLeast: true },
      "B.1.1": { count: 0, from: 1_000, to: 1_000, isLeast: true },
    });
  });

  it("are told from the first probe of the site on, which counts for nothing", () => {
    const counts = begun(one("A.1.1"));
    expect(figures(counts)).toEqual({ "A.1.1": null });
    const probe = line(2_000, [{ measure: "deny-writes", ids: ["A.1.1"] }], { isProbe: true });
    expect(figures(takeIn(counts, [{ ...probe, site: "other.example" }]))).toEqual({ "A.1.1": null });
    expect(figures(takeIn(counts, [probe]))).toEqual({ "A.1.1": { count: 0, from: 1_000, to: 1_000 } });
  });

  it("are never told where nothing of it gets into the log, and are at least where a part does", () => {
    const by = [{ measure: "deny-writes", ids: ["A.1.1"] }] as const;
    const countsAs = (holds: "part" | "none") => figures(takeIn([beginCount(one("A.1.1"), 1_000, holds)], [line(2_000, by)]))["A.1.1"];
    expect(countsAs("none")).toBeNull();
    expect(countsAs("part")).toEqual({ count: 1, from: 2_000, to: 2_000, isLeast: true });
  });
});
