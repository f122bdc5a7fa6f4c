import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { monday, someClaim } from "../../test/case-builder.ts";
import { createTestDesk } from "../../test/desk-builder.ts";
import { createMemoryEnforcer } from "../catalog/index.ts";
import type { DenyList } from "../domain/deny-list.ts";
import { OperationError } from "../domain/operation-error.ts";
import { createSetClock } from "../kit/clock.ts";
import type { Enforcer } from "../ports/enforcer.ts";
import { type DeskStores, openDeskStores } from "../stores/open-store.ts";
import { createDenyLists, type DenyListed, type DenyListParts } from "./deny-lists.ts";

const by = { kind: "person", name: "sato" } as const;
const site = "shop.example";
let stores: DeskStores;
beforeEach(async () => {
  stores = await openDeskStores("sqlite::memory:");
});
afterEach(() => stores.cases.close());

/** A desk's lists; each call is a process of its own on the same store. */
const open = (part: Partial<DenyListParts> = {}) => {
  const memory = createMemoryEnforcer();
  const lines: string[] = [];
  let made = 0;
  const lists = createDenyLists({
    ...{ store: stores.cases, rows: stores.denyRows, clock: createSetClock(monday), enforcers: [memory] },
    newId: () => `row-${++made}`,
    siteOf: (name) =>
      [site, "www.shop.example"].includes(name) ? { domain: site, own: ["203.0.113.5"], proxies: ["198.51.100.1"] } : null,
    say: (line) => lines.push(line),
    ...part,
  });
  const add = (network: string, note = "") => lists.add({ site, network, note, by });
  return { lists, memory, lines, add, cidrs: () => memory.impositions().map(({ target }) => target.cidrs) };
};

const listOf = (listed: DenyListed): DenyList => {
  if (listed.kind !== "listed") throw new Error(listed.kind);
  return listed.list;
};

/** An enforcer of whose calls some fail. */
const failing = (memory: Enforcer, isDown: () => boolean): Enforcer => {
  const orFail =
    <Args extends readonly unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      if (isDown()) throw new OperationError("enforcer-unreachable", "no enforcer process answers");
      return work(...args);
    };
  return {
    ...memory,
    apply: orFail(memory.apply),
    lift: orFail(memory.lift),
    probe: orFail(memory.probe),
    standing: orFail(memory.standing),
  };
};

describe("a customer's own rows", () => {
  it("are in force at once, as one imposition of the site that the next change replaces", async () => {
    const { memory, add, cidrs, lists } = open();
    expect(listOf(await add("192.0.2.0/24", "spam"))).toMatchObject({
      ...{ site, system: [], ownState: "in-force", ownDetail: null },
      own: [{ id: "row-1", network: "192.0.2.0/24", note: "spam", addedBy: "sato", addedAt: monday }],
    });
    await add("192.0.2.7");
    const { own } = listOf(await add("2001:db8::1"));
    expect(own.map(({ network }) => network)).toEqual(["192.0.2.0/24", "192.0.2.7", "2001:db8::1"]);
    expect(memory.impositions()).toEqual([
      {
        id: "own-rows.shop.example",
        caseId: "own-rows",
        measure: "deny-network",
        target: { site, cidrs: ["192.0.2.0/24", "2001:db8::1"] },
      },
    ]);
    await lists.remove({ site, id: "row-1", by });
    expect(cidrs()).toEqual([["192.0.2.7", "2001:db8::1"]]);
  });

  it("leave the server when the last one is removed", async () => {
    const { add, lists, cidrs } = open();
    await add("192.0.2.0/24");
    expect(listOf(await lists.remove({ site: "www.shop.example", id: "row-1", by }))).toMatchObject({ own: [], ownState: "none" });
    expect(cidrs()).toEqual([]);
    expect(await lists.remove({ site, id: "row-1", by })).toEqual({ kind: "no-row" });
  });

  it("are refused, and nothing is stored, where they would shut out their owner or everybody, or stand there already", async () => {
    const { add, lists } = open();
    await add("192.0.2.0/24");
    const whys = [];
    for (const network of ["203.0.113.0/24", "198.51.100.0/24", "0.0.0.0/0", "all", "192.0.2.0/24", "nowhere"]) {
      const listed = await add(network);
      whys.push(listed.kind === "refused" ? listed.why : listed.kind);
    }
    expect(whys).toEqual(["own-address", "proxy", "too-wide", "system-row", "known", "not-a-network"]);
    expect(listOf(await lists.show(site)).own).toHaveLength(1);
    expect(await stores.cases.factsFrom(1, 10)).toHaveLength(1);
  });

  it("are refused where the server could not take them, so that one row never costs the others", async () => {
    const memory = createMemoryEnforcer();
    const plan: Enforcer["plan"] = (all) => {
      if (JSON.stringify(all).includes("2001:db8::2")) throw new OperationError("target-wrong", "more than a line can hold");
      return memory.plan(all);
    };
    const { add, lists } = open({ enforcers: [{ ...memory, plan }] });
    await add("2001:db8::1");
    expect(await add("2001:db8::2")).toMatchObject({ kind: "refused", why: "server-cannot", message: "more than a line can hold" });
    expect(listOf(await lists.show(site)).own.map(({ network }) => network)).toEqual(["2001:db8::1"]);
  });

  it("are kept where the server is away, said so, and in force as soon as it is back", async () => {
    const memory = createMemoryEnforcer();
    let isDown = true;
    const { add, lists, lines } = open({ enforcers: [failing(memory, () => isDown)] });
    expect(listOf(await add("192.0.2.0/24"))).toMatchObject({ ownState: "waiting", ownDetail: "no enforcer process answers" });
    await lists.reconcile();
    isDown = false;
    await lists.reconcile();
    expect(listOf(await lists.show(site)).ownState).toBe("in-force");
    expect(memory.impositions()).toHaveLength(1);
    expect(lines).toEqual([
      "shop.example: the customer's own deny rows are not in force: no enforcer process answers",
      "shop.example: the customer's own deny rows are as wanted again",
    ]);
  });

  it("survive a crash between the row and its order, whichever way the row went", async () => {
    const memory = createMemoryEnforcer();
    const row = { id: "row-9", site, network: "192.0.2.0/24", note: "", addedBy: "sato", addedAt: monday };
    await stores.denyRows.add(row, 10);
    await open({ enforcers: [memory] }).lists.reconcile();
    expect(memory.impositions()).toHaveLength(1);
    await stores.denyRows.remove(row, { at: monday, by });
    await open({ enforcers: [memory] }).lists.reconcile();
    expect(memory.impositions()).toEqual([]);
  });

  it("are put back where somebody took them from the server, and touch nothing of a case", async () => {
    const { add, memory, lists, cidrs } = open();
    const ofCase = {
      id: "2026-000001.1.1",
      caseId: "2026-000001",
      measure: "deny-network",
      target: { site, cidrs: ["198.51.100.9"] },
    } as const;
    await memory.apply(ofCase);
    await add("192.0.2.0/24");
    await memory.lift({ ...ofCase, id: "own-rows.shop.example" });
    await lists.reconcile();
    expect(cidrs()).toEqual([["198.51.100.9"], ["192.0.2.0/24"]]);
    await lists.remove({ site, id: "row-1", by });
    expect(memory.impositions()).toEqual([ofCase]);
  });

  it("follow a site that moves to another server", async () => {
    const [old, young] = [createMemoryEnforcer(), createMemoryEnforcer()];
    await open({ enforcers: [old] }).add("192.0.2.0/24");
    await open({ enforcers: [{ ...old, fits: () => false }, young] }).lists.reconcile();
    expect([old.impositions().length, young.impositions().length]).toEqual([0, 1]);
  });

  it("are kept and said not to be enforced where no server serves the site", async () => {
    const { add, lines } = open({ enforcers: [] });
    expect(listOf(await add("192.0.2.0/24")).ownState).toBe("no-enforcer");
    expect(lines).toEqual(["shop.example: the customer's own deny rows are not in force: no enforcer serves the site"]);
  });

  it("have a short id on the server for a long domain", async () => {
    const domain = `${"long-".repeat(11)}name.example`;
    const { lists, memory } = open({ siteOf: () => ({ domain, own: [], proxies: [] }) });
    await lists.add({ site: domain, network: "192.0.2.1", note: "", by });
    expect(memory.impositions()[0]?.id).toMatch(/^own-rows\.[A-Za-z0-9._-]{1,51}$/);
    await lists.reconcile();
    expect(memory.impositions()).toHaveLength(1);
  });

  it("ask no server for anything while there are none", async () => {
    let asked = 0;
    const memory = createMemoryEnforcer();
    const standing: Enforcer["standing"] = () => {
      asked++;
      return memory.standing();
    };
    const { lists } = open({ enforcers: [{ ...memory, standing }] });
    for (let minute = 0; minute < 5; minute++) await lists.reconcile();
    expect(asked).toBe(1);
  });
});

describe("the system's rows", () => {
  const contained = async () => {
    const { desk, clock, passTo } = await createTestDesk(undefined, { store: stores.cases });
    await desk.takeClaim(someClaim());
    await passTo(clock.now() + 1_000);
  };

  it("stand above the customer's own, locked, with what they turn away and for which case", async () => {
    await contained();
    const { add } = open();
    const { system, own } = listOf(await add("192.0.2.0/24"));
    expect(system).toEqual([
      {
        ...{ id: "2026-000001.1.2", caseId: "2026-000001", network: "all", isFromAbroad: true, covers: "writes", path: null },
        ...{ measure: "deny-foreign-writes", class: "form-relay", state: "in-force", since: monday },
      },
    ]);
    expect(own).toHaveLength(1);
  });

  it("cannot be removed", async () => {
    await contained();
    const { lists } = open();
    const id = listOf(await lists.show(site)).system[0]?.id ?? "";
    expect(await lists.remove({ site, id, by })).toMatchObject({ kind: "refused", why: "system-row", row: { caseId: "2026-000001" } });
    expect(listOf(await lists.show(site)).system).toHaveLength(1);
  });

  it("are none of a site that the config does not name", async () => {
    expect(await open().lists.show("other.example")).toEqual({ kind: "no-site" });
  });
});
