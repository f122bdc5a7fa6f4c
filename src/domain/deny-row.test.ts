import { describe, expect, it } from "vitest";
import { enforcedNetworks, readDenyNetwork } from "./deny-row.ts";

const nobody = { own: [], proxies: [] };
const neighbours = { own: ["203.0.113.5", "2001:db8:5::/48"], proxies: ["198.51.100.0/28"] };

describe("a network for a customer's list", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    [" 192.0.2.7/32 ", "192.0.2.7"],
    ["192.0.2.0/24", "192.0.2.0/24"],
    ["2001:0DB8::/32", "2001:db8::/32"],
    ["2001:db8::1/128", "2001:db8::1"],
    ["2001:db8:0:1::/64", "2001:db8:0:1::/64"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
  ])("%s is taken as %s", (text, network) => {
    expect(readDenyNetwork(text, nobody)).toEqual({ ok: true, network });
  });

  it.each([
    ["all", "system-row"],
    ["ALL", "system-row"],
    ["shop.example", "not-a-network"],
    ["192.0.2.1/24", "not-a-network"],
    ["192.0.2.0/33", "not-a-network"],
    ["0.0.0.0/0", "too-wide"],
    ["::/0", "too-wide"],
    ["192.0.0.0/6", "too-wide"],
    ["2000::/15", "too-wide"],
    ["2001:db8::/65", "too-narrow"],
    ["2001:db8::/127", "too-narrow"],
    ["127.0.0.1", "not-public"],
    ["::1", "not-public"],
    ["10.0.0.0/8", "not-public"],
    ["172.20.0.0/16", "not-public"],
    ["192.168.1.4", "not-public"],
    ["192.0.0.0/8", "not-public"],
    ["fd00::/16", "not-public"],
    ["203.0.113.5", "own-address"],
    ["203.0.113.0/24", "own-address"],
    ["2001:db8:5:1::/64", "own-address"],
    ["2001:db8::/32", "own-address"],
    ["198.51.100.3", "proxy"],
  ])("%s is refused: %s", (text, why) => {
    expect(readDenyNetwork(text, neighbours)).toMatchObject({ ok: false, why });
  });

  it("is refused with the address that would be locked out", () => {
    expect(readDenyNetwork("203.0.113.0/24", neighbours)).toEqual({
      ...{ ok: false, why: "own-address" },
      message: "203.0.113.0/24 holds your own address 203.0.113.5: you would lock yourself out",
    });
  });
});

describe("what is enforced of the rows", () => {
  it("is each network once, without those that lie in another", () => {
    const rows = ["192.0.2.7", "192.0.2.0/24", "2001:db8::1", "192.0.2.0/25", "198.51.100.1", "198.51.100.1"].map((network) => ({
      network,
    }));
    expect(enforcedNetworks(rows)).toEqual(["192.0.2.0/24", "198.51.100.1", "2001:db8::1"]);
  });

  it("keeps neighbours apart: two addresses stay two", () => {
    expect(enforcedNetworks([{ network: "192.0.2.1" }, { network: "192.0.2.0" }])).toEqual(["192.0.2.0", "192.0.2.1"]);
  });

  it("is nothing without rows", () => {
    expect(enforcedNetworks([])).toEqual([]);
  });
});
