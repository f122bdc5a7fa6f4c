import { expect, it } from "vitest";
import { createRandom, testSeed } from "../../test/seeded-random.ts";
import { formatAddress, type IpAddress } from "../kit/ip-address.ts";
import { type AddressSpan, foreignRanges } from "./foreign-ranges.ts";
import { openGeo } from "./open-geo.ts";

const options = {
  databases: [],
  home: "JP",
  overrides: [
    { cidr: "198.51.100.0/28", country: "US" },
    { cidr: "2001:db8:5::/48", country: "US" },
  ],
  trustedProxies: ["198.51.100.8/31"],
  cacheDir: null,
};

const spans = foreignRanges(options);

const wordsOf = (address: IpAddress): readonly number[] => (address.family === 4 ? [address.value] : address.words);

const order = (a: IpAddress, b: IpAddress): number => {
  const right = wordsOf(b);
  for (const [at, word] of wordsOf(a).entries()) if (word !== right[at]) return word - (right[at] ?? 0);
  return 0;
};

const holds = (spans: readonly AddressSpan[], address: IpAddress): boolean =>
  spans.some(({ first, last }) => first.family === address.family && order(first, address) <= 0 && order(address, last) <= 0);

it(`holds the addresses that a scan calls foreign, and no other (again with SEED=${testSeed()})`, () => {
  const [geo, below] = [openGeo(options), createRandom(testSeed())];
  const tops = [0x2001, 0x2400, 0x2404, 0x2600, 0x2002, 0x2a00];
  for (let at = 0; at < 300; at++) {
    const word = (): number => below(2 ** 32);
    const top = (tops[below(tops.length)] ?? 0) * 65_536 + below(65_536);
    const address: IpAddress = at % 2 === 0 ? { family: 4, value: word() } : { family: 6, words: [top, word(), word(), word()] };
    const text = formatAddress(address);
    if (text.startsWith("2001:0:")) continue;
    expect([text, holds(spans, address)]).toEqual([text, geo.place(text).origin === "foreign"]);
  }
}, 60_000);

it("follows the operator's word: overrides are in it, proxies are not", () => {
  const texts = spans.map(({ first, last }) => `${formatAddress(first)}-${formatAddress(last)}`);
  expect(texts).toEqual(
    expect.arrayContaining([
      "198.51.100.0-198.51.100.7",
      "198.51.100.10-198.51.100.15",
      "2001:db8:5::-2001:db8:5:ffff:ffff:ffff:ffff:ffff",
    ]),
  );
}, 60_000);
