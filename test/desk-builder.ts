import { formClosed } from "../src/catalog/checks/form-closed.ts";
import { harmStopped } from "../src/catalog/checks/harm-stopped.ts";
import { createMemoryEnforcer } from "../src/catalog/enforcers/memory.ts";
import { createDesk, type Desk } from "../src/desk/create-desk.ts";
import type { Delivery, DeskParts } from "../src/desk/desk-parts.ts";
import { abuseClasses } from "../src/domain/abuse-class.ts";
import type { Case } from "../src/domain/case/case.ts";
import type { Notice } from "../src/domain/case/notice.ts";
import type { Policy } from "../src/domain/policy/policy.ts";
import { createSetClock, type SetClock } from "../src/kit/clock.ts";
import type { CaseStore } from "../src/ports/case-store.ts";
import type { LogSight } from "../src/ports/check.ts";
import type { Imposition } from "../src/ports/enforcer.ts";
import { openStore } from "../src/stores/open-store.ts";
import { monday } from "./case-builder.ts";
import { policyOf } from "./policy-builder.ts";

/** A notice as it went out. */
export interface SentNotice {
  readonly at: number;
  readonly caseId: string;
  readonly tells: Notice["tells"];
}

/** A desk on a store in memory, with a clock that is set, an enforcer in memory and a mailbox. */
export interface TestDesk {
  readonly desk: Desk;
  readonly store: CaseStore;
  readonly clock: SetClock;
  readonly sent: readonly SentNotice[];
  readonly inForce: () => readonly Imposition[];
  /** What the site answers and the logs say; a test changes it as the story goes on. */
  readonly world: { page: number; post: number; bounces: boolean; sight: Partial<LogSight> };
  /** Lets time pass, with everything that becomes due on the way. */
  readonly passTo: (epochMs: number) => Promise<void>;
  readonly onlyCase: () => Promise<Case>;
}

/** Acts on every class by itself. */
export const actingPolicy = (more: Parameters<typeof policyOf>[0] = {}): Policy =>
  policyOf({
    acting: abuseClasses.map((one) => ({ class: one, server: null, mode: "act", by: "sato", reason: "figures were good" })),
    every: { requirements: ["form-protected", "harm-stopped"] },
    ...more,
  });

export const createTestDesk = async (policy: Policy = actingPolicy(), parts: Partial<DeskParts> = {}): Promise<TestDesk> => {
  const store = parts.store ?? (await openStore("sqlite::memory:"));
  const clock = (parts.clock as SetClock | undefined) ?? createSetClock(monday);
  const enforcer = createMemoryEnforcer();
  const sent: SentNotice[] = [];
  const world: TestDesk["world"] = { page: 200, post: 200, bounces: false, sight: {} };
  const deliver = async ({ id }: Case, { tells }: Notice): Promise<Delivery> => {
    if (world.bounces) return { kind: "failed", detail: "550 no such mailbox" };
    sent.push({ at: clock.now(), caseId: id, tells });
    return { kind: "sent", detail: "250 ok" };
  };
  let ids = 0;
  const desk = await createDesk({
    store,
    clock,
    policy: () => policy,
    hasContact: () => true,
    enforcers: [enforcer],
    checks: [harmStopped, formClosed],
    sightOf: async ({ claim }) => ({ lastHarmAt: claim.lastHarmAt, mailReadTo: clock.now(), accessReadTo: clock.now(), ...world.sight }),
    askSite: async ({ method }) => ({ status: method === "GET" ? world.page : world.post, headers: {}, body: "" }),
    deliver,
    callStaff: async () => "told",
    newId: () => `id-${++ids}`,
    ...parts,
  });
  const passTo = async (epochMs: number): Promise<void> => {
    await desk.workOff();
    for (let next = await store.nextDueAt(clock.now()); next !== null && next <= epochMs; next = await store.nextDueAt(clock.now())) {
      clock.set(next);
      await desk.workOff();
    }
    clock.set(epochMs);
    await desk.workOff();
  };
  const onlyCase = async (): Promise<Case> => {
    const { cases } = await store.list({ filter: {}, order: "newest", limit: 10, after: null });
    if (cases.length !== 1 || cases[0] === undefined) throw new Error(`${cases.length} cases instead of one`);
    return cases[0].case;
  };
  const inForce = () => enforcer.impositions();
  return { desk, store, clock, sent, inForce, world, passTo, onlyCase };
};
