import { expect, it } from "vitest";
import { minute, monday, someClaim } from "../../test/case-builder.ts";
import { actingPolicy } from "../../test/desk-builder.ts";
import { createMemoryEnforcer } from "../catalog/enforcers/memory.ts";
import { createSetClock } from "../kit/clock.ts";
import { openStore } from "../stores/open-store.ts";
import { createRehearsal } from "./rehearse.ts";

const rehearsal = async () =>
  createRehearsal({
    store: await openStore("sqlite::memory:"),
    clock: createSetClock(0),
    policy: () => actingPolicy(),
    hasContact: () => true,
    enforcers: [createMemoryEnforcer()],
    checks: [],
    sightOf: async () => ({ lastHarmAt: null, mailReadTo: null, accessReadTo: null }),
    askSite: async () => ({ why: "rehearsal" }),
    deliver: async () => ({ kind: "sent", detail: "" }),
    callStaff: async () => "told",
    newId: () => "once",
  });

it("takes a claim in at its own time, after a gap in the logs as well", async () => {
  const { takeClaim, outcome } = await rehearsal();
  await takeClaim(someClaim({ lastSeen: monday + minute }));
  const { cases } = await outcome();
  expect(cases.map(({ case: one }) => one.openedAt)).toEqual([monday + minute]);
});
