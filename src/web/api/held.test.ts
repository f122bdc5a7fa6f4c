import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { claimJson, type DeskLab, openDeskLab } from "../../../test/desk-lab.ts";
import { createMemoryHeldMail, heldMessage } from "../../../test/memory-held-mail.ts";

const api = "/api/v1/held";
let lab: DeskLab;
let held: ReturnType<typeof createMemoryHeldMail>;
let caseId = "";

beforeEach(async () => {
  held = createMemoryHeldMail([
    heldMessage("SPAM01", { arrivedAt: 60_000 }),
    heldMessage("ORDER1", { recipients: 2, recipientDomains: ["a.example", "b.example"] }),
  ]);
  lab = await openDeskLab({
    heldMail: held.port,
    fatesOf: (_of, ids) => new Map(ids.map((id) => [id, id === "SPAM01" ? "caused" : "not-caused"])),
  });
  const impact = { abusive: 1, other: 1, unit: "messages" } as const;
  const measures = [{ measure: "hold-mail", target: { account: "u10123" }, impact }] as const;
  caseId = (await lab.local("POST", "/api/v1/claims", claimJson({ measures }))).json.caseId;
  await lab.desk.workOff();
});
afterEach(async () => {
  await lab.store.close();
});

describe("held mail over the API", () => {
  it("is listed without an address, with what a deletion has to carry", async () => {
    const { status, json } = await lab.local("GET", `${api}?case=${caseId}`);
    expect([status, json.summary]).toEqual([
      200,
      {
        ...{ count: 2, recipients: 3, from: "1970-01-01T00:00:01.000Z", to: "1970-01-01T00:01:00.000Z" },
        domains: [
          { domain: "a.example", messages: 2 },
          { domain: "b.example", messages: 1 },
        ],
        fates: { caused: 1, "not-caused": 1, unknown: 0 },
      },
    ]);
    expect(json.deletable.count).toBe(1);
  });

  it("is deleted with what the list showed, and with nothing else", async () => {
    const deletions = `${api}/deletions`;
    const without = await lab.local("POST", deletions, { case: caseId, reason: "spam" });
    expect([without.status, without.json.why]).toEqual([409, "look-again"]);
    expect(without.json.detail).toContain("1 messages could be deleted now");
    expect((await lab.local("POST", deletions, { case: caseId, look: "1-00000000", reason: "spam" })).json.why).toBe("look-again");
    const { look } = (await lab.local("GET", `${api}?case=${caseId}`)).json.deletable;
    const done = await lab.local("POST", deletions, { case: caseId, look, reason: "spam" });
    expect(done.json).toEqual({
      ...{ case: caseId, ends: [{ queueId: "SPAM01", outcome: "deleted" }] },
      kept: { caused: 0, "not-caused": 1, unknown: 0 },
    });
    expect(held.ids()).toEqual(["ORDER1"]);
  });

  it("is refused where the abuse caused it, where nothing is on hold, and where nothing fits the name", async () => {
    const deliver = (body: object) => lab.local("POST", `${api}/deliveries`, { reason: "x", ...body });
    expect((await deliver({ ids: ["SPAM01"] })).json).toMatchObject({ status: 409, why: "held-caused" });
    expect((await deliver({ case: caseId })).json.ends).toEqual([{ queueId: "ORDER1", outcome: "delivered" }]);
    expect((await deliver({ case: caseId })).json).toMatchObject({ why: "nothing-held", detail: expect.stringContaining("1 caused by") });
    expect((await deliver({ ids: ["OTHER1"] })).json).toMatchObject({ status: 404, code: "id-unknown" });
    expect((await deliver({ case: "2026-000999" })).json).toMatchObject({ status: 404, code: "id-unknown" });
    expect((await deliver({})).json.fields).toEqual([{ field: "case", message: "name a case, or queue ids" }]);
    expect((await deliver({ ids: ["../x"] })).json.code).toBe("field-wrong");
    expect((await lab.local("GET", api)).json.code).toBe("field-wrong");
    expect((await lab.local("GET", `${api}?ids=a%20b`)).json.code).toBe("field-wrong");
    expect(held.ids()).toEqual(["SPAM01"]);
  });

  it("is told apart by what an agent or a replay told of it", async () => {
    const other = await openDeskLab({
      heldMail: createMemoryHeldMail([heldMessage("SPAM01"), heldMessage("ORDER1"), heldMessage("ODD001")]).port,
    });
    const impact = { abusive: 1, other: 1, unit: "messages" } as const;
    const claim = claimJson({ measures: [{ measure: "hold-mail", target: { account: "u10123" }, impact }] });
    const { host, key } = claim as { readonly host: string; readonly key: string };
    const messages = [
      { sequence: 1, kind: "claim", claim },
      { sequence: 2, kind: "fates", fates: { host, key, caused: ["SPAM01"], notCaused: ["ORDER1"] } },
    ];
    const { json } = await other.local("POST", "/api/v1/deliveries", { source: "replay", messages });
    await other.desk.workOff();
    const { summary } = (await other.local("GET", `${api}?case=${json.cases[0].caseId}`)).json;
    expect(summary.fates).toEqual({ caused: 1, "not-caused": 1, unknown: 1 });
    await other.store.close();
  });

  it("is decided on by whoever may decide, and put under their name", async () => {
    const reader = await lab.makeToken("kato", ["read"]);
    const body = { case: caseId, reason: "orders" };
    expect((await lab.remote(reader, "GET", `${api}?case=${caseId}`)).status).toBe(200);
    expect((await lab.remote(reader, "POST", `${api}/deliveries`, body)).json.code).toBe("scope-missing");
    const decider = await lab.makeToken("kato", ["decide"]);
    expect((await lab.remote(decider, "POST", `${api}/deliveries`, body)).status).toBe(200);
    expect((await lab.store.timelineOf(caseId)).at(-1)).toMatchObject({ code: "held-delivered", by: { kind: "person", name: "kato" } });
  });
});
