import { describe, expect, it } from "vitest";
import { createRandom, testSeed } from "../../test/seeded-random.ts";
import { findIpv4Piece, joinAddressMaps } from "./address-map.ts";
import { formatIpv4, type IpAddress, parseAddress } from "./ip-address.ts";
import { createRangeMap, createRangeSet, readCidr } from "./ip-range.ts";
import { overlayRanges } from "./overlay-ranges.ts";

const address = (text: string): IpAddress => {
  const parsed = parseAddress(text);
  if (parsed === null) throw new RangeError(text);
  return parsed;
};

describe("a CIDR block", () => {
  it.each([
    ["192.0.2.0/24", "192.0.2.0", "192.0.2.255"],
    ["192.0.2.7", "192.0.2.7", "192.0.2.7"],
    ["0.0.0.0/0", "0.0.0.0", "255.255.255.255"],
    ["2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["2001:db8::8/125", "2001:db8::8", "2001:db8::f"],
    ["::ffff:192.0.2.0/120", "192.0.2.0", "192.0.2.255"],
  ])("%s runs from %s to %s", (text, first, last) => {
    const reading = readCidr(text);
    expect(reading).toMatchObject({ ok: true, range: { first: address(first), last: address(last) } });
  });

  it.each([
    "192.0.2.0/33",
    "192.0.2.0/",
    "192.0.2.0/-1",
    "192.0.2.0/024",
    "192.0.2.0/24/8",
    "2001:db8::/129",
    "host.example/24",
    "",
    "/24",
    "fe80::1%eth0/64",
    "::ffff:192.0.2.0/24",
  ])("is refused, and named, where the text is %j", (text) =>
    expect(readCidr(text)).toMatchObject({ ok: false, reason: expect.stringContaining(`"${text}"`) }),
  );

  it("with bits beyond the prefix is refused with the block that was meant", () => {
    expect(readCidr("192.0.2.77/24")).toEqual({ ok: false, reason: '"192.0.2.77/24" has bits set beyond /24; the block is 192.0.2.0/24' });
  });
});

describe("a set of blocks", () => {
  it("holds the addresses of its blocks and no others, at their borders too", () => {
    const set = createRangeSet(["192.0.2.0/25", "192.0.2.128/25", "198.51.100.8/32", "2001:db8::/33", "255.255.255.0/24"]);
    for (const text of ["192.0.2.0", "192.0.2.127", "192.0.2.128", "192.0.2.255", "198.51.100.8", "2001:db8:7fff::1", "255.255.255.255"]) {
      expect([text, set.contains(address(text))]).toEqual([text, true]);
    }
    for (const text of [
      "192.0.1.255",
      "192.0.3.0",
      "198.51.100.7",
      "198.51.100.9",
      "2001:db8:8000::",
      "2001:db7:ffff::",
      "255.255.254.255",
      "::",
    ]) {
      expect([text, set.contains(address(text))]).toEqual([text, false]);
    }
  });

  it("names the block that it cannot read", () => {
    expect(() => createRangeSet(["192.0.2.0/24", "nonsense"])).toThrow('"nonsense" is not an address block');
  });

  it("that is empty holds nothing", () => {
    expect(createRangeSet([]).contains(address("0.0.0.0"))).toBe(false);
  });
});

describe("a map of blocks", () => {
  it("gives the value of the most specific block, whatever the order", () => {
    const entries = [
      { cidr: "198.51.100.128/25", value: "half" },
      { cidr: "0.0.0.0/0", value: "all" },
      { cidr: "198.51.100.200/32", value: "one" },
      { cidr: "198.51.100.0/24", value: "whole" },
    ];
    for (const map of [createRangeMap(entries), createRangeMap(entries.toReversed())]) {
      expect(
        ["198.51.100.1", "198.51.100.129", "198.51.100.200", "198.51.100.201", "198.51.101.0", "::1"].map((text) =>
          map.find(address(text)),
        ),
      ).toEqual(["whole", "half", "one", "half", "all", undefined]);
    }
  });

  it("gives the later of two equal blocks", () => {
    const map = createRangeMap([
      { cidr: "192.0.2.0/24", value: 1 },
      { cidr: "192.0.2.0/24", value: 2 },
    ]);
    expect(map.find(address("192.0.2.9"))).toBe(2);
  });

  const seed = testSeed();
  it(`agrees with a plain search through all blocks, 300 random maps (seed ${seed})`, () => {
    const random = createRandom(seed);
    for (let round = 0; round < 300; round++) {
      const entries = Array.from({ length: 1 + random(30) }, (_, value) => {
        const bits = 20 + random(13);
        const base = 0xc6120000 + random(4096) * 1;
        const first = bits === 32 ? base : (base & (-1 << (32 - bits))) >>> 0;
        return { cidr: `${formatIpv4(first)}/${bits}`, value, bits, first, last: first + 2 ** (32 - bits) - 1 };
      });
      const map = createRangeMap(entries);
      for (let probe = 0; probe < 50; probe++) {
        const value = 0xc6120000 - 2048 + random(8192);
        const holding = entries.filter(({ first, last }) => first <= value && value <= last);
        const best = holding.toSorted((a, b) => b.bits - a.bits || b.value - a.value)[0]?.value;
        expect(map.findIpv4(value)).toBe(best);
      }
    }
  });
});

describe("ranges that cross", () => {
  const valueAt = (ranges: readonly (readonly [number, number, number])[], at: number): number => {
    const map = overlayRanges({
      width: 1,
      firsts: Uint32Array.from(ranges, ([first]) => first),
      lasts: Uint32Array.from(ranges, ([, last]) => last),
      values: Uint32Array.from(ranges, ([, , value]) => value),
    });
    return map.values[findIpv4Piece(map.keys, at)] as number;
  };

  it("give way to the one that starts last", () => {
    const ranges = [
      [0, 10, 1],
      [5, 15, 2],
      [12, 13, 3],
      [20, 0xffffffff, 4],
    ] as const;
    expect([0, 4, 5, 11, 12, 13, 14, 15, 16, 19, 20, 0xffffffff].map((at) => valueAt(ranges, at))).toEqual([
      1, 1, 2, 2, 3, 3, 2, 2, 0, 0, 4, 4,
    ]);
  });

  it("are joined piece by piece", () => {
    const map = (first: number, last: number, value: number) =>
      overlayRanges({ width: 1, firsts: Uint32Array.of(first), lasts: Uint32Array.of(last), values: Uint32Array.of(value) });
    const joined = joinAddressMaps(map(10, 19, 1), map(15, 29, 2), (a, b) => a * 10 + b);
    expect([...joined.keys]).toEqual([0, 10, 15, 20, 30]);
    expect([...joined.values]).toEqual([0, 10, 12, 2, 0]);
  });
});
