import { readdirSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { blocks, database, inGeoFolder, open, thrownBy, twoSources, useGeoFolder } from "../../test/geo-folder.ts";

useGeoFolder();

describe("two sources", () => {
  it("decide together, and alone where the other has no entry; torn about home or not they decide nothing", () => {
    const { place } = open({ databases: twoSources() });
    expect(place("60.0.1.1")).toEqual({ country: "JP", network: null, origin: "home" });
    expect(place("60.0.2.1")).toEqual({ country: "CA", network: null, origin: "foreign" });
    expect(place("60.0.3.1")).toEqual({ country: null, network: null, origin: "unknown" });
    expect(place("60.0.4.1")).toEqual({ country: "JP", network: null, origin: "home" });
    expect(place("60.0.5.1")).toEqual({ country: "DE", network: null, origin: "foreign" });
    expect(place("60.0.6.1")).toEqual({ country: null, network: null, origin: "unknown" });
    expect(place("2a00:1::9").origin).toBe("unknown");
    expect(place("2a00:2::9").origin).toBe("home");
  });

  it("mean something else for another home, from the same cached index", () => {
    const databases = twoSources();
    open({ databases });
    const { place } = open({ databases, home: "fr" });
    expect(["60.0.1.1", "60.0.2.1", "60.0.3.1"].map((address) => place(address).origin)).toEqual(["foreign", "unknown", "foreign"]);
    expect(readdirSync(inGeoFolder("cache"))).toHaveLength(1);
  });

  it("never make an origin without a home; the country is still told", () => {
    const { place, home } = open({ databases: twoSources(), home: null });
    expect(home).toBeNull();
    expect(place("60.0.1.1")).toEqual({ country: "JP", network: null, origin: "unknown" });
    expect(place("60.0.2.1")).toEqual({ country: "CA", network: null, origin: "unknown" });
  });

  it("may be three, of which any may contradict", () => {
    const databases = [...twoSources(), database("third.mmdb", { [blocks.both]: "US", [blocks.abroad]: "US" })];
    const { place } = open({ databases });
    expect(place("60.0.1.1").origin).toBe("unknown");
    expect(place("60.0.2.1")).toEqual({ country: "CA", network: null, origin: "foreign" });
  });
});

describe("an address that is nobody's country is unknown, never foreign:", () => {
  it.each([
    "10.1.2.3",
    "127.0.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "100.64.0.1",
    "169.254.1.1",
    "192.0.2.1",
    "198.51.100.1",
    "203.0.113.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "0.0.0.0",
    "::",
    "::1",
    "fe80::1%eth0",
    "fd00::1",
    "ff02::1",
    "2001:db8::1",
    "3fff::1",
    "4000::1",
    "2001:10::1",
    "::ffff:10.0.0.1",
    "::8.8.8.8",
    "104.16.0.1",
    "172.71.255.255",
    "151.101.1.1",
    "2606:4700::1",
    "2a04:4e42::1",
    "host.example",
    "",
    "-",
    "999.1.1.1",
  ])("%s", (address) => {
    const { place } = open({ databases: [database("world.mmdb", { "0.0.0.0/0": "US", "::/1": "US", "8000::/1": "US" })] });
    expect(place(address)).toEqual({ country: null, network: null, origin: "unknown" });
    expect(place("60.0.0.1").origin).toBe("foreign");
  });

  it("one of a trusted proxy", () => {
    const { place } = open({ databases: twoSources(), trustedProxies: ["60.0.1.0/25", "2a00:2::/48"] });
    expect([place("60.0.1.1").origin, place("60.0.1.128").origin, place("2a00:2::1").origin, place("2a00:2:1::1").origin]).toEqual([
      "unknown",
      "home",
      "unknown",
      "home",
    ]);
  });
});

describe("an IPv6 address made from an IPv4 one", () => {
  it("is placed where the IPv4 one is: mapped, 6to4, NAT64, and Teredo's client", () => {
    const { place } = open({ databases: twoSources() });
    for (const address of ["::ffff:60.0.1.1", "2002:3c00:101::1", "64:ff9b::60.0.1.1", "2001:0:c000:201::c3ff:fefe"]) {
      expect([address, place(address).origin]).toEqual([address, "home"]);
    }
    expect(place("2002:a00:1::1").origin).toBe("unknown");
  });
});

describe("overrides", () => {
  it("win over data, reserved blocks and delivery networks, not over the operator's proxies; the most specific wins; a network may be named", () => {
    const { place } = open({
      databases: twoSources(),
      trustedProxies: ["60.0.9.0/24"],
      overrides: [
        { cidr: "198.51.100.0/24", country: "JP", asn: 64496 },
        { cidr: "240.0.0.0/4", country: "US" },
        { cidr: "241.0.0.0/8", country: "jp" },
        { cidr: "104.16.0.0/24", country: "JP" },
        { cidr: "60.0.9.9", country: "JP" },
        { cidr: "60.0.1.0/24", country: "DE" },
        { cidr: "2001:db8::/32", country: "JP" },
        { cidr: "2002:c000:200::/40", country: "CH" },
      ],
    });
    expect(place("198.51.100.7")).toEqual({ country: "JP", network: "AS64496", origin: "home" });
    expect(place("240.1.1.1")).toEqual({ country: "US", network: null, origin: "foreign" });
    expect(place("241.1.1.1").origin).toBe("home");
    expect([place("104.16.0.9").origin, place("60.0.9.9").origin, place("60.0.9.10").origin, place("60.0.1.1").country]).toEqual([
      "home",
      "unknown",
      "unknown",
      "DE",
    ]);
    expect([place("2001:db8::1").origin, place("2002:c000:201::1").country, place("::ffff:198.51.100.7").network]).toEqual([
      "home",
      "CH",
      "AS64496",
    ]);
  });

  it("and proxies that cannot be read are errors of the config that name the field", () => {
    const errors = [
      thrownBy(() =>
        open({
          overrides: [
            { cidr: "192.0.2.0/24", country: "JP" },
            { cidr: "192.0.2.0/99", country: "JP" },
          ],
        }),
      ),
      thrownBy(() => open({ overrides: [{ cidr: "192.0.2.0/24", country: "Japan" }] })),
      thrownBy(() => open({ trustedProxies: ["proxy.example"] })),
      thrownBy(() => open({ home: "JPN" })),
    ];
    expect(errors.map(({ code }) => code)).toEqual(["config-wrong", "config-wrong", "config-wrong", "config-wrong"]);
    expect(errors.map(({ message }) => message.slice(0, message.indexOf(":")))).toEqual([
      "geo.overrides[1].cidr",
      "geo.overrides[0].country",
      "trustedProxies[0]",
      "home",
    ]);
  });
});

describe("networks", () => {
  it("come from an MMDB that tells them, or from tables whose rows may overlap", () => {
    const asn = database("asn.mmdb", { "60.0.1.0/24": { autonomous_system_number: 64496 } });
    const ipv4 = inGeoFolder("asn-ipv4.csv");
    const ipv6 = inGeoFolder("asn-ipv6.csv");
    writeFileSync(ipv4, '60.0.0.0,60.0.255.255,64500,"One, Inc."\n60.0.2.0,60.0.2.127,64501,Two\n104.16.0.0,104.16.0.255,64502,Three\n');
    writeFileSync(ipv6, "2a00:1::,2a00:1:ffff:ffff:ffff:ffff:ffff:ffff,64503,Four\n");
    const { place, data } = open({ databases: [...twoSources(), asn], networkFiles: [ipv4, ipv6] });
    expect(
      ["60.0.1.1", "60.0.2.1", "60.0.2.128", "60.1.0.0", "104.16.0.1", "2a00:1::1", "2a00:2::1"].map((address) => place(address).network),
    ).toEqual(["AS64496", "AS64501", "AS64500", null, "AS64502", "AS64503", null]);
    expect(place("104.16.0.1").origin).toBe("unknown");
    expect(data.map(({ answers }) => answers)).toEqual(["country", "country", "network", "network", "network"]);
  });

  it("from a table that is cut off or no table are refused", () => {
    const file = inGeoFolder("asn-ipv4.csv");
    for (const text of ["60.0.0.0,60.0.255.255,64500,One\n60.1.0.0,60.1", "a,b,c\nd,e,f\n", "60.0.0.255,60.0.0.0,64500,Backwards\n"]) {
      writeFileSync(file, text);
      const error = thrownBy(() => open({ databases: twoSources(), networkFiles: [file] }));
      expect([error.code, error.message]).toEqual(["geo-damaged", expect.stringContaining(file)]);
    }
  });
});
