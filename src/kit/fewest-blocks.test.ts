import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAddressMapBuilder, findIpv4Piece, findIpv6Piece, uniformAddressMap } from "./address-map.ts";
import { fewestBlocks } from "./fewest-blocks.ts";
import { parseAddress } from "./ip-address.ts";
import { createRangeMap } from "./ip-range.ts";

const mapOf = (width: 1 | 4, starts: readonly (readonly number[])[]) => {
  const builder = createAddressMapBuilder(width);
  const words = new Uint32Array(4);
  const sorted = starts.toSorted((a, b) => a.reduce((order, word, at) => order || word - (b[at] as number), 0));
  sorted.forEach((key, at) => {
    words.set(key, 4 - width);
    builder.start(words, at % 2);
  });
  return builder.done();
};

const word = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }),
  fc.integer({ min: 0, max: 31 }).map((bit) => 2 ** bit),
  fc.constant(0),
);

describe("the fewest blocks", () => {
  it("are one for a map of one value", () => {
    expect(fewestBlocks(uniformAddressMap(1, 1))).toEqual([{ cidr: "0.0.0.0/0", value: 1 }]);
    expect(fewestBlocks(uniformAddressMap(4))).toEqual([{ cidr: "::/0", value: 0 }]);
  });

  it("leave a hole where plain blocks would have to go around it", () => {
    const map = mapOf(1, [[0], [0x0a000000], [0x0a000001]]);
    expect(fewestBlocks({ ...map, values: Uint32Array.of(1, 0, 1) })).toEqual([
      { cidr: "0.0.0.0/0", value: 1 },
      { cidr: "10.0.0.0/32", value: 0 },
    ]);
  });

  it("say of every IPv4 address what the map says", () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), fc.array(word, { minLength: 20, maxLength: 20 }), (starts, asked) => {
        const map = mapOf(1, [[0], ...starts.map((start) => [start])]);
        const blocks = createRangeMap(fewestBlocks(map));
        for (const value of [...asked, ...starts, ...starts.map((start) => (start - 1) >>> 0)])
          expect(blocks.findIpv4(value)).toBe(map.values[findIpv4Piece(map.keys, value)]);
      }),
    );
  });

  it("say of every IPv6 address what the map says", () => {
    const key = fc.tuple(word, word, word, word);
    fc.assert(
      fc.property(fc.array(key, { maxLength: 20 }), fc.array(key, { minLength: 10, maxLength: 10 }), (starts, asked) => {
        const map = mapOf(4, [[0, 0, 0, 0], ...starts]);
        const blocks = createRangeMap(fewestBlocks(map).filter(({ cidr }) => parseAddress(cidr.split("/")[0] as string)?.family === 6));
        for (const words of [...asked, ...starts].map((one) => Uint32Array.from(one))) {
          const mapped = words[0] === 0 && words[1] === 0 && words[2] === 0xffff;
          if (!mapped) expect(blocks.findIpv6(words)).toBe(map.values[findIpv6Piece(map.keys, words)]);
        }
      }),
    );
  });
});
