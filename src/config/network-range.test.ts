import { describe, expect, it } from "vitest";
import { wrongListen, wrongNetworkRange } from "./network-range.ts";

describe("wrongNetworkRange", () => {
  it.each(["192.0.2.1", "192.0.2.0/24", "0.0.0.0/0", "192.0.2.1/32", "2001:db8::1", "2001:db8::/32", "::/0", "::ffff:192.0.2.0/120"])(
    "takes %s",
    (text) => {
      expect(wrongNetworkRange(text)).toBeNull();
    },
  );

  it.each([
    "",
    "192.0.2",
    "192.0.2.0/",
    "192.0.2.0/24/8",
    "192.0.2.0/-1",
    "192.0.2.0/2 4",
    "192.0.2.0-192.0.2.9",
    "fe80::1%eth0",
    "host.example",
    "*",
  ])("refuses %j", (text) => {
    expect(wrongNetworkRange(text)).toContain("not");
  });

  it("offers the network that was meant where bits stand beyond the prefix", () => {
    expect(wrongNetworkRange("255.255.255.255/1")).toContain('did you mean "128.0.0.0/1"');
    expect(wrongNetworkRange("2001:db8:0:ff::1/60")).toContain('did you mean "2001:db8:0:f0::/60"');
  });
});

describe("wrongListen", () => {
  it("takes an address of either family, or localhost, with a port", () => {
    expect(["127.0.0.1:8080", "[::1]:0", "localhost:65535"].map(wrongListen)).toEqual([null, null, null]);
  });

  it("refuses a port alone, a name, an IPv6 address without brackets, and a port beyond the last", () => {
    expect([":80", "8080", "desk.example:80", "::1:80", "127.0.0.1:65536"].filter((text) => wrongListen(text) === null)).toEqual([]);
  });
});
