import { describe, expect, it } from "vitest";
import { shortenAddresses } from "./short-addresses.ts";

describe("shortened addresses", () => {
  it("are networks where a full address stood, and nothing else changes", () => {
    const line = '192.0.2.51 - - [07/Mar/2026:05:21:35 +0900] "POST /v1.2.3/ HTTP/1.1" 200 147152 "Mozilla/5.0 (rv:109.0) Gecko/20100101"';
    expect(shortenAddresses(line)).toBe(line.replace("192.0.2.51", "192.0.2.0/24"));
  });

  it("are found in brackets, after signs, and in both families", () => {
    expect(shortenAddresses("from unknown[198.51.100.7], client=[2001:db8:1:2::9]:25 (203.0.113.9)")).toBe(
      "from unknown[198.51.100.0/24], client=[2001:db8:1::/48]:25 (203.0.113.0/24)",
    );
    expect(shortenAddresses("2001:db8::1")).toBe("2001:db8::/48");
  });

  it("stay as they are once they are short", () => {
    const once = shortenAddresses("192.0.2.51 2001:db8:1:2::9");
    expect(shortenAddresses(once)).toBe(once);
  });

  it("are not seen in times, versions and file names", () => {
    for (const text of ["05:21:35", "2026-03-07T05:21:35.123", "version 1.2.3.4.5", "std::vector is C++", "x1.2.3.4", "999.1.1.1"])
      expect(shortenAddresses(text)).toBe(text);
  });
});
