import { describe, expect, it } from "vitest";
import { createMemoryEnforcer } from "../../src/catalog/enforcers/memory.ts";
import { minute, monday, someClaim } from "../case-builder.ts";
import { createTestDesk } from "../desk-builder.ts";

const contained = async () => {
  const enforcer = createMemoryEnforcer();
  const test = await createTestDesk(undefined, { enforcers: [enforcer] });
  await test.desk.takeClaim(someClaim());
  await test.passTo(monday + 5 * minute);
  const [imposition] = enforcer.impositions();
  if (imposition === undefined) throw new Error("nothing is in force");
  return { ...test, enforcer, imposition };
};

describe("a measure that somebody took away behind our back", () => {
  it("is noticed, is a task for staff, and is not imposed again by itself", async () => {
    const { desk, enforcer, imposition, onlyCase } = await contained();
    await enforcer.lift(imposition);
    expect(await desk.checkStanding()).toMatchObject([{ state: "not-in-force" }]);
    const one = await onlyCase();
    expect(one.containments[0]).toMatchObject({ state: "in-force", driftedAt: monday + 5 * minute });
    expect(one.tasks.map(({ kind }) => kind)).toContain("measure-drifted");
    expect(enforcer.impositions()).toEqual([]);
  });

  it("is told once, and settled when it holds again", async () => {
    const { desk, enforcer, imposition, onlyCase, store, passTo } = await contained();
    await enforcer.lift(imposition);
    await desk.checkStanding();
    const { version } = await onlyCase();
    await passTo(monday + 6 * minute);
    await desk.checkStanding();
    expect((await onlyCase()).version).toBe(version);
    await enforcer.apply(imposition);
    await desk.checkStanding();
    const one = await onlyCase();
    expect(one.containments[0]?.driftedAt).toBeNull();
    expect(one.tasks.filter(({ kind, doneAt }) => kind === "measure-drifted" && doneAt === null)).toEqual([]);
    expect((await store.verifyAudit()).kind).toBe("whole");
  });
});
