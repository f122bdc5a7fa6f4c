import { describe, expect, it } from "vitest";
import { blockHolds, blocksMeet } from "./block-holds.ts";
import { type IpRange, readCidr } from "./ip-range.ts";

const block = (text: string): IpRange => {
  const reading = readCidr(text);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.range;
};

describe("a block", () => {
  it.each([
    ["192.0.2.0/24", "192.0.2.7", true],
    ["192.0.2.0/24", "192.0.2.0/24", true],
    ["192.0.2.0/25", "192.0.2.0/24", false],
    ["192.0.2.0/25", "192.0.2.128/25", false],
    ["2001:db8::/32", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", true],
    ["2001:db8:0:1::/64", "2001:db8:0:2::1", false],
    ["2001:db8::/33", "2001:db8:8000::/33", false],
    ["0.0.0.0/0", "2001:db8::1", false],
    ["0.0.0.0/0", "203.0.113.9", true],
  ])("%s holds %s: %s", (outer, inner, holds) => {
    expect(blockHolds(block(outer), block(inner))).toBe(holds);
  });

  it("meets another where one holds the other, whichever is named first", () => {
    const [wide, narrow, beside] = [block("198.51.100.0/24"), block("198.51.100.64/26"), block("203.0.113.0/24")];
    expect([blocksMeet(wide, narrow), blocksMeet(narrow, wide), blocksMeet(wide, beside)]).toEqual([true, true, false]);
  });
});
