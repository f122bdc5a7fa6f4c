import { describe, expect, it } from "vitest";
import { isDomainAbroad, isFreemail } from "./recipient-origin.ts";

describe("isDomainAbroad", () => {
  it.each([
    ["mail.example.de", "JP", true],
    ["shop.example.co.jp", "JP", false],
    ["example.uk", "GB", false],
    ["example.co.uk", "JP", true],
    ["example.com", "JP", null],
    ["startup.io", "JP", null],
    ["example.tv", "JP", null],
    ["gmail.com", "JP", null],
    ["web.de", "JP", null],
    ["yahoo.co.jp", "US", null],
    ["example.de", null, null],
    ["", "JP", null],
  ])("tells of %s, seen from %s: %s", (domain, home, expected) => expect(isDomainAbroad(domain, home)).toBe(expected));

  it.each(["[192.0.2.5]", "[ipv6:2001:db8::1]", "192.0.2.15", "ab", "localhost"])("does not take the end of %s for a country", (domain) =>
    expect(isDomainAbroad(domain, "JP")).toBeNull(),
  );
});

describe("isFreemail", () => {
  it("knows the big providers by their exact domain", () => {
    expect(isFreemail("mail.ru")).toBe(true);
    expect(isFreemail("sub.mail.ru")).toBe(false);
  });
});
