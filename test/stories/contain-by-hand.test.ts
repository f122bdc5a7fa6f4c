import { describe, expect, it } from "vitest";
import { createMemoryEnforcer } from "../../src/catalog/index.ts";
import type { ContainRequest } from "../../src/desk/contain.ts";
import { minute, monday, someClaim } from "../case-builder.ts";
import { actingPolicy, createTestDesk } from "../desk-builder.ts";

const request = (of: Partial<ContainRequest["of"]> = {}, more: Partial<ContainRequest> = {}): ContainRequest => ({
  of: { case: null, host: null, account: "u10123", site: "shop.example", mailbox: null, class: "form-relay", ...of },
  ...{ measure: "deny-foreign-writes", target: { site: "shop.example" }, reviewBy: null },
  ...{ by: { kind: "person", name: "sato" }, reason: "a neighbour called" },
  ...more,
});

const lost = (text: string): never => {
  throw new Error(text);
};

describe("a measure by hand", () => {
  it("opens a case where none is open, and nothing but the measure goes by itself", async () => {
    const { desk, passTo, onlyCase, inForce, sent } = await createTestDesk();
    expect(await desk.contain(request())).toMatchObject({ kind: "decided", decided: { kind: "done" } });
    await passTo(monday + 30 * minute);
    expect(inForce().map(({ measure }) => measure)).toEqual(["deny-foreign-writes"]);
    const { state, containments } = await onlyCase();
    expect(state).toBe("notified");
    expect(containments[0]).toMatchObject({ decidedBy: { kind: "person", name: "sato" }, reason: "a neighbour called" });
    expect(sent.map(({ tells }) => tells)).toEqual([["contained"]]);
  });

  it("joins the case that is open", async () => {
    const { desk, passTo, onlyCase, inForce } = await createTestDesk(actingPolicy({ acting: [] }));
    const { caseId } = await desk.takeClaim(someClaim());
    const { account, site } = (await onlyCase()).claim;
    const contained = await desk.contain(request({ account, site, class: null }, { target: { site: site ?? lost("no site") } }));
    expect(contained).toMatchObject({ kind: "decided", caseId });
    await passTo(monday + minute);
    expect(inForce()).toHaveLength(1);
  });

  it("is refused at once where nothing here could put it in force, and no case is opened for it", async () => {
    const fitsNothing = { ...createMemoryEnforcer(), fits: () => false };
    const { desk, store } = await createTestDesk(actingPolicy(), { enforcers: [fitsNothing] });
    expect(await desk.contain(request())).toEqual({ kind: "no-enforcer" });
    expect((await store.list({ filter: {}, order: "newest", limit: 10, after: null })).cases).toEqual([]);
  });

  it("asks what it is where no case is open, and which where several are", async () => {
    const { desk, onlyCase } = await createTestDesk();
    expect(await desk.contain(request({ class: null }))).toEqual({ kind: "class-missing" });
    await desk.takeClaim(someClaim());
    const { claim } = await onlyCase();
    await desk.takeClaim({ ...someClaim(), key: "another cause" });
    expect(await desk.contain(request({ account: claim.account, site: claim.site }))).toMatchObject({ kind: "several" });
  });

  it("is looked at again when the person said so", async () => {
    const { desk, passTo, onlyCase } = await createTestDesk();
    const reviewBy = monday + 90 * minute;
    await desk.contain(request({}, { reviewBy }));
    await passTo(monday + minute);
    expect((await onlyCase()).timers.find(({ kind }) => kind === "review")?.at).toBe(reviewBy);
    await passTo(reviewBy + minute);
    expect((await onlyCase()).containments[0]?.state).toBe("in-force");
  });

  it("shows before what would be written, and writes nothing", async () => {
    const { desk, inForce } = await createTestDesk();
    const rehearsed = await desk.rehearseMeasure(request());
    expect(rehearsed?.before).toEqual([]);
    expect(rehearsed?.after).toHaveLength(1);
    expect(inForce()).toEqual([]);
  });
});
