import { expect, it } from "vitest";
import { minute, monday, someClaim } from "../../test/case-builder.ts";
import { actingPolicy, createTestDesk } from "../../test/desk-builder.ts";
import { purgeOld } from "./purge-old.ts";

const day = 24 * 60 * minute;

it("empties the evidence of a case that closed longer ago than the policy lets it be kept, and records that", async () => {
  const { desk, store, clock, passTo, onlyCase } = await createTestDesk();
  const line = { input: "access.log", offset: 0, line: "192.0.2.7 - - POST /contact/", digest: "ab" };
  await desk.takeClaim(someClaim({ class: "newsletter", verdict: "benign", evidence: [line] }));
  await passTo(monday + 89 * day);
  const parts = { store, clock, policy: () => actingPolicy(), newId: () => `id-${clock.now()}` } as never;
  expect((await purgeOld(parts)).removed.evidence).toBe(0);
  expect((await onlyCase()).claim.evidence).toHaveLength(1);
  await passTo(monday + 91 * day);
  const { removed, seq } = await purgeOld(parts);
  expect([removed.evidence, seq === null]).toEqual([1, false]);
  expect((await onlyCase()).claim.evidence).toHaveLength(0);
  expect((await store.verifyAudit()).kind).toBe("whole");
});
