import { describe, expect, it } from "vitest";
import { latestBurst } from "./burst.ts";
import { reason, weigh } from "./weigh.ts";

describe("weigh", () => {
  it("adds log-odds and is never surer than 99.5 %", () => {
    expect(weigh(0, []).confidence).toBe(0.5);
    expect(weigh(-4, [reason("strangers", 4, { value: 1 })]).confidence).toBe(0.5);
    expect(weigh(0, [reason("strangers", 50, { value: 1 })]).confidence).toBe(0.995);
  });

  it("names the strongest reason first, whichever way it speaks, and leaves out what says nothing", () => {
    const reasons = [reason("bounces", 0, { value: 0 }), reason("strangers", 1, { value: 1 }), reason("foreign-sources", -3, { value: 0 })];
    expect(weigh(0, reasons).reasons.map(({ feature }) => feature)).toEqual(["foreign-sources", "strangers"]);
  });
});

describe("latestBurst", () => {
  const hour = 3_600_000;
  const perHour = 1 / hour;
  const ones = (times: readonly number[]): number[] => times.map(() => 1);

  it("is null for no events", () => expect(latestBurst([], [], perHour, 60_000)).toBeNull());

  it("finds where the burst began", () => {
    const steady = [0, 1, 2, 3, 4, 5, 6, 7].map((at) => at * hour);
    const burst = Array.from({ length: 10 }, (_, at) => 8 * hour + at * 60_000);
    const times = [...steady, ...burst];
    expect(latestBurst(times, ones(times), perHour, 60_000)?.from).toBe(8);
  });

  it("sees no burst in fewer events than usual", () => {
    const times = [0, 10, 20].map((at) => at * hour);
    expect(latestBurst(times, [0.01, 0.01, 0.01], perHour, 60_000)).toBeNull();
  });

  it("is the less surprised the more is usual", () => {
    const times = Array.from({ length: 12 }, (_, at) => at * 60_000);
    const at = (usual: number): number => latestBurst(times, ones(times), usual * perHour, 60_000)?.surprise ?? 0;
    expect(at(1)).toBeGreaterThan(at(5));
    expect(at(5)).toBeGreaterThan(at(20));
  });
});
