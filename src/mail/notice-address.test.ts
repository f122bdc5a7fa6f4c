import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noticeMessageId, noticeOfReturnPath, noticeReturnPath } from "./notice-address.ts";

const base = "bounces@host.example";

describe("the return path of a notice", () => {
  it("names the notice and is a plain address", () => {
    expect(noticeReturnPath("C-2026-00417/n1", base)).toBe("bounces+_43-2026-00417_2fn1@host.example");
    expect(noticeOfReturnPath("bounces+_43-2026-00417_2fn1@host.example", base)).toBe("C-2026-00417/n1");
  });

  it("comes back to the same notice, also where a server changed the case of letters", () =>
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 12 }), (id) => {
        const path = noticeReturnPath(id, base);
        fc.pre(path !== null);
        expect(noticeOfReturnPath((path ?? "").toUpperCase(), base)).toBe(id);
      }),
    ));

  it("is none for an id that does not fit into an address", () => expect(noticeReturnPath("x".repeat(80), base)).toBeNull());

  it.each([
    "bounces@host.example",
    "bounces+@host.example",
    "bounces+a b@host.example",
    "bounces+_ff@host.example",
    "other+a@host.example",
    "bounces+a@evil.example",
  ])("is not read out of %s", (address) => expect(noticeOfReturnPath(address, base)).toBeNull());
});

describe("the Message-ID of a notice", () => {
  it("is the same each time, and another for each notice", () => {
    expect(noticeMessageId("C-1/n1", "host.example")).toBe("notice._43-1_2fn1@host.example");
    expect(noticeMessageId("c-1/n1", "host.example")).not.toBe(noticeMessageId("C-1/n1", "host.example"));
  });
});
