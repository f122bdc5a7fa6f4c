import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noticeMessageId, noticeOfReturnPath, noticeReturnPath } from "./notice-address.ts";

const base = "bounces@host.example";
const key = Buffer.alloc(32, 7);

describe("the return path of a notice", () => {
  it("names the notice and is a plain address", () => {
    const path = noticeReturnPath("C-2026-00417/n1", base, key) ?? "";
    expect(path).toMatch(/^bounces\+_43-2026-00417_2fn1\.[0-9a-f]{20}@host\.example$/);
    expect(noticeOfReturnPath(path, base, key)).toEqual({ notice: "C-2026-00417/n1", isSealed: true });
  });

  it("is known without its seal as one of those before, and with a wrong one as nothing", () => {
    const old = "bounces+_43-2026-00417_2fn1@host.example";
    expect(noticeOfReturnPath(old, base, key)).toEqual({ notice: "C-2026-00417/n1", isSealed: false });
    const path = noticeReturnPath("C-2026-00417/n1", base, key) ?? "";
    expect(noticeOfReturnPath(path, base, Buffer.alloc(32, 8))).toBeNull();
    expect(noticeOfReturnPath(path.replace("00417", "00418"), base, key)).toBeNull();
    expect(noticeOfReturnPath(old.replace("@", `.${"0".repeat(20)}@`), base, key)).toBeNull();
  });

  it("comes back to the same notice, also where a server changed the case of letters", () =>
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 12 }), (id) => {
        const path = noticeReturnPath(id, base, key);
        fc.pre(path !== null);
        expect(noticeOfReturnPath((path ?? "").toUpperCase(), base, key)?.notice).toBe(id);
      }),
    ));

  it("is none for an id that does not fit into an address", () => expect(noticeReturnPath("x".repeat(80), base, key)).toBeNull());

  it.each([
    "bounces@host.example",
    "bounces+@host.example",
    "bounces+a b@host.example",
    "bounces+_ff@host.example",
    "other+a@host.example",
    "bounces+a@evil.example",
  ])("is not read out of %s", (address) => expect(noticeOfReturnPath(address, base, key)).toBeNull());
});

describe("the Message-ID of a notice", () => {
  it("is the same each time, and another for each notice", () => {
    expect(noticeMessageId("C-1/n1", "host.example")).toBe("notice._43-1_2fn1@host.example");
    expect(noticeMessageId("c-1/n1", "host.example")).not.toBe(noticeMessageId("C-1/n1", "host.example"));
  });
});
