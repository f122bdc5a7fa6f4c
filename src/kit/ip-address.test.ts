import { isIPv4, isIPv6 } from "node:net";
import { describe, expect, it } from "vitest";
import { createRandom, testSeed } from "../../test/seeded-random.ts";
import { addressBlock, canonicalAddress, parseAddress } from "./ip-address.ts";

describe("an IPv4 address", () => {
  it("is read as one number", () => {
    expect(parseAddress("192.0.2.1")).toEqual({ family: 4, value: 0xc0000201 });
    expect(parseAddress("255.255.255.255")).toEqual({ family: 4, value: 0xffffffff });
    expect(parseAddress("0.0.0.0")).toEqual({ family: 4, value: 0 });
  });

  it.each([
    "192.0.2",
    "192.0.2.1.5",
    "192.0.2.01",
    "192.0.2.256",
    "192.0.2.",
    ".192.0.2.1",
    "192..2.1",
    "0xc0.0.2.1",
    "3221225985",
    "192.0.2.1 ",
    "192.0.2.1%eth0",
    "",
    "192.0.2.-1",
  ])("is refused where the text is %j", (text) => expect(canonicalAddress(text)).toBeNull());

  it("is what an IPv4-mapped IPv6 address means", () => {
    for (const text of ["::ffff:192.0.2.1", "::FFFF:c000:201", "0:0:0:0:0:ffff:192.0.2.1"])
      expect(canonicalAddress(text)).toBe("192.0.2.1");
  });
});

describe("an IPv6 address", () => {
  it.each([
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["2001:0db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["2001:db8::", "2001:db8::"],
    ["::", "::"],
    ["::1", "::1"],
    ["1::", "1::"],
    ["fe80::1%eth0", "fe80::1"],
    ["64:ff9b::192.0.2.1", "64:ff9b::c000:201"],
    ["2001:db8:1:2:3:4:192.0.2.1", "2001:db8:1:2:3:4:c000:201"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"],
  ])("%s is written as %s", (text, canonical) => expect(canonicalAddress(text)).toBe(canonical));

  it.each([
    ":",
    ":::",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1::2::3",
    "12345::",
    "::g",
    "1:2:3:4:5:6:7:8::",
    "1:2:3:4:5:6:7:",
    ":1:2:3:4:5:6:7",
    "::192.0.2",
    "::192.0.2.01",
    "1:2:3:4:5:6:7:192.0.2.1",
    "fe80::1%",
    "[::1]",
    "::1/64",
    "%eth0",
    "::192.0.2.1:1",
  ])("is refused where the text is %j", (text) => expect(canonicalAddress(text)).toBeNull());

  const seed = testSeed();
  it(`is accepted exactly where Node accepts it, for 50,000 mutated texts (seed ${seed})`, () => {
    const random = createRandom(seed);
    const pieces = ["::", ":", "0", "1", "ffff", "db8", "2001", ".", "192.0.2.1", "255", "a", "g", "00", "::ffff:"];
    let accepted = 0;
    for (let round = 0; round < 50_000; round++) {
      const text = Array.from({ length: 1 + random(9) }, () => pieces[random(pieces.length)]).join(random(2) === 0 ? "" : ":");
      const expected = isIPv4(text) || isIPv6(text);
      if (expected) accepted++;
      expect([text, canonicalAddress(text) !== null]).toEqual([text, expected]);
    }
    expect(accepted).toBeGreaterThan(500);
  });

  it(`keeps its meaning when written and read again (seed ${seed})`, () => {
    const random = createRandom(seed);
    for (let round = 0; round < 10_000; round++) {
      const text = Array.from({ length: 8 }, () => (random(3) === 0 ? 0 : random(65_536)).toString(16)).join(":");
      const canonical = canonicalAddress(text) ?? "";
      expect(parseAddress(canonical)).toEqual(parseAddress(text));
      if (canonical.includes(":")) expect(canonical).toBe(new URL(`http://[${text}]/`).hostname.slice(1, -1));
    }
  });
});

describe("the block of an address", () => {
  it("is its first bits, per family", () => {
    expect(addressBlock("203.0.113.77", 24, 48)).toBe("203.0.113.0/24");
    expect(addressBlock("::ffff:203.0.113.77", 24, 48)).toBe("203.0.113.0/24");
    expect(addressBlock("2001:db8:aaaa:bbbb::1", 24, 48)).toBe("2001:db8:aaaa::/48");
    expect(addressBlock("2001:db8:aaaa:bbbb::1", 32, 128)).toBe("2001:db8:aaaa:bbbb::1/128");
    expect(addressBlock("203.0.113.77", 0, 0)).toBe("0.0.0.0/0");
    expect(addressBlock("host.example", 24, 48)).toBeNull();
  });
});
