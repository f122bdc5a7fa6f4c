import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { claimOf, policyOf, proposed, situationOf } from "../../../test/policy-builder.ts";
import { abuseClasses, verdictOf } from "../abuse-class.ts";
import type { WaitReason } from "../case/case-terms.ts";
import type { ClaimedAbuse } from "../case/claimed-abuse.ts";
import { type Measure, measures } from "../measure.ts";
import { actingModeOf } from "./acting-mode-of.ts";
import { overSite } from "./measure-reach.ts";
import type { Policy } from "./policy.ts";
import type { Situation } from "./situation.ts";
import { isShown, peopleFor, termsFor } from "./terms-for.ts";
import { hasBothSides } from "./why-rung-waits.ts";

interface Given {
  readonly policy?: Policy;
  readonly claim?: Partial<ClaimedAbuse>;
  readonly situation?: Partial<Situation>;
}

/** What keeps each measure of a form-relay from going by itself. */
const waits = (wanted: readonly Measure[], { policy, claim, situation }: Given = {}): (WaitReason | null)[] =>
  termsFor(policy ?? policyOf(), claimOf("form-relay", wanted, claim), situationOf(situation)).ladder.map(({ waitsFor }) => waitsFor);

const counts = claimOf("form-relay", []).counts;
const cause = claimOf("form-relay", []).cause;

describe("a ladder", () => {
  it("keeps the order in which the measures were proposed", () => {
    const order: Measure[] = ["hold-mail", "deny-foreign-writes", "deny-path"];
    expect(termsFor(policyOf(), claimOf("form-relay", order), situationOf()).ladder.map(({ measure }) => measure)).toEqual(order);
  });

  it("goes by itself where class, evidence, mode and caps allow it", () => {
    expect(waits(["deny-foreign-writes", "hold-mail"])).toEqual([null, null]);
  });

  it("leaves to a person what the class does not name", () => {
    const policy = policyOf({ every: { alone: ["deny-foreign-writes"] } });
    expect(waits(["deny-foreign-writes", "stop-mail"], { policy })).toEqual([null, "needs-person"]);
  });

  it("is only shown on a new install", () => {
    const mode = actingModeOf(policyOf(), "form-relay", "sv1");
    expect(waits(["deny-foreign-writes"], { situation: { mode } })).toEqual(["observing"]);
  });

  it("says what lies in the case before what lies in the moment, so that the figures of an observing desk hold", () => {
    expect(waits(["deny-foreign-writes"], { claim: { confidence: 0.9 }, situation: { mode: "observe", isPaused: true } })).toEqual([
      "not-sure-enough",
    ]);
    expect(waits(["deny-foreign-writes"], { situation: { mode: "propose", isPaused: true } })).toEqual(["proposing"]);
  });

  it("needs requests and mail before a site is touched as a whole, and not for one script or for mail", () => {
    const whole: Measure[] = ["deny-network", "deny-foreign-writes", "challenge-foreign", "deny-foreign", "deny-writes"];
    const narrow: Measure[] = ["deny-path", "quarantine-file", "lock-mailbox", "hold-mail"];
    const floods: Partial<ClaimedAbuse>[] = [
      { lastHarmAt: null },
      { account: null },
      { counts: { ...counts, messages: 0 } },
      { counts: { ...counts, requests: 0 } },
      { counts: { ...counts, refusedRequests: 100 } },
      { cause: { ...cause, explains: { messages: 2, share: 0.1, byChance: 2.5 } } },
    ];
    for (const claim of floods) {
      expect(waits(whole, { claim }), JSON.stringify(claim)).toEqual(whole.map(() => "one-side-only"));
      expect(waits(narrow, { claim })).toEqual(narrow.map(() => null));
    }
  });

  it("never takes a file away by itself that has visitors, or of which nobody can tell", () => {
    const file = (other: number): Partial<ClaimedAbuse> => ({ measures: [proposed("quarantine-file", other)] });
    expect(waits([], { claim: file(0) })).toEqual([null]);
    expect(waits([], { claim: file(1) })).toEqual(["site-has-visitors"]);
    expect(waits([], { claim: { ...file(0), notProposed: [{ measure: "deny-path", reason: "serves-visitors" }] } })).toEqual([
      "site-has-visitors",
    ]);
    const unread = { ...proposed("quarantine-file"), impact: { abusive: 1, other: 0, unit: "messages" as const } };
    expect(waits([], { claim: { measures: [unread] } })).toEqual(["site-has-visitors"]);
  });

  it("never stops the mail of an account that others share", () => {
    expect(waits(["deny-path", "hold-mail", "cap-mail", "stop-mail"], { situation: { isShared: true } })).toEqual([
      null,
      "shared-account",
      "shared-account",
      "shared-account",
    ]);
  });

  it("believes a relapse sooner than a first sight", () => {
    const claim = { confidence: 0.9 };
    expect(waits(["deny-path"], { claim })).toEqual(["not-sure-enough"]);
    expect(waits(["deny-path"], { claim, situation: { isWatched: true } })).toEqual([null]);
  });

  it("waits once three were imposed on the server within the hour, or ten in the fleet within ten minutes", () => {
    const imposed = (server: number, fleet: number) => ({
      situation: { imposed: { onServerWithinHour: server, inFleetWithinTenMinutes: fleet } },
    });
    expect(waits(["deny-path"], imposed(2, 9))).toEqual([null]);
    expect(waits(["deny-path"], imposed(3, 3))).toEqual(["cap-reached"]);
    expect(waits(["deny-path"], imposed(0, 10))).toEqual(["cap-reached"]);
  });
});

describe("a release", () => {
  const releaseOf = (release: "policy" | "person", earlierCases: number) =>
    termsFor(policyOf({ every: { release } }), claimOf("form-relay", []), situationOf({ earlierCases })).release;

  it("may be the policy's for a first offence, and is two people's for a repeat offender", () => {
    expect(releaseOf("policy", 0)).toEqual({ byPolicy: true, people: 1 });
    expect(releaseOf("person", 0)).toEqual({ byPolicy: false, people: 1 });
    expect(releaseOf("policy", 1)).toEqual({ byPolicy: false, people: 2 });
  });

  it("takes two people in bulk", () => {
    expect([1, 2].map((cases) => peopleFor(policyOf(), cases))).toEqual([1, 2]);
  });
});

describe("acting", () => {
  const choice = { class: "form-relay", server: null, mode: "act", by: "Sato Hanako", reason: "a month of watching" } as const;

  it("is switched on for one class, everywhere or on one server", () => {
    const policy = policyOf({ acting: [choice, { ...choice, server: "sv2", mode: "propose" }] });
    expect(["sv1", "sv2"].map((server) => actingModeOf(policy, "form-relay", server))).toEqual(["act", "propose"]);
    expect(actingModeOf(policy, "script-mailer", "sv1")).toBe("observe");
  });

  it("is never on for what is no abuse", () => {
    expect(actingModeOf(policyOf({ acting: [{ ...choice, class: "form-flood" }] }), "form-flood", "sv1")).toBe("propose");
  });
});

it("a claim opens a case from the policy's confidence on", () => {
  expect([0.49, 0.5].map((confidence) => isShown(policyOf(), { confidence }))).toEqual([false, true]);
});

const anyClaim = fc
  .record({
    class: fc.constantFrom(...abuseClasses),
    measures: fc.uniqueArray(fc.tuple(fc.constantFrom(...measures), fc.nat({ max: 2 })), { selector: ([measure]) => measure }),
    confidence: fc.constantFrom(0.5, 0.84, 0.85, 0.94, 0.95, 1),
    requests: fc.nat({ max: 2 }),
    refusedRequests: fc.nat({ max: 2 }),
    messages: fc.nat({ max: 2 }),
    explained: fc.nat({ max: 2 }),
    lastHarmAt: fc.constantFrom(null, 1),
    account: fc.constantFrom(null, "u1"),
  })
  .map((drawn) =>
    claimOf(drawn.class, [], {
      measures: drawn.measures.map(([measure, other]) => proposed(measure, other)),
      confidence: drawn.confidence,
      counts: { ...counts, requests: drawn.requests, refusedRequests: drawn.refusedRequests, messages: drawn.messages },
      cause: { ...cause, explains: { messages: drawn.explained, share: 1, byChance: 0 } },
      lastHarmAt: drawn.lastHarmAt,
      account: drawn.account,
    }),
  );

const anySituation = fc.record({
  mode: fc.constantFrom("observe" as const, "propose" as const, "act" as const),
  isPaused: fc.boolean(),
  imposed: fc.record({ onServerWithinHour: fc.nat({ max: 4 }), inFleetWithinTenMinutes: fc.nat({ max: 12 }) }),
  earlierCases: fc.nat({ max: 2 }),
  isShared: fc.boolean(),
  hasContact: fc.boolean(),
  isWatched: fc.boolean(),
});

it("whatever is claimed, nothing goes by itself but sure abuse, in acting mode, under the caps, with both sides where a site is touched", () => {
  let alone = 0;
  fc.assert(
    fc.property(anyClaim, anySituation, (claim, situation) => {
      const { ladder } = termsFor(policyOf(), claim, situation);
      expect(ladder.map(({ measure }) => measure)).toEqual(claim.measures.map(({ measure }) => measure));
      for (const rung of ladder.filter(({ waitsFor }) => waitsFor === null)) {
        alone += 1;
        expect(verdictOf(claim.class)).toBe("abuse");
        expect(claim.confidence).toBeGreaterThanOrEqual(situation.isWatched ? 0.85 : 0.95);
        expect([situation.mode, situation.isPaused]).toEqual(["act", false]);
        expect(situation.imposed.onServerWithinHour < 3 && situation.imposed.inFleetWithinTenMinutes < 10).toBe(true);
        expect(overSite.has(rung.measure) && !hasBothSides(claim)).toBe(false);
        expect(rung.measure === "quarantine-file" && rung.impact.other > 0).toBe(false);
        expect(rung.measure.endsWith("mail") && situation.isShared).toBe(false);
      }
    }),
    { numRuns: 20_000 },
  );
  expect(alone).toBeGreaterThan(300);
});
