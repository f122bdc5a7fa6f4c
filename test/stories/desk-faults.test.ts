import { describe, expect, it, vi } from "vitest";
import type { Enforcer } from "../../src/ports/enforcer.ts";
import { minute, monday, person, someClaim } from "../case-builder.ts";
import { createTestDesk } from "../desk-builder.ts";

const hour = 60 * minute;

/** A server that takes every order and never says whether it holds. */
const unprovable = () => {
  const asked: string[] = [];
  const enforcer: Enforcer = {
    name: "unprovable",
    measures: ["deny-foreign-writes", "hold-mail"],
    plan: () => [],
    apply: async () => void asked.push("apply"),
    probe: async () => ({ state: "unknown", proof: "no answer" }),
    lift: async () => void asked.push("lift"),
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
