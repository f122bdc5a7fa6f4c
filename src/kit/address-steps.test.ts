import { describe, expect, it } from "vitest";
import { createRandom, testSeed } from "../../test/seeded-random.ts";
import { coverRange, markSpans, stepKeys } from "./address-steps.ts";
import { formatAddress, type IpAddress, parseAddress } from "./ip-address.ts";
import { type IpRange, readCidr } from "./ip-range.ts";

const range = (cidr: string): IpRange => {
  const reading = readCidr(cidr);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.range;
};
const address = (text: string): IpAddress => parseAddress(text) as IpAddress;
const keysOf = (cidr: string): readonly string[] => {
  const keys: string[] = [];
  coverRange(range(cidr), (key, isWhole) => keys.push(isWhole ? key : `(${key})`));
  return keys;
};

describe("addresses in steps", () => {
  it("are cut where their own text can be cut", () => {
    expect(stepKeys(address("192.0.2.1"))).toEqual(["192.", "192.0.", "192.0.2.", "192.0.2.1"]);
    expect(stepKeys(address("2001:db8::1"))).toEqual([
      "2001:",
      "2001:d/",
      "2001:db8:",
      "2001:db8:/",
      "2001:db8:0:",
      "2001:db8:0:/",
      "2001:db8:0:0:",
    ]);
    expect(stepKeys(address("2001:db8:12:1f00::"))).toContain("2001:db8:12:1f/");
  });

  it("cover a range with the widest keys, and name the way to them", () => {
    expect(keysOf("192.0.2.0/24")).toEqual(["(192.)", "(192.0.)", "192.0.2."]);
    expect(keysOf("192.0.2.4/31")).toEqual(["(192.)", "(192.0.)", "(192.0.2.)", "192.0.2.4", "192.0.2.5"]);
    expect(keysOf("2001:db8::/31").filter((key) => !key.startsWith("("))).toEqual(["2001:db8:", "2001:db9:"]);
    expect(keysOf("2001:db8::1/128")).not.toContain("2001:db8:0:0:");
  });

  it(`mark spans so that walking the keys finds what lies in them (again with SEED=${testSeed()})`, () => {
    const below = createRandom(testSeed());
    for (const family of [4, 6] as const) {
      const at = (value: number): IpAddress => (family === 4 ? { family, value } : { family, words: [0x20010db8, value, 0, 0] });
      const end = (value: number): IpAddress =>
        family === 4 ? { family, value } : { family, words: [0x20010db8, value, 0xffffffff, 0xffffffff] };
      const edges = [
        ...new Set(Array.from({ length: 40 }, () => below(2 ** 32) & (below(2) === 0 ? 0xffffffff : 0xffff0000)).map((edge) => edge >>> 0)),
      ].sort((a, b) => a - b);
      const spans = edges.flatMap((edge, index) =>
        index % 2 === 1 ? [{ first: at(edges[index - 1] as number), last: end(edge - 1) }] : [],
      );
      const marks = new Map(markSpans(spans).map((mark) => [mark.key, mark]));
      const find = (one: IpAddress): boolean => {
        let isInside = false;
        for (const key of stepKeys(one)) {
          const mark = marks.get(key);
          if (mark === undefined) return isInside;
          isInside = mark.isInside;
          if (!mark.hasNarrower) return isInside;
        }
        return isInside;
      };
      const isIn = (value: number): boolean =>
        edges.filter((edge) => edge <= value).length % 2 === 1 && value < (edges.at(-1 - (edges.length % 2)) ?? 0);
      for (const value of [
        ...edges,
        ...edges.map((edge) => (edge === 0 ? 0 : edge - 1)),
        ...Array.from({ length: 200 }, () => below(2 ** 32)),
      ])
        expect([formatAddress(at(value)), find(at(value))]).toEqual([formatAddress(at(value)), isIn(value)]);
    }
  });
});
