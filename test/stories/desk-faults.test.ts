import { describe, expect, it, vi } from "vitest";
import type { Enforcer } from "../../src/ports/enforcer.ts";
import { minute, monday, person, someClaim } from "../case-builder.ts";
import { actingPolicy, createTestDesk } from "../desk-builder.ts";

const hour = 60 * minute;

/** A server that takes every order and never says whether it holds. */
const unprovable = () => {
  const asked: string[] = [];
  const enforcer: Enforcer = {
    name: "unprovable",
    measures: ["deny-foreign-writes", "hold-mail"],
    fits: ({ measure }) => measure === "deny-foreign-writes" || measure === "hold-mail",
    plan: () => [],
    apply: async () => void asked.push("apply"),
    probe: async () => ({ state: "unknown", proof: "no answer" }),
    lift: async () => void asked.push("lift"),
    standing: async () => [],
  };
  return { asked, enforcer };
};

describe("what is given up", () => {
  it("an order that was never proven says so in its case", async () => {
    const { enforcer } = unprovable();
    const { desk, store, passTo, onlyCase } = await createTestDesk(undefined, { enforcers: [enforcer] });
    await desk.takeClaim(someClaim());
    await passTo(monday + 72 * hour);
    const [receipt] = (await store.factsOf((await onlyCase()).id)).map(({ fact }) => fact).filter(({ kind }) => kind === "receipt");
    expect(receipt).toMatchObject({ outcome: "unproven", proof: "no answer" });
  });

  it("a notice that never went out is a task for staff", async () => {
    const deliver = async () => ({ kind: "put-off", detail: "no connection" }) as const;
    const { desk, passTo, onlyCase } = await createTestDesk(undefined, { deliver });
    await desk.takeClaim(someClaim());
    await passTo(monday + 72 * hour);
    const one = await onlyCase();
    expect(one.notices[0]).toMatchObject({ state: "failed", detail: "no connection" });
    expect(one.tasks.map(({ kind }) => kind)).toContain("notice-bounced");
  });
});

describe("what is not wanted any more", () => {
  it("a measure that was released before it was proven is not tried again, and its lift goes at once", async () => {
    const { asked, enforcer } = unprovable();
    const { desk, passTo, onlyCase } = await createTestDesk(undefined, { enforcers: [enforcer] });
    await desk.takeClaim(someClaim());
    await passTo(monday + hour);
    const before = asked.length;
    const { id } = await onlyCase();
    await desk.decide({ caseId: id, by: person, reason: "wrong site", decision: { verb: "release", second: null } });
    await passTo(monday + hour + minute / 2);
    expect(asked.slice(before)).toEqual(["lift"]);
    await passTo(monday + 24 * hour);
    expect(asked.slice(before)).not.toContain("apply");
  });
});

describe("what does not answer", () => {
  it("a silent mail server delays no order, not even of a claim that comes while it is silent", async () => {
    let answer: () => void = () => {};
    const silent = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const deliver = async () => {
      await silent;
      return { kind: "sent", detail: "250 ok" } as const;
    };
    const { desk, inForce } = await createTestDesk(undefined, { deliver });
    await desk.takeClaim(someClaim());
    const working = desk.workOff();
    await vi.waitFor(() => expect(inForce()).toHaveLength(1));
    await desk.takeClaim(someClaim({ key: "form  sv1/u2", account: "u2", site: "other.example" }));
    await vi.waitFor(() => expect(inForce()).toHaveLength(2));
    answer();
    await working;
    expect(inForce()).toHaveLength(2);
  });
});

describe("what is claimed", () => {
  it("holds the caps for claims that come together", async () => {
    const policy = actingPolicy({ caps: { perServerHour: 3, perFleetTenMinutes: 10 } });
    const { desk, inForce, passTo } = await createTestDesk(policy);
    const names = Array.from({ length: 12 }, (_, n) => `u${n}`);
    await Promise.all(names.map((account) => desk.takeClaim(someClaim({ key: account, account, site: `${account}.example` }))));
    await passTo(monday + minute);
    expect(inForce()).toHaveLength(3);
  });

  it("stays with a repeat offender's terms when the second wave is seen again", async () => {
    const { desk, store, passTo, onlyCase } = await createTestDesk();
    await desk.takeClaim(someClaim());
    await passTo(monday + hour);
    const { id } = await onlyCase();
    await desk.decide({ caseId: id, by: person, reason: "repaired", decision: { verb: "release", second: null } });
    const later = monday + 100 * hour;
    await passTo(later);
    await desk.takeClaim(someClaim({ firstSeen: later - hour, lastSeen: later, lastHarmAt: later }));
    const opened = await store.openCaseByKey(someClaim().key);
    await desk.takeClaim(someClaim({ firstSeen: later - hour, lastSeen: later + minute, lastHarmAt: later + minute }));
    const joined = await store.openCaseByKey(someClaim().key);
    expect(opened?.terms.release.byPolicy).toBe(false);
    expect([joined?.id, joined?.terms.release]).toEqual([opened?.id, opened?.terms.release]);
  });

  it("builds nothing on times that lie ahead of the clock", async () => {
    const { desk, store } = await createTestDesk();
    const ahead = monday + 6 * minute;
    expect((await desk.takeClaim(someClaim({ lastSeen: ahead }))).kind).toBe("from-the-future");
    expect((await desk.takeClaim(someClaim({ lastSeen: monday + 4 * minute }))).kind).toBe("opened");
    expect((await desk.takeClaim(someClaim({ lastHarmAt: ahead }))).kind).toBe("from-the-future");
    expect(await store.countByState()).toMatchObject({ open: 1 });
  });
});

describe("two people", () => {
  it("are not one person in two spellings", async () => {
    const { desk, passTo, onlyCase } = await createTestDesk(actingPolicy({ bulk: { fromCases: 1, people: 2 } }));
    await desk.takeClaim(someClaim());
    await passTo(monday + minute);
    const { id } = await onlyCase();
    const released = await desk.release({ of: { case: id }, by: person, second: " Sato", reason: "repaired" });
    expect(released).toEqual({ kind: "needs-second", cases: 1 });
  });
});
