import { describe, expect, it } from "vitest";
import { buildRequest, day, minute, sourceOf, start } from "../../test/event-builders.ts";
import { sigmoid, strangeness } from "./strangeness.ts";
import type { Acquaintance, WriteRequest } from "./write-request.ts";

const pastOf = (parts: Partial<Acquaintance>): Acquaintance => ({
  pages: 0,
  assets: 0,
  writes: 0,
  endpoints: 0,
  sameEndpoint: 0,
  sameEndpointMs: 0,
  logAgeMs: day,
  ...parts,
});

const home = sourceOf(1, "home");
const abroad = sourceOf(2, "foreign");
const unknown = sourceOf(3, "unknown");
const reader = pastOf({ pages: 1 });
const browsing = pastOf({ pages: 2, assets: 9 });
const noReferer = { referer: "none", refererPath: null } as const;

const chance = (parts: Partial<WriteRequest>, time = start + day): number => sigmoid(strangeness(buildRequest(0, time, parts)));

describe("a request looks like a stranger's program", () => {
  it.each<[string, Partial<WriteRequest>]>([
    ["from abroad, having read nothing", { source: abroad, before: pastOf({}) }],
    ["from abroad, having read a page and none of its parts", { source: abroad, before: reader }],
    ["from nobody knows where, having read nothing", { source: unknown, before: pastOf({}) }],
    ["from home, having read nothing", { source: home, before: pastOf({}) }],
    ["by an HTTP library at home that read nothing", { source: home, before: pastOf({}), agent: "library", ...noReferer }],
    [
      "from abroad, all parts read, without agent, referer and current protocol",
      { source: abroad, before: browsing, agent: "none", oldProtocol: true, ...noReferer },
    ],
  ])("%s", (_, parts) => {
    expect(chance(parts)).toBeGreaterThan(0.5);
  });
});

describe("a request does not look like a stranger's program", () => {
  it.each<[string, Partial<WriteRequest>]>([
    ["from home, page and parts read", { source: home, before: browsing }],
    ["from abroad, page and parts read", { source: abroad, before: browsing }],
    ["from home, a page read", { source: home, before: reader }],
    ["from home, all read, without a referer", { source: home, before: browsing, ...noReferer }],
    ["the server's own", { source: abroad, before: pastOf({}), agent: "self", oldProtocol: true, ...noReferer }],
  ])("%s", (_, parts) => {
    expect(chance(parts)).toBeLessThan(0.5);
  });
});

describe("strangeness", () => {
  it("holds less against who read nothing in the first half hour of a log", () => {
    const early = pastOf({ logAgeMs: 29 * minute });
    const late = pastOf({ logAgeMs: 31 * minute });
    expect(chance({ before: early })).toBeLessThan(chance({ before: late }));
  });

  it.each<[string, Partial<WriteRequest>]>([
    ["an old protocol", { oldProtocol: true }],
    ["no referer", noReferer],
    ["a referer without a path", { referer: "bare", refererPath: null }],
    ["no agent", { agent: "none" }],
    ["a library's name", { agent: "library" }],
    ["a program's name", { agent: "named" }],
  ])("grows with %s", (_, parts) => {
    expect(chance(parts)).toBeGreaterThan(chance({}));
  });

  it("makes a probability of log-odds", () => {
    expect(sigmoid(0)).toBe(0.5);
    expect(sigmoid(2) + sigmoid(-2)).toBeCloseTo(1);
    expect(sigmoid(1_000)).toBe(1);
    expect(sigmoid(-1_000)).toBe(0);
  });
});
