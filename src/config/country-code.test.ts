import { describe, expect, it } from "vitest";
import { countryCodes, wrongCountryCode } from "./country-code.ts";

describe("countryCodes", () => {
  it("are the 249 assigned ones, each known to ICU by a name", () => {
    const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
    expect(countryCodes.size).toBe(249);
    expect([...countryCodes].filter((code) => names.of(code) === undefined)).toEqual([]);
  });

  it("take either letter case and refuse what is reserved, withdrawn or a union", () => {
    expect(wrongCountryCode("jp")).toBeNull();
    expect(["EU", "XK", "SU", "ZZ", ""].map((code) => wrongCountryCode(code) === null)).toEqual([false, false, false, false, false]);
  });
});
