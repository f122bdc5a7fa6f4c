import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayMs, minuteMs } from "../../kit/time-units.ts";
import type { OperatingHours } from "./case-terms.ts";
import { everOpen, promisedAt } from "./promised-at.ts";
import { zoneOffset } from "./zone-time.ts";

const office = { fromMinute: 9 * 60, toMinute: 18 * 60 };

const hoursOf = (more: Partial<OperatingHours> = {}): OperatingHours => ({
  timezone: "Asia/Tokyo",
  days: { 1: office, 2: office, 3: office, 4: office, 5: office },
  holidays: [],
  ...more,
});

const at = (iso: string): number => Date.parse(iso);
const promised = (hours: OperatingHours, from: string, minutes: number): string =>
  new Date(promisedAt(hours, at(from), minutes)).toISOString();

describe("promisedAt", () => {
  it("counts on within one day", () => {
    expect(promised(hoursOf(), "2026-03-02T10:30:00+09:00", 90)).toBe("2026-03-02T03:00:00.000Z");
  });

  it("passes over the night, the weekend and a holiday", () => {
    // Friday 17:00: one hour on Friday, three on Tuesday, because Monday is a holiday.
    const hours = hoursOf({ holidays: ["2026-03-09"] });
    expect(promised(hours, "2026-03-06T17:00:00+09:00", 240)).toBe(new Date(at("2026-03-10T12:00:00+09:00")).toISOString());
  });

  it("starts to count when somebody comes, not when it was promised", () => {
    expect(promised(hoursOf(), "2026-03-07T03:00:00+09:00", 60)).toBe(new Date(at("2026-03-09T10:00:00+09:00")).toISOString());
  });

  it("ends at closing time where the minutes just fit", () => {
    expect(promised(hoursOf(), "2026-03-06T14:00:00+09:00", 240)).toBe(new Date(at("2026-03-06T18:00:00+09:00")).toISOString());
  });

  it("counts the hour that is left out in spring not at all, and the one that comes twice in autumn twice", () => {
    const hours = hoursOf({ timezone: "Europe/Berlin", days: { 0: { fromMinute: 0, toMinute: 1_440 } } });
    expect(promised(hours, "2026-03-28T12:00:00Z", 23 * 60)).toBe("2026-03-29T22:00:00.000Z");
    expect(promised(hours, "2026-10-24T12:00:00Z", 25 * 60)).toBe("2026-10-25T23:00:00.000Z");
  });

  it("knows where the clock is put forward at midnight, so that the day begins at one", () => {
    const hours = hoursOf({ timezone: "Africa/Cairo", days: { 5: { fromMinute: 0, toMinute: 120 } } });
    // Friday 24 April 2026 begins at 01:00 summer time, UTC+3: of two hours one is there.
    expect(promised(hours, "2026-04-23T12:00:00Z", 60)).toBe("2026-04-23T23:00:00.000Z");
  });

  it("refuses hours that never open, rather than to look for ever", () => {
    expect(() => promisedAt(hoursOf({ days: {} }), 0, 1)).toThrow(RangeError);
    expect(everOpen(hoursOf({ days: { 1: { fromMinute: 600, toMinute: 600 } } }))).toBe(false);
  });
});

const zones = [
  "Asia/Tokyo",
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Africa/Cairo",
  "America/St_Johns",
  "Asia/Kathmandu",
];

const anyHours = fc
  .record({
    timezone: fc.constantFrom(...zones),
    days: fc.dictionary(
      fc.constantFrom("0", "1", "2", "3", "4", "5", "6"),
      fc
        .tuple(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 1, max: 1_440 }))
        .map(([a, length]) => ({ fromMinute: a, toMinute: Math.min(1_440, a + length) })),
      { minKeys: 1 },
    ),
    holidays: fc.array(
      fc.integer({ min: 0, max: 400 }).map((day) => new Date(at("2026-01-01T00:00:00Z") + day * dayMs).toISOString().slice(0, 10)),
      { maxLength: 20 },
    ),
  })
  .map((hours): OperatingHours => hours);

const anyMoment = fc.integer({ min: at("2026-01-01T00:00:00Z"), max: at("2027-02-01T00:00:00Z") });

/** Whether the clock on the wall shows an open minute: the plain reading of the hours, which the reckoning has to come to as well. */
const isOpen = (hours: OperatingHours, moment: number): boolean => {
  const local = new Date(moment + zoneOffset(hours.timezone, moment));
  const day = hours.days[local.getUTCDay()];
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
  return (
    day !== undefined && !hours.holidays.includes(local.toISOString().slice(0, 10)) && minute >= day.fromMinute && minute < day.toMinute
  );
};

const openMinutes = (hours: OperatingHours, from: number, to: number): number => {
  let count = 0;
  for (let moment = from; moment < to; moment += minuteMs) if (isOpen(hours, moment)) count += 1;
  return count;
};

describe("promisedAt, for any hours", () => {
  it("comes to what a clock on the wall counts, minute by minute", () => {
    fc.assert(
      fc.property(anyHours, anyMoment, fc.integer({ min: 1, max: 300 }), (hours, moment, minutes) => {
        const from = Math.floor(moment / minuteMs) * minuteMs;
        const until = promisedAt(hours, from, minutes);
        fc.pre(until - from < 9 * dayMs);
        expect(openMinutes(hours, from, until)).toBe(minutes);
        expect(isOpen(hours, until - 1)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("is the same in one step as in two, and never goes back", () => {
    fc.assert(
      fc.property(anyHours, anyMoment, fc.nat({ max: 2_000 }), fc.nat({ max: 2_000 }), (hours, from, first, second) => {
        const between = promisedAt(hours, from, first);
        const end = promisedAt(hours, from, first + second);
        expect(between).toBeGreaterThanOrEqual(from);
        expect(promisedAt(hours, between, second)).toBe(end);
      }),
      { numRuns: 200 },
    );
  });

  it("keeps a later start from ending earlier", () => {
    fc.assert(
      fc.property(anyHours, anyMoment, fc.nat({ max: 3 * 24 * 60 }), fc.nat({ max: 1_000 }), (hours, from, later, minutes) => {
        expect(promisedAt(hours, from + later * minuteMs, minutes)).toBeGreaterThanOrEqual(promisedAt(hours, from, minutes));
      }),
      { numRuns: 200 },
    );
  });

  it("takes the plain sum where somebody is always there", () => {
    const always = Object.fromEntries(Array.from({ length: 7 }, (_, day) => [day, { fromMinute: 0, toMinute: 1_440 }]));
    fc.assert(
      fc.property(fc.constantFrom(...zones), anyMoment, fc.nat({ max: 20_000 }), (timezone, from, minutes) => {
        expect(promisedAt({ timezone, days: always, holidays: [] }, from, minutes)).toBe(from + minutes * minuteMs);
      }),
    );
  });
});
