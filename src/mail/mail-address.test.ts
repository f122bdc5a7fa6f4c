import { describe, expect, it } from "vitest";
import { domainOf, isSameAddress, mailAddress } from "./mail-address.ts";

describe("mailAddress", () => {
  it.each(["owner@elsewhere.example", "a.b+c@x-y.example", "o'neil@host.example", "x@xn--r8jz45g.example", `${"a".repeat(64)}@b.example`])(
    "takes %s",
    (address) => expect(mailAddress(address)).toBe(address),
  );

  it.each([
    "",
    "@",
    "a",
    "a@",
    "@b.example",
    "a@localhost",
    "a@[192.0.2.1]",
    '"a b"@c.example',
    '"x@y.example"@z.example',
    "a@b.example, c@d.example",
    "A <a@b.example>",
    "a@b.example (x)",
    " a@b.example",
    "a@b.example ",
    "a@b.example\r\nBcc: x@y.example",
    "a\0@b.example",
    "a..b@c.example",
    ".a@c.example",
    "a.@c.example",
    "a@-b.example",
    "a@b..example",
    "a@b.example.",
    "あ@b.example",
    "a@例え.example",
    `${"a".repeat(65)}@b.example`,
    `a@${"b".repeat(64)}.example`,
    `a@${"b.".repeat(130)}example`,
    "a@b@c.example",
  ])("refuses %j", (text) => expect(mailAddress(text)).toBeNull());

  it("reads domains and sameness without regard to case", () => {
    expect(domainOf("a@Host.Example")).toBe("host.example");
    expect(isSameAddress("Info@shop.example", "info@SHOP.example")).toBe(true);
  });
});
