import { describe, expect, it } from "vitest";
import { hourMs, minuteMs } from "../kit/time-units.ts";
import { clockShiftMs } from "./clock-shift.ts";

const start = Date.UTC(2026, 2, 1, 12);

/** Requests at uneven distances, so that no wrong shift lines up by chance. */
const requestTimes = Array.from({ length: 100 }, (_, at) => start + (at * 37 + ((at * at) % 11)) * minuteMs);
const requestMinutes = new Set(requestTimes.map((time) => time / minuteMs));
const mailAt = (shiftMs: number): number[] => requestTimes.map((time) => time + 2_000 - shiftMs);

describe("the shift between the clocks of requests and mail", () => {
  it.each([9 * hourMs, -9 * hourMs, 5.75 * hourMs, -14 * hourMs, 14 * hourMs])(
    "finds %d ms as what must be added to the mail",
    (shiftMs) => {
      expect(clockShiftMs(requestMinutes, mailAt(shiftMs))).toBe(shiftMs);
    },
  );

  it("finds none where the clocks agree", () => {
    expect(clockShiftMs(requestMinutes, mailAt(0))).toBeNull();
  });

  it("finds none where the clocks differ by no whole quarter of an hour", () => {
    expect(clockShiftMs(requestMinutes, mailAt(7 * minuteMs))).toBeNull();
  });

  it("finds none beyond fourteen hours", () => {
    expect(clockShiftMs(requestMinutes, mailAt(15 * hourMs))).toBeNull();
  });

  it("finds none where less than half of the requests have mail at the shift", () => {
    expect(clockShiftMs(requestMinutes, mailAt(9 * hourMs).slice(0, 40))).toBeNull();
  });

  it("finds none in fewer than twenty matches", () => {
    const few = new Set([...requestMinutes].slice(0, 19));
    expect(clockShiftMs(few, mailAt(9 * hourMs).slice(0, 19))).toBeNull();
  });

  it("finds none where a good part of the requests has mail without any shift", () => {
    expect(clockShiftMs(requestMinutes, [...mailAt(9 * hourMs), ...mailAt(0).slice(0, 30)])).toBeNull();
  });

  it("finds none where there is no mail or no request", () => {
    expect(clockShiftMs(requestMinutes, [])).toBeNull();
    expect(clockShiftMs(new Set(), mailAt(9 * hourMs))).toBeNull();
  });
});
