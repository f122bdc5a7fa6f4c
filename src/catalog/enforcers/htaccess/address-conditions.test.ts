import fc from "fast-check";
import { expect, it } from "vitest";
import { formatAddress } from "../../../kit/ip-address.ts";
import { createRangeSet } from "../../../kit/ip-range.ts";
import { addressIn, anyOf } from "./address-conditions.ts";

const widest = 8;
const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const maskOf = (bits: number): number => 2 ** (32 - bits);

it("an IPv4 network is met by its own addresses and by no others", () => {
  fc.assert(
    fc.property(address, fc.integer({ min: widest, max: 32 }), fc.array(address, { maxLength: 20 }), (value, bits, others) => {
      const first = Math.floor(value / maskOf(bits)) * maskOf(bits);
      const network = `${formatAddress({ family: 4, value: first })}/${bits}`;
      const [condition = ""] = addressIn([network], true);
      const pattern = new RegExp(condition.replace("RewriteCond %{ENV:SEKISHO_ADDR} ", ""));
      const set = createRangeSet([network]);
      const near = [first - 1, first, first + maskOf(bits) - 1, first + maskOf(bits)].filter((one) => one >= 0 && one < 2 ** 32);
      for (const one of [...others, ...near])
        expect(pattern.test(formatAddress({ family: 4, value: one }))).toBe(set.contains({ family: 4, value: one }));
    }),
    { numRuns: 300 },
  );
});

it("many networks are one of, or none of, in few conditions", () => {
  expect(addressIn([], true)).toEqual([]);
  expect(addressIn(["192.0.2.0/30", "2001:db8::/32"], true)).toEqual([
    "RewriteCond %{ENV:SEKISHO_ADDR} ^(?:192\\.0\\.2\\.(?:0|1|2|3))$ [OR]",
    "RewriteCond expr \"reqenv('SEKISHO_ADDR') -ipmatch '2001:db8::/32'\"",
  ]);
  expect(addressIn(["192.0.2.7/32", "2001:db8::/32"], false)).toEqual([
    "RewriteCond %{ENV:SEKISHO_ADDR} !^(?:192\\.0\\.2\\.7)$",
    "RewriteCond expr \"! (reqenv('SEKISHO_ADDR') -ipmatch '2001:db8::/32')\"",
  ]);
  expect(anyOf(["a", "b", "c"])).toEqual(["a [OR]", "b [OR]", "c"]);
});
