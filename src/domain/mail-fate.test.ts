import { describe, expect, it } from "vitest";
import { buildMessage, buildRequest, endpointOf, sourceOf, start } from "../../test/event-builders.ts";
import type { JoinedMail } from "./joined-mail.ts";
import { type FateCause, fateOfMail, mailOrigin } from "./mail-fate.ts";
import type { WriteRequest } from "./write-request.ts";

const endpoint = { method: "POST", path: "/contact/", query: null, requests: 5, messages: 5 };
const form: FateCause = {
  site: "shop.example",
  cause: { layer: "form", file: null, path: "/contact/", mailbox: null, endpoints: [endpoint] },
};

const mail = (trigger: WriteRequest | null, parts: Partial<JoinedMail> = {}): JoinedMail => ({
  ...{ message: buildMessage(1, start), trigger, candidates: trigger === null ? 0 : 1, settledAt: start },
  ...parts,
});
const fate = (of: FateCause, joined: JoinedMail) => fateOfMail(of, mailOrigin(joined));

const spammer = buildRequest(1, start, { agent: "library", referer: "bare", refererPath: null });
const visitor = buildRequest(2, start, {
  source: sourceOf(2, "home"),
  before: { pages: 4, assets: 20, writes: 0, endpoints: 0, sameEndpoint: 0, sameEndpointMs: 0, logAgeMs: 10 ** 9 },
});

describe("fateOfMail", () => {
  it("tells a stranger's mail through the abused form from a visitor's through the same one", () => {
    expect(fate(form, mail(spammer))).toBe("caused");
    expect(fate(form, mail(visitor))).toBe("not-caused");
  });

  it("does not know where two requests fit, and where none does", () => {
    expect(fate(form, mail(visitor, { candidates: 2 }))).toBe("unknown");
    expect(fate(form, mail(null))).toBe("unknown");
  });

  it("takes no stranger elsewhere for the wave, and no person whom the operator vouches for", () => {
    const elsewhere = { ...spammer, endpoint: endpointOf(7, "/order/") };
    expect(fate(form, mail(elsewhere))).toBe("unknown");
    expect(fate(form, mail({ ...spammer, trusted: true }))).toBe("not-caused");
    expect(fate({ ...form, site: "other.example" }, mail(spammer))).toBe("unknown");
  });

  it("goes by the script and by the mailbox where those are the way in", () => {
    const script: FateCause = { site: null, cause: { ...form.cause, layer: "file", file: "/home/u/x.php", path: "/x.php" } };
    const by = (name: string | null) => mail(null, { message: buildMessage(1, start, { script: name }) });
    expect([by("/home/u/x.php"), by("/home/u/shop.php"), by(null)].map((one) => fate(script, one))).toEqual([
      "caused",
      "not-caused",
      "unknown",
    ]);
    const login: FateCause = { site: null, cause: { ...form.cause, layer: "smtp-auth", mailbox: "info@shop.example" } };
    const loggedIn = (mailbox: string | null) => mail(null, { message: buildMessage(1, start, { mailbox }) });
    expect(fate(login, loggedIn("info@shop.example"))).toBe("caused");
    expect([fate(login, loggedIn("a@shop.example")), fate(login, loggedIn(null))]).toEqual(["not-caused", "not-caused"]);
    expect(fate({ site: null, cause: { ...form.cause, layer: "none" } }, mail(spammer))).toBe("unknown");
  });
});
