import { describe, expect, it } from "vitest";
import { buildRequest, endpointOf, hour, minute, sourceOf, start } from "../../test/event-builders.ts";
import { signUpFeatures } from "./sign-up-features.ts";

interface Plan {
  /** Reads of an address before its first request, and from one to the next. */
  readonly before?: number;
  readonly between?: number;
  readonly addresses?: number;
  readonly writes?: number;
  /** What an address did is forgotten each time, since it serves other sites meanwhile. */
  readonly forgets?: boolean;
}

const triggers = ({ before = 40, between = 0, addresses = 4, writes = 0, forgets = false }: Plan) =>
  Array.from({ length: 40 }, (_, at) => {
    const request = buildRequest(at, start + hour + at * minute, {
      endpoint: endpointOf(3, "/newsletter/"),
      source: sourceOf(at % addresses, "unknown"),
    });
    const pages = before + Math.floor(at / addresses) * between;
    const written = forgets ? 0 : Math.floor(at / addresses);
    return { ...request, before: { ...request.before, pages, assets: 0, writes: writes + written } };
  });

const unread = (plan: Plan): number => signUpFeatures(triggers(plan)).unreadShare;

describe("sign-ups through few addresses", () => {
  it("are a program's where nothing is read between one and the next", () => {
    expect(unread({})).toBe(1);
    expect(unread({ between: 1 })).toBeCloseTo(0.5);
    expect(signUpFeatures(triggers({})).signUpShare).toBe(1);
  });

  it.each<readonly [string, Plan]>([
    ["each has read its page and a part of it", { between: 2 }],
    ["what lay between was forgotten", { forgets: true }],
    ["every address comes once", { addresses: 40 }],
    ["the log never showed who reads: a cache answers before the server", { before: 3, writes: 20 }],
  ])("say nothing where %s", (_, plan) => {
    expect(unread(plan)).toBe(0);
  });

  it("are none where there is no request", () => {
    expect(signUpFeatures([])).toEqual({ signUpShare: 0, unreadShare: 0 });
  });
});
