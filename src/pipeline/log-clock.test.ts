import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LogClock } from "./log-clock.ts";
import { oddPauses } from "./log-silence.ts";

const minute = 60_000;
const start = Date.UTC(2026, 2, 1);

const clockOf = (times: readonly number[]): LogClock => {
  const clock = new LogClock();
  for (const [at, time] of times.entries()) clock.see(time, "a.log", at);
  clock.finish();
  return clock;
};

describe("the clock of a log", () => {
  it("knows nothing of a log without lines", () => {
    const clock = clockOf([]);
    expect(clock.span()).toBeNull();
    expect(oddPauses(clock, { from: 0, to: start })).toEqual({ silences: [], ahead: [] });
  });

  it("tells lines that fall back together from those that are late one by one", () => {
    const back = clockOf([0, 60, 120, 30, 31, 32, 33, 121].map((at) => start + at * minute));
    expect(back.jumps).toEqual([{ input: "a.log", offset: 3, at: start + 120 * minute, byMs: -90 * minute }]);
    expect(back.lateLines().lines).toBe(0);
    const late = clockOf([0, 60, 120, 30, 121, 31, 122].map((at) => start + at * minute));
    expect(late.jumps).toEqual([]);
    expect(late.lateLines()).toEqual({ lines: 2, mostMs: 90 * minute });
  });

  it("counts every line once, whatever the times, and keeps bounded memory", () => {
    const time = fc.oneof(fc.integer({ min: 0, max: 200 * 24 * 60 }), fc.integer({ min: 0, max: 300 }));
    fc.assert(
      fc.property(fc.array(time, { minLength: 1, maxLength: 200 }), (minutes) => {
        const clock = clockOf(minutes.map((at) => start + at * minute));
        const range = clock.hours.range();
        let lines = 0;
        for (let hour = range?.from ?? 0; hour <= (range?.to ?? -1); hour += 60 * minute) lines += clock.hours.at(hour);
        expect(lines).toBe(minutes.length);
        const span = clock.span() ?? { from: 0, to: 0 };
        // Two minutes of disorder are looked at no closer.
        expect(span.from - (start + Math.min(...minutes) * minute)).toBeLessThanOrEqual(2 * minute);
        expect(span.to).toBe(start + Math.max(...minutes) * minute);
        expect(clock.jumps.length <= 16 && clock.pauses.length < 128).toBe(true);
        expect(() => oddPauses(clock, { from: start - 1e9, to: start + 300 * 86_400_000 })).not.toThrow();
      }),
      { numRuns: 60 },
    );
  });
});
