import { describe, expect, it } from "vitest";
import { endpointOf } from "../../test/event-builders.ts";
import { isSignUp } from "./sign-up.ts";
import { signUpReasons } from "./sign-up-wave.ts";

const at = (path: string, query: string | null = null) => ({ ...endpointOf(0, path), query });

const sumOf = (path: string, parts: { readonly bounced?: number; readonly requests?: number } = {}): number => {
  const trail = { endpoint: at(path), requests: 100, messages: 100, waveRequests: 100, waveMessages: 100, otherMessages: 0 };
  const counts = {
    requests: parts.requests ?? 100,
    refusedRequests: 0,
    foreignRequests: 0,
    sources: 50,
    messages: 100,
    recipients: 90,
    foreignRecipients: 0,
    bounced: parts.bounced ?? 1,
  };
  return signUpReasons({ trails: [trail], counts }).reduce((sum, { weight }) => sum + weight, 0);
};

describe("an endpoint at which people sign up", () => {
  it.each([
    at("/", "na=s"),
    at("/wp-login.php", "action=register"),
    at("/my-account/"),
    at("/ucp.php", "mode=register"),
    at("/index.php", "option=com_acymailing"),
    at("/user/register"),
    at("/customer/account/createpost/"),
    at("/newsletter/subscriber/new/"),
    at("/mm/regist/"),
    at("/mail-magazine/touroku.php"),
    at("/mailman/subscribe/list"),
  ])("is told by its name: $path $query", (endpoint) => {
    expect(isSignUp(endpoint)).toBe(true);
  });

  it.each([
    at("/contact/"),
    at("/"),
    at("/entry/contact/"),
    at("/registry-of-birds/"),
    at("/wp-login.php"),
    at("/wp-login.php", "action=lostpassword"),
    at("/joinery/"),
    at("/blog/signal-upper/"),
  ])("is not a contact form, nor a log-in, nor a name that only holds the letters: $path $query", (endpoint) => {
    expect(isSignUp(endpoint)).toBe(false);
  });
});

describe("a wave at a form", () => {
  it("is sign-ups where the name says so and the mail arrives", () => {
    expect(sumOf("/newsletter/")).toBeGreaterThan(0);
    expect(sumOf("/newsletter/", { requests: 50 })).toBeGreaterThan(0);
  });

  it("is a relay where the name says nothing, or where a quarter of the mail bounces and each request mails twice", () => {
    expect(sumOf("/contact/")).toBeLessThan(0);
    expect(sumOf("/")).toBeLessThan(0);
    expect(sumOf("/newsletter/", { bounced: 30, requests: 40 })).toBeLessThan(0);
  });
});
