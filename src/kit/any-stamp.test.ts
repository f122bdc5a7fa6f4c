import { describe, expect, it } from "vitest";
import { readAnyStamp } from "./any-stamp.ts";
import type { StampTarget } from "./clf-stamp.ts";

const read = (text: string): StampTarget | null => {
  const stamp: StampTarget = { epochMs: Number.NaN, year: 0, month: 0, day: 0, msOfDay: 0, zoneMinutes: Number.NaN };
  return readAnyStamp(Buffer.from(text), 0, text.length, stamp) ? stamp : null;
};

const calendar = { epochMs: Number.NaN, year: 2021, month: 2, day: 19, msOfDay: 19_295_000 };

describe("reading a stamp in any of its forms", () => {
  it.each([
    "19/Feb/2021:05:21:35 +0900",
    "[19/Feb/2021:05:21:35 +0900]",
    "2021-02-19T05:21:35+09:00",
    "2021-02-19T05:21:35+0900",
    "2021-02-19 05:21:35+09",
  ])("reads %s", (text) => {
    expect(read(text)).toEqual({ ...calendar, zoneMinutes: 540 });
  });

  it("keeps milliseconds of a fraction and cuts what is finer", () => {
    expect(read("2021-02-19T05:21:35.123987654Z")).toEqual({ ...calendar, msOfDay: 19_295_123, zoneMinutes: 0 });
    expect(read("2021-02-19T05:21:35.5Z")).toEqual({ ...calendar, msOfDay: 19_295_500, zoneMinutes: 0 });
  });

  it("leaves the zone open where none is stated", () => {
    expect(read("2021/02/19 05:21:35")).toEqual({ ...calendar, zoneMinutes: Number.NaN });
  });

  it("counts a zone west of UTC below zero", () => {
    expect(read("2021-02-19T05:21:35-03:30")?.zoneMinutes).toBe(-210);
  });

  it.each([
    ["1613679695", 1_613_679_695_000],
    ["1613679695.250", 1_613_679_695_250],
    ["1613679695250", 1_613_679_695_250],
    ["1613679695250123", 1_613_679_695_250],
    ["1613679695250123456", 1_613_679_695_250],
    ["1.61367969525e+09", 1_613_679_695_250],
  ])("reads the number %s by its magnitude", (text, epochMs) => {
    expect(read(text)?.epochMs).toBe(epochMs);
  });

  it.each([
    "",
    "-",
    "yesterday",
    "2021-02-30T00:00:00Z",
    "2021-13-01T00:00:00Z",
    "2021-02-19T24:00:00Z",
    "2021-02-19T05:21:35+19:00",
    "2021-02-19T05:21:35Zx",
    "19/Feb/2021:05:21:35",
    "0",
    "-5",
    "1e",
    "12a",
  ])("refuses %j", (text) => {
    expect(read(text)).toBeNull();
  });
});
