import { describe, expect, it } from "vitest";
import { inGeoFolder, open, twoSources, useGeoFolder } from "../../test/geo-folder.ts";
import { createRandom } from "../../test/seeded-random.ts";
import { formatIpv4, formatIpv6, parseAddress } from "../kit/ip-address.ts";
import { createRangeMap } from "../kit/ip-range.ts";
import { homeBlocks } from "./home-blocks.ts";

useGeoFolder();

const settings = () => ({
  ...{ databases: twoSources(), home: "JP", cacheDir: inGeoFolder("cache"), networkFiles: [] },
  overrides: [
    { cidr: "60.0.2.128/25", country: "JP" },
    { cidr: "60.0.2.192/27", country: "US" },
    { cidr: "203.0.113.0/24", country: "US" },
    { cidr: "2a00:9::/32", country: "US" },
    { cidr: "2002:3c00:0100::/40", country: "US" },
  ],
  trustedProxies: ["60.0.2.200/32", "104.16.0.0/24", "2a00:9:1::/48"],
  limits: { minNetworks: 1, minCountries: 1, maxWrongShare: 1 },
});

describe("home blocks", () => {
  it("say of every address whether it is from abroad, as the data and the operator's word do", () => {
    const options = settings();
    const { place } = open(options);
    const blocks = createRangeMap(homeBlocks(options));
    const random = createRandom(7);
    const word = (): number => random(2 ** 32);
    const near = [0x3c000100, 0x3c000200, 0x3c000280, 0x3c0002c0, 0x3c0002c8, 0x3c000300, 0x3c000500, 0xcb007100, 0x68100000, 0x7f000000];
    const ipv4 = [
      ...near.flatMap((first) => [-1, 0, 1, 31, 32, 127, 255, 256].map((more) => (first + more) >>> 0)),
      ...Array.from({ length: 2_000 }, word),
    ];
    const inner = ipv4.flatMap((value) => [
      formatIpv6([0x0064ff9b, 0, 0, value]),
      formatIpv6([(0x20020000 | (value >>> 16)) >>> 0, (value << 16) >>> 0, 5, 6]),
    ]);
    const ipv6 = [
      "2a00:1::9",
      "2a00:2::9",
      "2a00:9::1",
      "2a00:9:1::1",
      "2a00:9:2::1",
      "2002:3c00:180::1",
      "2606:4700::1",
      "2003::1",
      "64:ff9b::1:0:0",
      "::1",
      "fe80::1",
      "2001:db8::1",
      "::ffff:60.0.2.1",
    ];
    const asked = [
      ...ipv4.map(formatIpv4),
      ...inner,
      ...ipv6,
      ...Array.from({ length: 2_000 }, () => formatIpv6([word(), word(), word(), word()])),
    ];
    const wrong = asked.filter((text) => {
      const address = parseAddress(text);
      return address !== null && (blocks.find(address) === 0) !== (place(text).origin === "foreign");
    });
    expect(wrong).toEqual([]);
    expect(asked.filter((text) => place(text).origin === "foreign").length).toBeGreaterThan(20);
  });

  it("leave nobody from abroad where no home is told, nor in Teredo, where no block can tell", () => {
    const none = createRangeMap(homeBlocks({ ...settings(), home: null, overrides: [], trustedProxies: [] }));
    expect(none.findIpv4(0x3c000201)).toBe(1);
    const blocks = createRangeMap(homeBlocks(settings()));
    expect(blocks.find({ family: 6, words: [0x20010000, 0, 0, ~0x3c000201 >>> 0] })).toBe(1);
  });
});
