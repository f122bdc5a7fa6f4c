import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isoInZone } from "./report-time.ts";

describe("isoInZone", () => {
  it.each([
    ["Asia/Tokyo", "2026-03-01T09:00:00+09:00"],
    ["UTC", "2026-03-01T00:00:00+00:00"],
    ["America/St_Johns", "2026-02-28T20:30:00-03:30"],
    ["Asia/Kathmandu", "2026-03-01T05:45:00+05:45"],
    ["America/New_York", "2026-02-28T19:00:00-05:00"],
  ])("writes an instant in %s as %s", (timezone, text) => expect(isoInZone(timezone, Date.UTC(2026, 2, 1))).toBe(text));

  it("follows summer time", () => {
    expect(isoInZone("Europe/Berlin", Date.UTC(2026, 2, 29, 0, 59, 59))).toBe("2026-03-29T01:59:59+01:00");
    expect(isoInZone("Europe/Berlin", Date.UTC(2026, 2, 29, 1))).toBe("2026-03-29T03:00:00+02:00");
    expect(isoInZone("Europe/Berlin", Date.UTC(2026, 9, 25, 1))).toBe("2026-10-25T02:00:00+01:00");
  });

  it("cuts to the second, also before 1970", () => {
    expect(isoInZone("UTC", 1_999)).toBe("1970-01-01T00:00:01+00:00");
    expect(isoInZone("UTC", -1)).toBe("1969-12-31T23:59:59+00:00");
  });

  it("can be read back to the same second", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"),
        fc.integer({ min: 0, max: 4_000_000_000 }),
        (timezone, second) => {
          expect(Date.parse(isoInZone(timezone, second * 1000))).toBe(second * 1000);
        },
      ),
    );
  });
});
