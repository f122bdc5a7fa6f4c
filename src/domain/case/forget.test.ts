import { describe, expect, it } from "vitest";
import { aCase, aClaim } from "../../../test/case-builders.ts";
import type { RegularSource } from "../regular-source.ts";
import { withoutEvidence, withShortAddresses } from "./forget.ts";

const regular = (cidr: string): RegularSource => ({
  ...{ cidr, addresses: [cidr], days: 14, requests: 21, firstSeen: "2026-02-09T00:00:00+09:00" },
  endpoints: [{ method: "POST", path: "/wc-api/payment", query: null }],
});

const proposedExceptions = { isPastLongEnough: true, sources: [regular("203.0.113.20"), regular("2001:db8:2::80")] };
const one = aCase("2026-000001", { claim: aClaim("k", { proposedExceptions }) });

describe("a case that gets old", () => {
  it("names networks in place of the addresses of who came regularly", () => {
    expect(withShortAddresses(one).claim.proposedExceptions?.sources.map(({ cidr, addresses }) => [cidr, addresses])).toEqual([
      ["203.0.113.0/24", []],
      ["2001:db8:2::/48", []],
    ]);
  });

  it("names nobody who came regularly once its lines are gone, and is else as it was", () => {
    const { proposedExceptions: _, ...claim } = one.claim;
    expect(withoutEvidence(one)).toEqual({ ...one, claim: { ...claim, evidence: [] } });
    expect("proposedExceptions" in withoutEvidence(one).claim).toBe(false);
  });
});
