import { describe, expect, it } from "vitest";
import { addressKind, ipv4Address, ipv6Address, nameAddress, noAddress, readAddress, readHost, type SpanTarget } from "./host-bytes.ts";

const kindOf = (text: string): number => addressKind(Buffer.from(text), 0, text.length);

const taken = (read: typeof readHost, text: string): string | null => {
  const bytes = Buffer.from(text, "latin1");
  const span: SpanTarget = { start: -1, end: -1 };
  if (!read(bytes, 0, bytes.length, span)) return null;
  return span.start < 0 ? "" : bytes.toString("latin1", span.start, span.end);
};

describe("addresses", () => {
  it.each(["192.0.2.7", "203.0.113.255"])("%s is IPv4", (text) => {
    expect(kindOf(text)).toBe(ipv4Address);
  });

  it.each(["2001:db8::7", "::1", "::ffff:192.0.2.7", "fe80::1%eth0", "2001:db8:0:0:0:0:0:1"])("%s is IPv6", (text) => {
    expect(kindOf(text)).toBe(ipv6Address);
  });

  it.each(["crawl-7.bot.example", "localhost", "a_b.example"])("%s is a name", (text) => {
    expect(kindOf(text)).toBe(nameAddress);
  });

  it.each([
    "",
    "-",
    "192.0.2",
    "shop.example:443",
    "192.0.2.7:80",
    "unix:",
    "Feb",
    "-x.example",
    "a%b.example",
    "<b>",
    "a b.example",
    "::1%",
    "g::1",
    "1:2:3:4:5:6:7:8:9:a",
  ])("%j is none", (text) => {
    expect(kindOf(text)).toBe(noAddress);
  });

  it("are taken out of a form with a port", () => {
    expect(["192.0.2.7:4190", "[2001:db8::7]:443", "2001:db8::7", "[2001:db8::7]"].map((text) => taken(readAddress, text))).toEqual([
      "192.0.2.7",
      "2001:db8::7",
      "2001:db8::7",
      "2001:db8::7",
    ]);
    expect(taken(readAddress, "192.0.2.7, 198.51.100.9")).toBeNull();
  });
});

describe("hosts", () => {
  it("lose their port and keep their brackets", () => {
    expect(["shop.example", "shop.example:443", "[2001:db8::1]:80", "192.0.2.1:8080"].map((text) => taken(readHost, text))).toEqual([
      "shop.example",
      "shop.example",
      "[2001:db8::1]",
      "192.0.2.1",
    ]);
  });

  it("stay unset where nothing or nginx's catch-all is told", () => {
    expect([taken(readHost, "-"), taken(readHost, "_")]).toEqual(["", ""]);
  });

  it.each([
    "",
    "a/b",
    "shop.example:",
    "shop.example:123456",
    "shop.example:http",
    "shop example",
    "sh\u00f6p.example",
    "[::1",
    "[x]",
    "a:b:c",
  ])("refuse %j", (text) => {
    expect(taken(readHost, text)).toBeNull();
  });
});
