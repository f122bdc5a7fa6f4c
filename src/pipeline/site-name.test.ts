import { describe, expect, it } from "vitest";
import { siteNameOfFile } from "./site-name.ts";

describe("siteNameOfFile", () => {
  it.each([
    "logs/shop.example.access.log",
    "shop.example.access.log-20260301.gz",
    "shop.example.access.log-2026-03-01.gz",
    "shop.example.access.log-2026030112.gz",
    "shop.example.access.log.1",
    "shop.example.access.log.2.gz",
    "shop.example-access.log",
    "shop.example_access.log",
    "shop.example-access_log",
    "shop.example-ssl_log",
    "shop.example.log",
    "shop.example.ssl.access.log",
    "shop.example-ssl-access.log",
    "/var/log/apache2/access.shop.example.log",
    "ssl_access.shop.example.log",
    "access_ssl.shop.example.log",
    "SHOP.Example.access.log",
    "shop.example",
  ])("finds shop.example in %s", (path) => expect(siteNameOfFile(path)).toBe("shop.example"));

  it("keeps sub-domains and punycode", () => {
    expect(siteNameOfFile("www.shop.example.access.log")).toBe("www.shop.example");
    expect(siteNameOfFile("xn--bcher-kva.example.access.log.1")).toBe("xn--bcher-kva.example");
    expect(siteNameOfFile("example.xn--p1ai.log")).toBe("example.xn--p1ai");
  });

  it.each([
    "access.log",
    "access.log.1",
    "access.log-20260301.gz",
    "access.log.2026-03-01",
    "ssl_access.log",
    "other_vhosts_access.log",
    "access_ssl_log",
    "nginx.access.log",
    "httpd-access.log",
    "192.0.2.1.access.log",
    "shop.example.logs/access.log",
    "",
  ])("finds no domain in %j", (path) => expect(siteNameOfFile(path)).toBeNull());
});
