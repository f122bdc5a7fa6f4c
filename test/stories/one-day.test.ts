import { describe, expect, it } from "vitest";
import { minute, monday, person, someClaim } from "../case-builder.ts";
import { actingPolicy, createTestDesk } from "../desk-builder.ts";

const hour = 60 * minute;

const owner = { kind: "customer", address: "owner@elsewhere.example", verified: true } as const;

describe("the day of the story, at a desk that may act", () => {
  it("goes from detection to a closed case while the customer deletes the page", async () => {
    const { desk, sent, inForce, world, passTo, onlyCase } = await createTestDesk();
    await desk.takeClaim(someClaim());
    await passTo(monday + minute);
    expect(inForce().map(({ measure }) => measure)).toEqual(["deny-foreign-writes"]);
    expect((await onlyCase()).state).toBe("notified");
    expect(sent.map(({ tells }) => tells)).toEqual([["contained"]]);

    await passTo(monday + 3 * hour);
    world.page = 404;
    world.post = 404;
    const said = { requirement: "form-protected", claim: "not-needed", text: "the page is deleted" } as const;
    await desk.takeRemediation({ id: "mail-1", caseId: (await onlyCase()).id, by: owner, claims: [said], text: "", lawful: false });
    await passTo(monday + 3 * hour + minute);
    expect((await onlyCase()).state).toBe("verified");
    expect(sent.map(({ tells }) => tells)).toContainEqual(["watching"]);
    expect(inForce()).toHaveLength(1);

    await passTo(monday + 5 * hour);
    const released = await onlyCase();
    expect(released.state).toBe("released");
    expect(released.containments[0]?.release?.by).toEqual({ kind: "policy", version: "0123456789ab" });
    expect(inForce()).toEqual([]);
    expect(sent.at(-1)?.tells).toEqual(["released"]);

    await passTo(monday + 5 * 24 * hour);
    expect((await onlyCase()).state).toBe("closed");
  });

  it("ends as well for a customer who repairs and never answers", async () => {
    const { desk, sent, inForce, world, passTo, onlyCase } = await createTestDesk();
    await desk.takeClaim(someClaim());
    await passTo(monday + 2 * hour);
    expect((await onlyCase()).state).toBe("notified");
    world.post = 403;
    await passTo(monday + 12 * hour);
    expect((await onlyCase()).state).toBe("released");
    expect(inForce()).toEqual([]);
    expect(sent.flatMap(({ tells }) => tells)).toEqual(["contained", "checked", "watching", "released"]);
  });

  it("falls back at once when the mail starts again under watch, and tells so", async () => {
    const { desk, sent, inForce, world, passTo, onlyCase } = await createTestDesk();
    await desk.takeClaim(someClaim());
    await passTo(monday + minute);
    world.page = 404;
    world.post = 404;
    await passTo(monday + 4 * hour);
    expect((await onlyCase()).state).toBe("released");
    const again = monday + 4 * hour + minute;
    const { counts } = someClaim();
    await desk.takeClaim(someClaim({ lastSeen: again, lastHarmAt: again, counts: { ...counts, messages: 440, requests: 440 } }));
    await passTo(again + minute);
    const back = await onlyCase();
    expect(back.state).toBe("notified");
    expect(back.relapses).toBe(1);
    expect(inForce().map(({ measure }) => measure)).toEqual(["deny-foreign-writes"]);
    expect(sent.flatMap(({ tells }) => tells)).toContain("relapsed");
  });

  it("says exactly what was found when a claim is not true, and goes on", async () => {
    const { desk, sent, passTo, onlyCase } = await createTestDesk();
    await desk.takeClaim(someClaim());
    await passTo(monday + hour);
    const said = { requirement: "form-protected", claim: "done", text: "CAPTCHA is in" } as const;
    await desk.takeRemediation({ id: "mail-1", caseId: (await onlyCase()).id, by: owner, claims: [said], text: "", lawful: false });
    await passTo(monday + hour + 11 * minute);
    const one = await onlyCase();
    expect(one.state).toBe("answered");
    expect(one.requirements.find(({ id }) => id === "form-protected")?.finding?.code).toBe("form-answers");
    expect(sent.flatMap(({ tells }) => tells)).toContain("checked");
  });
});

describe("people and limits", () => {
  it("a newsletter is written down and closed, and nobody is contained or told", async () => {
    const { desk, sent, inForce, passTo, onlyCase } = await createTestDesk();
    await desk.takeClaim(someClaim({ class: "newsletter", verdict: "benign" }));
    await passTo(monday + hour);
    expect((await onlyCase()).state).toBe("closed");
    expect([sent, inForce()]).toEqual([[], []]);
  });

  it("a notice that bounces is a task for staff by a promised time", async () => {
    const { desk, world, passTo, onlyCase } = await createTestDesk();
    world.bounces = true;
    await desk.takeClaim(someClaim());
    await passTo(monday + minute);
    const one = await onlyCase();
    expect(one.state).toBe("contained");
    expect(one.tasks.map(({ kind, dueAt }) => [kind, dueAt])).toEqual([["notice-bounced", monday + 240 * minute]]);
  });

  it("the weekend: staff answer on Monday by the operating hours, automation does not wait for them", async () => {
    const weekdays = Object.fromEntries([1, 2, 3, 4, 5].map((day) => [day, { fromMinute: 540, toMinute: 1_080 }]));
    const policy = actingPolicy({ hours: { timezone: "Asia/Tokyo", days: weekdays, holidays: [] } });
    const { desk, inForce, world, passTo, onlyCase } = await createTestDesk(policy);
    const saturday = monday + 5 * 24 * hour;
    await passTo(saturday);
    world.bounces = true;
    await desk.takeClaim(someClaim({ firstSeen: saturday - hour, lastSeen: saturday, lastHarmAt: saturday }));
    await passTo(saturday + minute);
    expect(inForce()).toHaveLength(1);
    const nextMonday = monday + 7 * 24 * hour - hour;
    expect((await onlyCase()).tasks[0]?.dueAt).toBe(nextMonday + 240 * minute);
  });

  it("changes of one day are all told, each at once, those within ten minutes together", async () => {
    const { desk, sent, world, passTo, onlyCase } = await createTestDesk();
    await desk.takeClaim(someClaim());
    await passTo(monday + minute);
    const { counts } = someClaim();
    const later = monday + 40 * minute;
    await passTo(later);
    await desk.takeClaim(someClaim({ lastSeen: later, lastHarmAt: later, counts: { ...counts, messages: 500 } }));
    await passTo(monday + hour);
    world.page = 404;
    world.post = 404;
    await passTo(monday + 8 * hour);
    expect(sent.map(({ tells }) => tells)).toEqual([["contained"], ["widened"], ["watching"], ["released"]]);
    expect((await onlyCase()).notices.every(({ state }) => state === "sent")).toBe(true);
  });

  it("a wrong block is made good by one command: all undone, and the customer is told so", async () => {
    const { desk, sent, inForce, passTo, onlyCase } = await createTestDesk();
    await desk.takeClaim(someClaim());
    await passTo(monday + hour);
    const undone = await desk.undo({ since: monday - hour, by: person, second: null, reason: "the partner's import" });
    await passTo(monday + hour + 11 * minute);
    expect(undone.kind).toBe("done");
    expect(inForce()).toEqual([]);
    expect((await onlyCase()).state).toBe("dismissed");
    expect(sent.at(-1)?.tells).toEqual(["made-good"]);
  });

  it("a desk that only observes imposes nothing and tells nobody, and says what it would do", async () => {
    const { desk, store, sent, inForce, passTo, onlyCase } = await createTestDesk(actingPolicy({ acting: [] }));
    await desk.takeClaim(someClaim());
    await passTo(monday + hour);
    const one = await onlyCase();
    expect(one.state).toBe("open");
    expect([sent, inForce()]).toEqual([[], []]);
    const would = (await store.timelineOf(one.id)).find(({ code }) => code === "would-contain");
    expect(would?.detail).toMatchObject({ measure: "deny-foreign-writes", waitsFor: "observing" });
  });

  it("a paused desk decides nothing by itself, and what is in force stays", async () => {
    const { desk, inForce, world, passTo, onlyCase } = await createTestDesk();
    await desk.takeClaim(someClaim());
    await passTo(monday + minute);
    await desk.pause("sato", "the maps look wrong");
    world.page = 404;
    world.post = 404;
    await passTo(monday + 6 * hour);
    const one = await onlyCase();
    expect(one.state).toBe("watched");
    expect(one.tasks.some(({ kind, doneAt }) => kind === "approve-release" && doneAt === null)).toBe(true);
    expect(inForce()).toHaveLength(1);
  });
});
