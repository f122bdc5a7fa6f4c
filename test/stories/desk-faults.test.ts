import { describe, expect, it, vi } from "vitest";
import { createMemoryEnforcer } from "../../src/catalog/enforcers/memory.ts";
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

describe("one server of many", () => {
  it("that does not answer delays no order of another", async () => {
    let answer: () => void = () => {};
    const silent = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const memory = createMemoryEnforcer();
    const apply: Enforcer["apply"] = async (imposition) => {
      if (imposition.target.site === "slow.example") await silent;
      await memory.apply(imposition);
    };
    const { desk } = await createTestDesk(undefined, { enforcers: [{ ...memory, apply }] });
    const slow = {
      measure: "deny-foreign-writes",
      target: { site: "slow.example" },
      impact: { abusive: 9, other: 0, unit: "requests" },
    } as const;
    await desk.takeClaim(someClaim({ key: "slow", host: "sv2", account: "u2", site: "slow.example", measures: [slow] }));
    await desk.takeClaim(someClaim());
    const working = desk.workOff();
    await vi.waitFor(() => expect(memory.impositions().map(({ target }) => target.site)).toEqual(["shop.example"]));
    answer();
    await working;
    expect(memory.impositions()).toHaveLength(2);
  });
});

describe("a lift that was given up", () => {
  const givenUp = async () => {
    const memory = createMemoryEnforcer();
    let isDown = true;
    const lift: Enforcer["lift"] = async (imposition) => {
      if (isDown) throw new Error("no connection");
      await memory.lift(imposition);
    };
    const made = await createTestDesk(undefined, { enforcers: [{ ...memory, lift }] });
    await made.desk.takeClaim(someClaim());
    await made.passTo(monday + hour);
    const { id } = await made.onlyCase();
    await made.desk.decide({ caseId: id, by: person, reason: "repaired", decision: { verb: "release", second: null } });
    await made.passTo(monday + 72 * hour);
    const [dead] = (await made.store.deadEffects(10)).filter(({ effect }) => effect.kind === "order");
    isDown = false;
    return { ...made, memory, dead: dead?.effect.id ?? "none", id };
  };

  it("is carried out when staff queue it again, and its receipt is on record", async () => {
    const { store, clock, passTo, memory, dead, id } = await givenUp();
    expect((await store.caseById(id))?.containments[0]?.state).toBe("in-force");
    expect(await store.requeue(dead, clock.now())).toBe("queued");
    await passTo(clock.now() + minute);
    expect(memory.impositions()).toEqual([]);
    const after = await store.caseById(id);
    expect(after?.containments[0]?.state).toBe("lifted");
    expect(after?.tasks.filter(({ kind, doneAt }) => kind === "measure-failed" && doneAt === null)).toEqual([]);
    const receipts = (await store.factsOf(id)).flatMap(({ fact }) => (fact.kind === "receipt" ? [fact.outcome] : []));
    expect(receipts).toEqual(["applied", "unproven", "lifted"]);
  });

  it("is not carried out any more once the case came back and wants its measure", async () => {
    const { desk, store, clock, passTo, memory, dead } = await givenUp();
    await desk.takeClaim(someClaim({ lastSeen: clock.now(), lastHarmAt: clock.now() }));
    await store.requeue(dead, clock.now());
    await passTo(clock.now() + minute);
    expect(memory.impositions()).not.toEqual([]);
  });
});

describe("a machine that stops", () => {
  it("between giving up and saying so in the case says so after its start, once", async () => {
    const { enforcer } = unprovable();
    const { store, clock, ...made } = await createTestDesk(undefined, { enforcers: [enforcer] });
    const stops: typeof store = {
      ...store,
      commit: async (change) => {
        const isLast = change.fact.kind === "receipt" && change.fact.outcome === "unproven";
        if (isLast) throw new Error("the machine stopped");
        return store.commit(change);
      },
    };
    await made.desk.takeClaim(someClaim());
    const stopped = await createTestDesk(undefined, { enforcers: [enforcer], store: stops, clock });
    await expect(stopped.passTo(monday + 72 * hour)).rejects.toThrow("the machine stopped");
    const unproven = async () =>
      (await store.factsOf((await made.onlyCase()).id)).filter(({ fact }) => fact.kind === "receipt" && fact.outcome === "unproven").length;
    expect(await unproven()).toBe(0);
    for (let start = 0; start < 2; start++) {
      const { desk } = await createTestDesk(undefined, { enforcers: [enforcer], store, clock });
      await desk.workOff();
      expect(await unproven()).toBe(1);
    }
    expect((await made.onlyCase()).tasks.map(({ kind }) => kind)).toContain("measure-failed");
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
