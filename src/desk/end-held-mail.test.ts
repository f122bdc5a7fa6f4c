import { describe, expect, it } from "vitest";
import { minute, monday, someClaim } from "../../test/case-builder.ts";
import { actingPolicy, createTestDesk } from "../../test/desk-builder.ts";
import { createMemoryHeldMail, heldMessage } from "../../test/memory-held-mail.ts";
import type { MailFate } from "../domain/held-mail.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { CaseFates } from "../ports/held-mail.ts";

const by = { kind: "person", name: "sato" } as const;
const told: Readonly<Record<string, MailFate>> = { SPAM01: "caused", SPAM02: "caused", ORDER1: "not-caused", ODD001: "unknown" };
const fatesOf: CaseFates = ({ host }, ids) => new Map(ids.map((id) => [id, host === "sv1" ? (told[id] ?? "unknown") : "unknown"]));

/** A case whose mail is held, with two messages of the abuse, an order, and one that nobody can tell. */
const open = async () => {
  const held = createMemoryHeldMail(Object.keys(told).map((id) => heldMessage(id)));
  const lab = await createTestDesk(actingPolicy({ acting: [] }), { heldMail: held.port, fatesOf });
  const { caseId } = await lab.desk.takeClaim(someClaim());
  if (caseId === null) throw new Error("no case");
  const hold = async (id: string) => {
    const decision = { verb: "contain", measure: "hold-mail", target: { account: "u10123" } } as const;
    await lab.desk.decide({ caseId: id, by, reason: "mail goes on", decision });
    await lab.passTo(lab.clock.now() + minute);
  };
  await hold(caseId);
  const codes = async (id = caseId) => (await lab.store.timelineOf(id)).map(({ code }) => code);
  const tasks = async (id = caseId) =>
    ((await lab.store.caseById(id))?.tasks ?? []).filter(({ kind, doneAt }) => kind === "held-mail" && doneAt === null).length;
  return { ...lab, held, caseId, hold, codes, tasks };
};

const ofCase = (caseId: string) => ({ caseId, queueIds: null, by, reason: "checked" });
const byId = (caseId: string | null, ...queueIds: string[]) => ({ caseId, queueIds, by, reason: "checked" });

describe("held mail of a case", () => {
  it("is shown with its fates, of the case or by id", async () => {
    const { desk, caseId } = await open();
    const listed = await desk.listHeld({ caseId, queueIds: null });
    expect(listed).toMatchObject({
      ...{ kind: "listed", caseId, summary: { count: 4, fates: { caused: 2, "not-caused": 1, unknown: 1 } } },
      deletable: { count: 2, look: expect.stringMatching(/^2-[0-9a-f]{8}$/) },
    });
    expect(await desk.listHeld({ caseId: null, queueIds: ["ODD001"] })).toMatchObject({ caseId, summary: { count: 1 } });
    expect(await desk.listHeld({ caseId: null, queueIds: ["OTHER1"] })).toEqual({ kind: "none", queueIds: ["OTHER1"] });
    expect(await desk.listHeld({ caseId: "2026-000999", queueIds: null })).toEqual({ kind: "no-case" });
  });

  it("goes at once where the abuse did not cause it, by a decision on record", async () => {
    const { desk, caseId, held, store } = await open();
    expect(await desk.deliverHeld(ofCase(caseId))).toMatchObject({
      ends: [{ queueId: "ORDER1", outcome: "delivered" }],
      kept: { caused: 2, unknown: 1 },
    });
    expect(held.ids()).toEqual(["SPAM01", "SPAM02", "ODD001"]);
    const entry = (await store.timelineOf(caseId)).at(-1);
    expect(entry).toMatchObject({ code: "held-delivered", by, detail: { count: 1, from: 1_000, to: 1_000, domains: "a.example" } });
    const facts = await store.factsOf(caseId);
    expect(facts.at(-1)?.fact).toMatchObject({ decision: { verb: "deliver-held", held: { queueIds: ["ORDER1"] }, left: 3 } });
  });

  it("is never let go where the abuse caused it, whoever names it", async () => {
    const { desk, caseId, held, codes } = await open();
    expect(await desk.deliverHeld(byId(caseId, "SPAM01", "ORDER1"))).toMatchObject({ kind: "refused", why: "held-caused" });
    expect(held.ids()).toHaveLength(4);
    expect((await codes()).at(-1)).toBe("refused");
    await desk.deliverHeld(byId(null, "ODD001"));
    expect(held.ids()).toEqual(["SPAM01", "SPAM02", "ORDER1"]);
  });

  it("is deleted only as it was shown, and of a whole case only what the abuse caused", async () => {
    const { desk, caseId, held, codes } = await open();
    expect(await desk.deleteHeld(ofCase(caseId), null)).toMatchObject({ kind: "look-again", now: { count: 2 } });
    const listed = await desk.listHeld({ caseId, queueIds: null });
    const look = listed.kind === "listed" ? listed.deletable.look : "";
    await desk.deliverHeld(ofCase(caseId));
    expect(await desk.deleteHeld(byId(caseId, "SPAM01"), look)).toMatchObject({ kind: "look-again", now: { count: 1 } });
    expect(await desk.deleteHeld(ofCase(caseId), look)).toMatchObject({ kind: "done" });
    expect(held.ids()).toEqual(["ODD001"]);
    expect(held.done.filter(({ outcome }) => outcome === "deleted").map(({ queueId }) => queueId)).toEqual(["SPAM01", "SPAM02"]);
    expect((await codes()).at(-1)).toBe("held-deleted");
  });

  it("is refused where none is left, and where no mail server is in the desk's hands", async () => {
    const { desk, caseId } = await open();
    await desk.deliverHeld(ofCase(caseId));
    expect(await desk.deliverHeld(ofCase(caseId))).toMatchObject({ kind: "refused", why: "nothing-held" });
    const bare = await createTestDesk(actingPolicy());
    const { caseId: other } = await bare.desk.takeClaim(someClaim());
    await expect(bare.desk.listHeld({ caseId: other, queueIds: null })).rejects.toMatchObject({ code: "target-wrong" });
  });
});

describe("the end of a measure that holds mail", () => {
  it("lets genuine mail go, leaves the rest on hold, and asks staff until all is decided", async () => {
    const { desk, caseId, held, passTo, codes, tasks, store } = await open();
    await desk.release({ of: { case: caseId }, by, second: null, reason: "repaired" });
    await passTo(monday + 5 * minute);
    expect(held.ids()).toEqual(["SPAM01", "SPAM02", "ODD001"]);
    const after = await store.caseById(caseId);
    expect(after?.containments[0]).toMatchObject({ state: "lifted", held: { delivered: 1, left: { caused: 2, unknown: 1 } } });
    expect(await codes()).toEqual(expect.arrayContaining(["lifted", "held-delivered", "held-left"]));
    expect(await tasks()).toBe(1);
    await desk.deliverHeld(byId(caseId, "ODD001"));
    expect(await tasks()).toBe(1);
    const listed = await desk.listHeld({ caseId, queueIds: null });
    await desk.deleteHeld(ofCase(caseId), listed.kind === "listed" ? listed.deletable.look : null);
    expect(held.ids()).toEqual([]);
    expect(await tasks()).toBe(0);
  });

  it("lets nothing go while another case holds the same account's mail, and lets go nothing that the other case lays to its abuse", async () => {
    const { desk, caseId, held, hold, passTo, clock } = await open();
    const other = await desk.takeClaim(someClaim({ key: "other cause", site: "blog.example" }));
    await hold(other.caseId ?? "");
    await desk.release({ of: { case: caseId }, by, second: null, reason: "repaired" });
    await passTo(clock.now() + 5 * minute);
    expect(held.ids()).toHaveLength(4);
    await desk.release({ of: { case: other.caseId ?? "" }, by, second: "kato", reason: "repaired" });
    await passTo(clock.now() + 5 * minute);
    expect(held.ids()).toEqual(["SPAM01", "SPAM02", "ODD001"]);
  });

  it("is tried again where the server does not answer, and not held up where it refuses to tell: staff look then", async () => {
    const { desk, caseId, held, passTo, tasks, store, clock } = await open();
    const { list } = held.port;
    const errors = [new OperationError("enforcer-unreachable", "gone"), new OperationError("order-refused", "no")];
    Object.assign(held.port, { list: () => Promise.reject(errors.shift() ?? new Error("asked once too often")) });
    await desk.release({ of: { case: caseId }, by, second: null, reason: "repaired" });
    await desk.workOff();
    expect((await store.caseById(caseId))?.containments[0]?.state).toBe("lifting");
    await passTo(clock.now() + 5 * minute);
    Object.assign(held.port, { list });
    expect((await store.caseById(caseId))?.containments[0]).toMatchObject({ state: "lifted", held: { delivered: 0, isUnseen: true } });
    expect([held.ids().length, await tasks()]).toEqual([4, 1]);
  });

  it("of a dismissed case lays nothing to it: a person lets it go by its id", async () => {
    const { desk, caseId, held, passTo } = await open();
    await desk.decide({ caseId, by, reason: "a mistake", decision: { verb: "dismiss", second: null } });
    await passTo(monday + 5 * minute);
    expect(held.ids()).toEqual(["SPAM01", "SPAM02", "ODD001"]);
    expect(await desk.deliverHeld(byId(caseId, "SPAM01", "SPAM02", "ODD001"))).toMatchObject({ kind: "done" });
    expect(held.ids()).toEqual([]);
  });

  it("is let go by the customer as far as it is certainly genuine, and by nothing else that they decide", async () => {
    const { desk, held, caseId } = await open();
    const customer = { kind: "customer", address: "page of n1", verified: false } as const;
    const asked = { caseId, queueIds: null, by: customer, reason: "their own" };
    expect(await desk.deliverHeld({ ...asked, queueIds: ["ODD001", "SPAM01"] })).toMatchObject({ kind: "refused" });
    expect(await desk.deliverHeld(asked)).toMatchObject({ kind: "done", ends: [{ queueId: "ORDER1", outcome: "delivered" }] });
    expect(held.ids()).toEqual(["SPAM01", "SPAM02", "ODD001"]);
    expect(await desk.deliverHeld(asked)).toMatchObject({ kind: "refused" });
    const release = { verb: "release", second: null } as const;
    expect(await desk.decide({ caseId, by: customer, reason: "it is out", decision: release })).toEqual({
      kind: "refused",
      why: "not-a-person",
    });
  });

  it("that could not be ended is on record beside the decision, and a person is asked", async () => {
    const { desk, held, caseId, codes, tasks } = await open();
    held.fail("the enforcer does not answer");
    await expect(desk.deliverHeld(ofCase(caseId))).rejects.toThrow("the enforcer does not answer");
    expect((await codes()).slice(-3)).toEqual(["held-delivered", "held-not-ended", "task"]);
    expect(await tasks()).toBe(1);
    held.fail(null);
    expect(await desk.deliverHeld(ofCase(caseId))).toMatchObject({ kind: "done", ends: [{ outcome: "delivered" }] });
  });
});
