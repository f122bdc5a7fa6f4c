import { describe, expect, it } from "vitest";
import type { ReplyRoute } from "../ports/reply-secrets.ts";
import { makeReplyAddress } from "./reply-address.ts";
import { routeReply } from "./route-reply.ts";

const base = "desk@host.example";
const [first, second, foreign] = [makeReplyAddress(base), makeReplyAddress(base), makeReplyAddress(base)];
const known = new Map<string, ReplyRoute>([
  [first.hash, { caseId: "c1", notice: "n1" }],
  [second.hash, { caseId: "c2", notice: "n2" }],
]);
const secrets = { findBySecret: async (hash: string) => known.get(hash) ?? null };

const route = (headers: Record<string, string>) =>
  routeReply(
    Object.entries(headers).map(([name, value]) => ({ name, value })),
    { base, secrets },
  );

describe("routeReply", () => {
  it("finds the case by the secret in the address, in any case of its letters", async () => {
    const found = { route: { caseId: "c1", notice: "n1" }, hash: first.hash, isNamed: true };
    expect(await route({ to: `"Abuse desk" <${first.address}>` })).toEqual(found);
    expect(await route({ to: "someone@elsewhere.example", cc: first.address.toUpperCase() })).toEqual(found);
    expect(await route({ "delivered-to": first.address })).toEqual({ ...found, isNamed: false });
  });

  it("is not moved by thread headers or a subject", async () => {
    expect(await route({ to: base, "in-reply-to": `<${first.address}>`, references: first.address, subject: first.address })).toEqual({
      unrouted: "no-secret",
    });
  });

  it("gives no case to an unknown secret, a secret of another domain or a changed one", async () => {
    expect(await route({ to: foreign.address })).toEqual({ unrouted: "unknown-secret" });
    expect(await route({ to: first.address.replace("host.example", "h0st.example") })).toEqual({ unrouted: "no-secret" });
    expect(await route({ to: first.address.replace(/\+../, "+zz") })).toEqual({ unrouted: "unknown-secret" });
    expect(await route({ to: first.address.replace(/\+../, "+") })).toEqual({ unrouted: "no-secret" });
  });

  it("does not choose between two cases", async () => {
    expect(await route({ to: `${first.address}, ${second.address}` })).toEqual({ unrouted: "several-cases" });
  });

  it("makes addresses of 160 random bits, kept as a hash", () => {
    const { address, hash } = makeReplyAddress(base, new Uint8Array(20).fill(255));
    expect(address).toBe(`desk+${"7".repeat(32)}@host.example`);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(Array.from({ length: 1_000 }, () => makeReplyAddress(base).address)).size).toBe(1_000);
  });
});
