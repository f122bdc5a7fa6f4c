import { describe, expect, it } from "vitest";
import { minute, monday, person, someClaim } from "../case-builder.ts";
import { actingPolicy, createTestDesk } from "../desk-builder.ts";

const hour = 60 * minute;

const stranger = { kind: "customer", address: "ceo@evil.example", verified: false } as const;

describe("what must not be released by itself", () => {
  it("a case whose log reader stopped while it was watched: nothing is known, so nothing is lifted", async () => {
    const every = { requirements: ["form-protected", "harm-stopped"], watchMinutes: 240 } as const;
    const { desk, inForce, world, passTo, onlyCase } = await createTestDesk(actingPolicy({ every }));
    await desk.takeClaim(someClaim());
    world.post = 403;
    await passTo(monday + 70 * minute);
    expect((await onlyCase()).state).toBe("verified");
    world.sight = { mailReadTo: monday + 70 * minute };
    await passTo(monday + 24 * hour);
    expect((await onlyCase()).state).toBe("verified");
    expect((await onlyCase()).tasks.some(({ kind, doneAt }) => kind === "attest-unknown" && doneAt === null)).toBe(true);
    expect(inForce()).toHaveLength(1);
  });

  it("a case whose watch ended while the desk stood still: it is looked at again first", async () => {
    const { desk, clock, inForce, world, passTo, onlyCase } = await createTestDesk();
    await desk.takeClaim(someClaim());
    world.post = 403;
    await passTo(monday + 70 * minute);
    world.post = 200;
    clock.set(monday + 48 * hour);
    await desk.workOff();
    const one = await onlyCase();
    expect(one.state).toBe("answered");
    expect(one.requirements.find(({ id }) => id === "form-protected")?.state).toBe("not-met");
    expect(inForce()).toHaveLength(1);
  });

  it("a case that relapsed: the second time a person looks", async () => {
    const { desk, inForce, world, passTo, onlyCase } = await createTestDesk();
    await desk.takeClaim(someClaim());
    world.post = 403;
    await passTo(monday + 6 * hour);
    expect((await onlyCase()).state).toBe("released");
    const again = monday + 6 * hour + minute;
    await desk.takeClaim(someClaim({ lastSeen: again, lastHarmAt: again, counts: { ...someClaim().counts, messages: 500 } }));
    await passTo(monday + 24 * hour);
    const one = await onlyCase();
    expect([one.relapses, one.state]).toEqual([1, "watched"]);
    expect(one.tasks.some(({ kind, doneAt }) => kind === "approve-release" && doneAt === null)).toBe(true);
    expect(inForce()).toHaveLength(1);
  });
});

describe("who is told, and who decides", () => {
  it("a desk that only observes tells nobody for days, whatever staff miss", async () => {
    const { desk, sent, passTo, world } = await createTestDesk(actingPolicy({ acting: [] }));
    world.post = 200;
    await desk.takeClaim(someClaim());
    await passTo(monday + 96 * hour);
    expect(sent).toEqual([]);
  });

  it("an answer by somebody else stops no clock, and is put before staff", async () => {
    const { desk, passTo, onlyCase, store } = await createTestDesk();
    await desk.takeClaim(someClaim());
    await passTo(monday + minute);
    const { id, timers } = await onlyCase();
    expect(timers.some(({ kind }) => kind === "remind")).toBe(true);
    const said = { requirement: "form-protected", claim: "done", text: "trust me" } as const;
    await desk.takeRemediation({ id: "m", caseId: id, by: stranger, claims: [said], text: "", lawful: false });
    const one = await onlyCase();
    expect(one.timers.some(({ kind }) => kind === "remind")).toBe(true);
    expect(one.tasks.some(({ kind }) => kind === "answer-customer")).toBe(true);
    expect((await store.timelineOf(id)).findLast(({ code }) => code === "answered")?.detail.verified).toBe(0);
  });

  it("an answer to a case that is over reaches staff", async () => {
    const { desk, passTo, onlyCase } = await createTestDesk();
    await desk.takeClaim(someClaim());
    await passTo(monday + minute);
    const { id } = await onlyCase();
    await desk.decide({ caseId: id, by: person, reason: "their newsletter", decision: { verb: "dismiss", second: null } });
    await desk.takeRemediation({ id: "m", caseId: id, by: stranger, claims: [], text: "but why?", lawful: false });
    expect((await onlyCase()).tasks.some(({ kind, doneAt }) => kind === "answer-customer" && doneAt === null)).toBe(true);
  });

  it("a second person is another person, however the name is written", async () => {
    const { desk, passTo, onlyCase } = await createTestDesk(actingPolicy());
    await desk.takeClaim(someClaim());
    await passTo(monday + minute);
    const { id, terms, claim } = await onlyCase();
    const twoPeople = { ...terms, release: { byPolicy: false, people: 2 } } as const;
    const { advance } = await import("../../src/domain/case/advance.ts");
    const before = { ...(await onlyCase()), terms: twoPeople, claim };
    for (const second of ["sato", "Ｓato", "Sato.", "sa\u200bto", ""]) {
      const decision = { verb: "release", second } as const;
      const after = advance(before, {
        id: `d-${second}`,
        at: monday,
        by: person,
        automatic: true,
        kind: "decided",
        decision,
        reason: "ok",
      });
      expect(after.case.state, second).toBe(before.state);
    }
    const decision = { verb: "release", second: "suzuki" } as const;
    expect(advance(before, { id, at: monday, by: person, automatic: true, kind: "decided", decision, reason: "ok" }).case.state).toBe(
      "released",
    );
  });

  it("what was not sent before a dismissal is not sent after it", async () => {
    const told: string[] = [];
    let isDown = true;
    const { desk, passTo, onlyCase } = await createTestDesk(undefined, {
      deliver: async (_, { tells }) => {
        if (isDown) return { kind: "put-off", detail: "421 come back later" };
        told.push(...tells);
        return { kind: "sent", detail: "250 ok" };
      },
    });
    await desk.takeClaim(someClaim());
    await passTo(monday + minute);
    const { id } = await onlyCase();
    await desk.decide({ caseId: id, by: person, reason: "a test", decision: { verb: "dismiss", second: null } });
    isDown = false;
    await passTo(monday + 5 * hour);
    expect(told).toEqual(["made-good"]);
    expect((await onlyCase()).notices.map(({ state }) => state)).toEqual(["overtaken", "sent"]);
  });

  it("a notice that was given up goes out when staff queue it again, and its task is done", async () => {
    let isDown = true;
    const { desk, store, clock, passTo, onlyCase } = await createTestDesk(undefined, {
      deliver: async () => (isDown ? { kind: "put-off", detail: "421 come back later" } : { kind: "sent", detail: "250 ok" }),
    });
    await desk.takeClaim(someClaim());
    await passTo(monday + 48 * hour);
    const [dead] = await store.deadEffects(10);
    const [given] = (await onlyCase()).notices;
    expect([dead?.effect.id, given?.state]).toEqual([given?.id, "failed"]);
    isDown = false;
    expect(await store.requeue(given?.id ?? "", clock.now())).toBe("queued");
    await passTo(monday + 49 * hour);
    const one = await onlyCase();
    expect(one.notices[0]?.state).toBe("sent");
    expect(one.tasks.find(({ kind, detail }) => kind === "notice-bounced" && detail === given?.id)?.doneAt).not.toBeNull();
  });
});
