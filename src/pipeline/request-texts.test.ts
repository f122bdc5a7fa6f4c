import { describe, expect, it } from "vitest";
import type { Span } from "../ports/log-format.ts";
import { createRequestTexts } from "./request-texts.ts";

const none: Span = { start: -1, end: -1 };
const texts = createRequestTexts();

/** The text in the midst of a line. */
const inLine = (text: string): [Uint8Array, Span] => {
  const bytes = Buffer.from(`x ${text} y`, "latin1");
  return [bytes, { start: 2, end: bytes.length - 2 }];
};
const agentOf = (text: string) => texts.client(...inLine(text), "log").agent;
const refererOf = (text: string) => texts.referer(...inLine(text), "log");

describe("what a request's texts mean", () => {
  it.each([
    ["", "none"],
    ["-", "none"],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36", "browser"],
    ["Opera/9.80 (Windows NT 6.1)", "browser"],
    ["WordPress/6.8; https://shop.example", "self"],
    ["curl/8.5.0", "library"],
    ["python-requests/2.32.0", "library"],
    ["Go-http-client/1.1", "library"],
    ["GuzzleHttp/7", "library"],
    ["PayPal IPN ( https://www.paypal.com/ipn )", "named"],
    ["Stripe/1.0 (+https://stripe.com/docs/webhooks)", "named"],
  ])("takes the agent '%s' for %s", (text, kind) => {
    expect(agentOf(text)).toBe(kind);
  });

  it("takes a missing agent for none", () => {
    expect(texts.client(new Uint8Array(0), none, "log").agent).toBe("none");
    const isRobot = (text: string) => texts.client(...inLine(text), "log").isRobot;
    expect(isRobot("Mozilla/5.0 (compatible; Somebot/2.1; +https://search.example/bot.html)")).toBe(true);
    expect(isRobot("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0")).toBe(false);
  });

  it.each([
    ["https://shop.example/contact/?from=menu#form", { host: "shop.example", path: "/contact/" }],
    ["http://Shop.Example:8080/a/../contact/", { host: "shop.example", path: "/contact/" }],
    ["https://shop.example", { host: "shop.example", path: null }],
    ["https://shop.example/", { host: "shop.example", path: "/" }],
    ["android-app://app.example/", { host: "", path: null }],
    ["nonsense", { host: "", path: null }],
  ])("parts the referer %s", (text, parts) => {
    expect(refererOf(text)).toEqual(parts);
  });

  it("has no referer where there is none, and where the log has a dash", () => {
    expect(texts.referer(new Uint8Array(0), none, "log")).toBeNull();
    expect(refererOf("-")).toBeNull();
    expect(refererOf("")).toBeNull();
  });

  it("works a target out into its path in normal form and the query that selects the program", () => {
    expect(texts.addressed(...inLine("//a/./contact%2Fus?rest_route=/forms/v1&x=1"), "log")).toEqual({
      path: "/a/contact/us",
      query: expect.stringContaining("rest_route="),
    });
    expect(texts.addressed(...inLine("/contact/?utm_source=x"), "log")).toEqual({ path: "/contact/", query: null });
  });

  it("gives equal targets the same object", () => {
    expect(texts.addressed(...inLine("/same"), "log")).toBe(texts.addressed(...inLine("/same"), "log"));
  });

  it("reads equal bytes by their escaping", () => {
    const text = String.raw`/caf\u00e9`;
    expect(texts.addressed(...inLine(text), "json").path).toBe("/café");
    expect(texts.addressed(...inLine(text), "none").path).not.toBe("/café");
  });
});
