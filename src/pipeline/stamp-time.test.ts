import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Stamp } from "../ports/log-format.ts";
import { createStampTime, firstYearOf, wallClockToEpoch, zoneOffsetMs } from "./stamp-time.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** `2026-03-29T02:30:00` as a stamp; year `0000` for a line without one. */
const stampOf = (wall: string, zoneMinutes = Number.NaN): Stamp => {
  const [year, month, day, hour, minute, second] = wall.split(/[-T:]/).map(Number) as [number, number, number, number, number, number];
  return { epochMs: Number.NaN, year, month, day, msOfDay: (hour * 60 + minute) * 60_000 + second * 1000, zoneMinutes };
};

const isoIn = (timezone: string, wall: string, firstYear = 2026): string =>
  new Date(createStampTime({ timezone, firstYear }).toEpoch(stampOf(wall))).toISOString();

describe("createStampTime", () => {
  it("takes an absolute time as it is", () => {
    const stamp = { ...stampOf("2026-01-01T00:00:00"), epochMs: 12_345 };
    expect(createStampTime({ timezone: "Asia/Tokyo", firstYear: 2026 }).toEpoch(stamp)).toBe(12_345);
  });

  it("takes the line's own zone before the file's", () => {
    const times = createStampTime({ timezone: "Asia/Tokyo", firstYear: 2026 });
    expect(times.toEpoch(stampOf("2026-03-01T09:00:00", 540))).toBe(Date.UTC(2026, 2, 1));
    expect(times.toEpoch(stampOf("2026-03-01T00:00:00", -330))).toBe(Date.UTC(2026, 2, 1, 5, 30));
  });

  it.each([
    ["Asia/Tokyo", "2026-03-01T09:00:00", "2026-03-01T00:00:00.000Z"],
    ["UTC", "2026-03-01T09:00:00", "2026-03-01T09:00:00.000Z"],
    ["America/St_Johns", "2026-01-15T00:00:00", "2026-01-15T03:30:00.000Z"],
    ["Asia/Kathmandu", "2026-01-15T00:00:00", "2026-01-14T18:15:00.000Z"],
    ["Europe/Berlin", "2026-03-29T01:59:59", "2026-03-29T00:59:59.000Z"],
    ["Europe/Berlin", "2026-03-29T03:00:00", "2026-03-29T01:00:00.000Z"],
    ["Europe/Berlin", "2026-10-25T01:59:59", "2026-10-24T23:59:59.000Z"],
    ["Europe/Berlin", "2026-10-25T03:00:00", "2026-10-25T02:00:00.000Z"],
    ["America/New_York", "2026-03-08T01:59:59", "2026-03-08T06:59:59.000Z"],
    ["America/New_York", "2026-03-08T03:00:00", "2026-03-08T07:00:00.000Z"],
    ["America/New_York", "2026-11-01T02:00:00", "2026-11-01T07:00:00.000Z"],
  ])("reads %s %s as %s", (timezone, wall, expected) => expect(isoIn(timezone, wall)).toBe(expected));

  it("reads the hour that does not exist as the hour after the change, and the doubled hour as its second passing", () => {
    expect(isoIn("Europe/Berlin", "2026-03-29T02:30:00")).toBe("2026-03-29T01:30:00.000Z");
    expect(isoIn("Europe/Berlin", "2026-10-25T02:30:00")).toBe("2026-10-25T01:30:00.000Z");
  });

  it("brings back every instant that its zone's clock shows once", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Adelaide"),
        fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }),
        (timezone, second) => {
          const instant = second * 1000;
          const wall = instant + zoneOffsetMs(timezone, instant);
          const told = wallClockToEpoch(timezone, wall);
          // In the doubled hour either instant is a right answer: both show the same wall clock.
          expect(told + zoneOffsetMs(timezone, told)).toBe(wall);
          expect([0, hourMs]).toContain(Math.abs(told - instant));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  const series = (walls: readonly string[], firstYear: number): string[] => {
    const times = createStampTime({ timezone: "UTC", firstYear });
    return walls.map((wall) => new Date(times.toEpoch(stampOf(wall))).toISOString().slice(0, 10));
  };

  it("goes on to the next year when a log without years passes New Year", () => {
    expect(series(["0000-12-30T00:00:00", "0000-12-31T00:00:00", "0000-01-01T00:00:00", "0000-02-01T00:00:00"], 2025)).toEqual([
      "2025-12-30",
      "2025-12-31",
      "2026-01-01",
      "2026-02-01",
    ]);
  });

  it("keeps lines that come out of order around New Year in their own years", () => {
    expect(series(["0000-12-31T23:59:58", "0000-01-01T00:00:01", "0000-12-31T23:59:59", "0000-01-01T00:00:02"], 2025)).toEqual([
      "2025-12-31",
      "2026-01-01",
      "2025-12-31",
      "2026-01-01",
    ]);
  });

  it("passes several years", () => {
    const walls = [2024, 2025, 2026].flatMap(() => ["0000-03-01T00:00:00", "0000-07-01T00:00:00", "0000-12-01T00:00:00"]);
    expect(series(walls, 2024).at(-1)).toBe("2026-12-01");
  });

  it("does not go back a year in a log that was silent from January to August", () => {
    expect(series(["0000-01-05T00:00:00", "0000-08-05T00:00:00", "0000-09-05T00:00:00"], 2026)).toEqual([
      "2026-01-05",
      "2026-08-05",
      "2026-09-05",
    ]);
  });

  it("gives times in order for any log without years that is in order and never silent for half a year", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 364 }), fc.array(fc.integer({ min: 0, max: 150 }), { maxLength: 40 }), (startDay, steps) => {
        let at = Date.UTC(2023, 0, 1) + startDay * dayMs;
        const times = createStampTime({ timezone: "UTC", firstYear: 2023 });
        for (const step of [0, ...steps]) {
          at += step * dayMs;
          expect(times.toEpoch(stampOf(`0000${new Date(at).toISOString().slice(4, 19)}`))).toBe(at);
        }
      }),
    );
  });
});

describe("firstYearOf", () => {
  type Neighbours = Parameters<typeof firstYearOf>[1]["neighbours"];
  const year = (wall: string, modifiedAt: number, neighbours: Neighbours = []): number =>
    firstYearOf(stampOf(wall), { modifiedAt, neighbours });
  /** A neighbour of a week that begins at `from`. */
  const week = (from: number): Neighbours => [{ from, to: from + 7 * dayMs }];

  it("takes the stamp's own year", () => expect(year("2019-05-01T00:00:00", Date.UTC(2026, 0, 1))).toBe(2019));

  it("takes the latest year that is not after the file's last change", () => {
    expect(year("0000-11-20T00:00:00", Date.UTC(2026, 10, 24))).toBe(2026);
    expect(year("0000-12-30T00:00:00", Date.UTC(2026, 0, 2))).toBe(2025);
    expect(year("0000-01-02T00:00:00", Date.UTC(2026, 0, 1, 18))).toBe(2026);
  });

  it("takes the new year for a log that began at local midnight while it was still the old year in UTC", () => {
    expect(year("0000-01-01T00:00:05", Date.UTC(2025, 11, 31, 20))).toBe(2026);
  });

  it("takes a leap year for 29 February", () => {
    expect(year("0000-02-29T12:00:00", Date.UTC(2026, 5, 1))).toBe(2024);
    expect(year("0000-02-29T12:00:00", Date.UTC(2024, 5, 1))).toBe(2024);
    expect(year("0000-02-29T12:00:00", Date.UTC(2026, 5, 1), week(Date.UTC(2024, 2, 3)))).toBe(2024);
    expect(year("0000-02-29T12:00:00", Date.UTC(2027, 5, 1), week(Date.UTC(2025, 1, 27)))).toBe(2024);
  });

  it("takes the year that puts the file next to its neighbours, whatever its copy's date says", () => {
    expect(year("0000-03-01T00:00:00", Date.UTC(2030, 6, 1), week(Date.UTC(2021, 1, 19)))).toBe(2021);
    expect(year("0000-12-31T23:00:00", Date.UTC(2030, 6, 1), week(Date.UTC(2022, 0, 1)))).toBe(2021);
    expect(year("0000-01-01T01:00:00", Date.UTC(2030, 6, 1), week(Date.UTC(2021, 11, 31)))).toBe(2022);
  });

  it("keeps the year of a mail log whose neighbour began many months before", () => {
    expect(year("0000-11-15T00:00:00", Date.UTC(2026, 10, 20), [{ from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 10, 20) }])).toBe(2026);
  });
});
