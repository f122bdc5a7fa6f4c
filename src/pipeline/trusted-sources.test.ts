import { describe, expect, it } from "vitest";
import type { Site } from "../domain/account.ts";
import type { KnownSource } from "./known-source.ts";
import type { ScanAccount } from "./scan-request.ts";
import { createTrustedSources } from "./trusted-sources.ts";

const sourceOf = (address: string): KnownSource => ({
  id: 0,
  address,
  country: null,
  network: null,
  origin: "foreign",
  endpointId: -1,
  endpointWrites: 0,
  endpointSince: 0,
  row: -1,
  block: 0,
  trustedSiteId: -1,
  isTrusted: false,
});
const siteOf = (id: number, domain: string): Site => ({ id, domain, account: null, root: null });
const [shop, blog] = [siteOf(0, "shop.example"), siteOf(1, "blog.example")];

const owner: ScanAccount = {
  name: "u1",
  uid: 1001,
  host: null,
  home: null,
  ownAddresses: ["203.0.113.9", "2001:db8:9::/48"],
  sites: [{ domain: "shop.example", aliases: [], root: null }],
};

describe("trusted sources", () => {
  it("are none when nobody is vouched for", () => {
    const trusted = createTrustedSources([], []);
    expect(trusted.isTrusted(sourceOf("192.0.2.1"), shop)).toBe(false);
  });

  it("are exceptions on the sites that they name, or on all", () => {
    const trusted = createTrustedSources(
      [
        { name: "payments", cidr: "198.51.100.0/24", sites: ["Shop.Example"] },
        { name: "monitor", cidr: "192.0.2.7", sites: ["*"] },
      ],
      [],
    );
    expect(trusted.isTrusted(sourceOf("198.51.100.200"), shop)).toBe(true);
    expect(trusted.isTrusted(sourceOf("198.51.100.200"), blog)).toBe(false);
    expect(trusted.isTrusted(sourceOf("192.0.2.7"), blog)).toBe(true);
    expect(trusted.isTrusted(sourceOf("192.0.2.8"), blog)).toBe(false);
  });

  it("are exceptions on a site that is named by an alias, or with www", () => {
    const account = { ...owner, ownAddresses: [], sites: [{ domain: "shop.example", aliases: ["store.example"], root: null }] };
    for (const name of ["Store.example", "www.shop.example"]) {
      const trusted = createTrustedSources([{ name: "payments", cidr: "198.51.100.0/24", sites: [name] }], [account]);
      expect(trusted.isTrusted(sourceOf("198.51.100.200"), shop)).toBe(true);
      expect(trusted.isTrusted(sourceOf("198.51.100.200"), blog)).toBe(false);
    }
  });

  it("are owners on their own sites only", () => {
    const trusted = createTrustedSources([], [owner]);
    expect(trusted.isTrusted(sourceOf("203.0.113.9"), shop)).toBe(true);
    expect(trusted.isTrusted(sourceOf("2001:db8:9::1"), shop)).toBe(true);
    expect(trusted.isTrusted(sourceOf("203.0.113.9"), blog)).toBe(false);
  });

  it("are told anew when the same visitor comes to another site and back", () => {
    const trusted = createTrustedSources([], [owner]);
    const visitor = sourceOf("203.0.113.9");
    expect([shop, blog, shop, shop, blog].map((site) => trusted.isTrusted(visitor, site))).toEqual([true, false, true, true, false]);
  });

  it("are never a host name, nor a crawler that nobody can verify offline", () => {
    const trusted = createTrustedSources([{ name: "bot", crawler: "googlebot", sites: ["*"] }], [owner]);
    expect(trusted.isTrusted(sourceOf("crawl.googlebot.example"), shop)).toBe(false);
  });
});
