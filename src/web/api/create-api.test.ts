import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { monday } from "../../../test/case-builder.ts";
import { claimJson, type DeskLab, openDeskLab } from "../../../test/desk-lab.ts";
import { goodCalls } from "../../../test/good-api-calls.ts";
import type { OperationId } from "./access.ts";
import { allOperations } from "./all-operations.ts";

let lab: DeskLab;
beforeEach(async () => {
  lab = await openDeskLab();
});
afterEach(async () => {
  expect(lab.failures).toEqual([]);
  await lab.store.close();
});

const api = "/api/v1";

/** A contained case with its notice sent. */
const contained = async (part: Parameters<typeof claimJson>[0] = {}): Promise<string> => {
  const { json } = await lab.local("POST", `${api}/claims`, claimJson(part));
  await lab.desk.workOff();
  return json.caseId;
};

const methodOf = (id: OperationId): string => (allOperations.find((one) => one.id === id)?.method ?? "").toUpperCase();

describe("each operation", () => {
  it("answers what its schema says, nothing more and nothing less", async () => {
    const dir = mkdtempSync(join(tmpdir(), "sekisho-api-"));
    const calls = await goodCalls(lab, contained, dir);
    expect(calls.map(({ id }) => id).toSorted()).toEqual(allOperations.map(({ id }) => id).toSorted());
    for (const { id, path, body } of calls.filter((call) => call.id !== "requeueEffect")) {
      const { status, json, text } = await lab.local(methodOf(id), api + path, body);
      expect(status, `${id}: ${text}`).toBe(200);
      const schema = allOperations.find((one) => one.id === id)?.answer;
      expect(schema?.parse(json), id).toEqual(json);
    }
    expect(readdirSync(dir)).toEqual(["copy.db"]);
    rmSync(dir, { recursive: true });
  });
});

describe("a deny list", () => {
  const at = `${api}/sites/shop.example/deny-list`;

  it("has the system's rows above the customer's own, and refuses to remove one of the system's, with its case", async () => {
    const caseId = await contained();
    await lab.local("POST", at, { network: "192.0.2.0/24", note: "spam" });
    const { json } = await lab.local("GET", at);
    expect(json.rows).toMatchObject([
      { kind: "system", locked: true, network: "all", caseId, class: "form-relay" },
      { kind: "own", locked: false, network: "192.0.2.0/24", note: "spam", addedBy: "sato" },
    ]);
    const refused = await lab.local("DELETE", `${at}/${json.rows[0].id}`);
    expect([refused.status, refused.json.code, refused.json.why]).toEqual([409, "decision-refused", "system-row"]);
    expect(refused.json.detail).toMatch(/^the row all is the system's: .*spam relayed through a form \(case 2026-\d{6}\)/);
    expect((await lab.local("DELETE", `${at}/${json.rows[1].id}`)).json.rows).toHaveLength(1);
  });

  it("says why a network cannot stand on it, and that there is no such site or row", async () => {
    const refusal = async (network: string) => {
      const { status, json } = await lab.local("POST", at, { network });
      return [status, json.why ?? json.fields?.[0]?.field];
    };
    expect(await refusal("203.0.113.0/24")).toEqual([409, "own-address"]);
    expect(await refusal("all")).toEqual([409, "system-row"]);
    expect(await refusal("0.0.0.0/0")).toEqual([409, "too-wide"]);
    expect(await refusal("somewhere")).toEqual([422, "network"]);
    expect((await lab.local("GET", `${api}/sites/none.example/deny-list`)).status).toBe(404);
    expect((await lab.local("DELETE", `${at}/none`)).status).toBe(404);
  });
});

describe("deliveries of an agent", () => {
  const send = (...messages: readonly object[]) => lab.local("POST", `${api}/deliveries`, { source: "sv1-spool", messages });
  const claim = (sequence: number, key: string, more: object = {}) => ({
    sequence,
    kind: "claim",
    claim: { ...claimJson({ key }), ...more },
  });

  it("are answered with what is missing, how many wait, and what became of each claim", async () => {
    expect((await send(claim(2, "second"))).json).toEqual({ next: 1, waiting: 1, cases: [] });
    const { json } = await send(claim(1, "first"));
    expect(json).toMatchObject({
      next: 3,
      waiting: 0,
      cases: [
        { sequence: 1, kind: "opened" },
        { sequence: 2, kind: "opened" },
      ],
    });
    expect((await send(claim(1, "first"))).json).toEqual({ next: 3, waiting: 0, cases: [] });
  });

  it("that run too far ahead are a problem that names the missing one, and the rest is taken in", async () => {
    const { status, json } = await send(claim(1, "first"), claim(20_000, "far"));
    expect([status, json.code, json.detail]).toEqual([429, "source-ahead", expect.stringContaining("number 2 of sv1-spool is missing")]);
    expect((await send(claim(1, "first"))).json.next).toBe(2);
  });

  it("with a claim that contradicts itself are refused as a whole, by its place", async () => {
    const { status, json } = await send(claim(1, "first"), claim(2, "second", { verdict: "benign" }));
    expect([status, json.fields[0].field]).toEqual([422, "messages[1].claim.verdict"]);
    expect((await lab.deliveries.progressOf("sv1-spool")).next).toBe(1);
  });
});

describe("what cannot be done", () => {
  it("is a problem of the one table, with the next step", async () => {
    const id = await contained();
    const decisions = `${api}/cases/${id}/decisions`;
    const cases: readonly (readonly [string, string, unknown, number, object])[] = [
      ["GET", `${api}/cases/2026-999999`, undefined, 404, { code: "id-unknown" }],
      ["GET", `${api}/nothing`, undefined, 404, { code: "address-unknown" }],
      ["GET", "/nothing", undefined, 404, { code: "address-unknown" }],
      ["PUT", `${api}/cases/${id}`, undefined, 405, { code: "method-wrong" }],
      ["GET", `${api}/cases?stat=open`, undefined, 422, { fields: [{ field: "stat", message: "unknown field" }] }],
      ["GET", `${api}/cases?state=opened`, undefined, 422, { fields: [{ field: "state[0]" }] }],
      ["GET", `${api}/cases?limit=0`, undefined, 422, { fields: [{ field: "limit" }] }],
      ["GET", `${api}/cases?after=zzz`, undefined, 400, { code: "usage-wrong" }],
      ["POST", decisions, { verb: "release" }, 422, { fields: [{ field: "reason" }] }],
      ["POST", decisions, { verb: "ban", reason: "x" }, 422, { code: "field-wrong" }],
      ["POST", decisions, { verb: "release", reason: "  " }, 422, { fields: [{ field: "reason" }] }],
      ["POST", decisions, "{", 422, { code: "field-wrong" }],
      [
        "POST",
        decisions,
        { verb: "contain", measure: "hold-mail", target: { site: "shop.example" }, reason: "x" },
        422,
        { code: "field-wrong" },
      ],
      ["POST", decisions, { verb: "contain", measure: "hold-mail", target: { account: "u2" }, reason: "x" }, 422, { code: "field-wrong" }],
      ["POST", decisions, { verb: "finish-task", task: "none", reason: "x" }, 409, { code: "decision-refused", why: "unknown-task" }],
      ["POST", `${api}/cases/${id}/remediation`, { answers: [{ requirement: "up-to-date", claim: "done" }] }, 422, { code: "field-wrong" }],
      ["POST", `${api}/claims`, { ...claimJson(), verdict: "benign" }, 422, { fields: [{ field: "verdict" }] }],
      ["POST", `${api}/claims`, { ...claimJson(), surprise: 1 }, 422, { fields: [{ field: "surprise" }] }],
      ["POST", `${api}/releases`, { of: { site: "nobody.example" }, reason: "x" }, 404, { code: "id-unknown" }],
      ["POST", `${api}/dead-effects/none/requeue`, undefined, 404, { code: "id-unknown" }],
      ["POST", `${api}/backups`, { file: "here.db" }, 422, { fields: [{ field: "file" }] }],
      ["POST", `${api}/claims`, `"${"x".repeat(1_048_577)}"`, 413, { code: "body-too-large" }],
      ["DELETE", `${api}/tokens/none`, undefined, 404, { code: "id-unknown" }],
    ];
    for (const [method, path, body, status, said] of cases) {
      const answer = await lab.local(method, path, body);
      expect(answer.status, `${method} ${path}: ${answer.text}`).toBe(status);
      expect(answer.json).toMatchObject({ status, ...said });
      expect(answer.json.hint).not.toBe("");
      expect(answer.headers.get("content-type")).toContain("application/problem+json");
    }
    const form = await lab.local("POST", decisions, "verb=release", { "content-type": "text/plain" });
    expect(form.json).toMatchObject({ status: 415, code: "body-unread" });
  });

  it("leaves the case as it was", async () => {
    const id = await contained();
    await lab.local("POST", `${api}/cases/${id}/decisions`, { verb: "release", reason: "gone" });
    await lab.desk.workOff();
    const before = (await lab.local("GET", `${api}/cases/${id}`)).json.case;
    const again = await lab.local("POST", `${api}/cases/${id}/decisions`, { verb: "release", reason: "gone" });
    expect(again.json).toMatchObject({ status: 409, why: "released-already", detail: "it is released already" });
    const after = (await lab.local("GET", `${api}/cases/${id}`)).json.case;
    expect({ ...after, version: 0 }).toEqual({ ...before, version: 0 });
  });

  it("tells more than so many requests a minute to wait, each token for itself, never the socket", async () => {
    const [busy, calm] = [await lab.makeToken("busy", ["read"]), await lab.makeToken("calm", ["read"])];
    const statuses: number[] = [];
    for (let at = 0; at < 601; at++) statuses.push((await lab.remote(busy, "GET", `${api}/policy`)).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(600);
    const last = await lab.remote(busy, "GET", `${api}/policy`);
    expect([last.status, last.headers.get("retry-after")]).toEqual([429, "1"]);
    expect((await lab.remote(calm, "GET", `${api}/policy`)).status).toBe(200);
    expect((await lab.local("GET", `${api}/policy`)).status).toBe(200);
    lab.clock.set(monday + 1_000);
    expect((await lab.remote(busy, "GET", `${api}/policy`)).status).toBe(200);
  });
});

describe("the cases", () => {
  it("come in pages, each case once, and name whose move it is until when", async () => {
    for (let at = 0; at < 7; at++) {
      lab.clock.set(monday + at * 1_000);
      await contained({ key: `case ${at}` });
    }
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { json } = await lab.local("GET", `${api}/cases?limit=3${after === null ? "" : `&after=${after}`}`);
      seen.push(...json.cases.map(({ id }: { readonly id: string }) => id));
      after = json.next;
    } while (after !== null);
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
    const { json } = await lab.local("GET", `${api}/cases/${seen[0]}`);
    expect(json.case).toMatchObject({ state: "notified", waitingFor: "customer", until: expect.stringMatching(/^2026-03-0.T/) });
  });

  it("do a decision with the same key once", async () => {
    const id = await contained();
    const ask = () => lab.local("POST", `${api}/cases/${id}/decisions`, { verb: "release", reason: "gone" }, { "idempotency-key": "k1" });
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
    const { json } = await lab.local("GET", `${api}/cases/${id}/timeline`);
    expect(json.entries.filter(({ code }: { readonly code: string }) => code === "released")).toHaveLength(1);
  });

  it("answer the same request with the same key as the first time, a refusal too, and do nothing again", async () => {
    const id = await contained();
    const decide = (body: object, key: string) => lab.local("POST", `${api}/cases/${id}/decisions`, body, { "idempotency-key": key });
    const unknown = { verb: "finish-task", task: "none", reason: "x" };
    const [first, again] = [await decide(unknown, "k1"), await decide(unknown, "k1")];
    expect(first.json).toMatchObject({ status: 409, why: "unknown-task" });
    expect([again.status, again.json]).toEqual([409, first.json]);
    const answer = { answers: [{ requirement: "harm-stopped", claim: "done", text: "page deleted" }], text: "", lawful: false };
    const tell = () => lab.local("POST", `${api}/cases/${id}/remediation`, answer, { "idempotency-key": "k2" });
    expect([(await tell()).status, (await tell()).status]).toEqual([200, 200]);
    const atOnce = await Promise.all([1, 2, 3].map(() => decide({ verb: "release", reason: "gone" }, "k3")));
    expect(atOnce.map(({ status }) => status)).toEqual([200, 200, 200]);
    const { facts } = (await lab.local("GET", `${api}/cases/${id}/facts`)).json;
    const kept = facts.filter(({ fact }: { readonly fact: { readonly by: { readonly name?: string } } }) => fact.by.name === "sato");
    expect(kept.map(({ fact }: { readonly fact: { readonly id: string } }) => fact.id)).toEqual([
      "decided:operator:k1",
      "answered:operator:k2",
      "decided:operator:k3",
    ]);
  });

  it("refuse a key that was used for another case, body, operation or by another person, and change nothing", async () => {
    const [id, other] = [await contained(), await contained({ key: "other" })];
    const headers = { "idempotency-key": "k1" };
    const release = { verb: "release", reason: "gone" };
    const answers = { answers: [], text: "gone", lawful: false };
    expect((await lab.local("POST", `${api}/cases/${id}/decisions`, release, headers)).status).toBe(200);
    const before = (await lab.local("GET", `${api}/audit/facts?limit=1000`)).json.facts.length;
    const tries = [
      [`/cases/${other}/decisions`, release, headers, `for case ${id}`],
      [`/cases/${id}/decisions`, { ...release, reason: "another" }, headers, "another body"],
      [`/cases/${id}/decisions`, { verb: "dismiss", reason: "gone" }, headers, "another body"],
      [`/cases/${id}/decisions`, release, { ...headers, "sekisho-person": "kato" }, "somebody else"],
      [`/cases/${id}/remediation`, answers, headers, "another operation"],
    ] as const;
    for (const [path, body, more, said] of tries) {
      const { json } = await lab.local("POST", api + path, body, more);
      expect(json).toMatchObject({ status: 422, code: "key-reused", detail: expect.stringContaining(said) });
    }
    expect((await lab.local("GET", `${api}/audit/facts?limit=1000`)).json.facts).toHaveLength(before);
  });

  it("are released by one measure only where it is the case's only one", async () => {
    const id = await contained();
    const [first] = (await lab.local("GET", `${api}/containments`)).json.containments;
    expect(first).toMatchObject({ caseId: id, state: "in-force", measure: "deny-foreign-writes" });
    await lab.local("POST", `${api}/cases/${id}/decisions`, {
      verb: "contain",
      measure: "hold-mail",
      target: { account: "u10123" },
      reason: "more",
    });
    await lab.desk.workOff();
    const of = { containment: first.id };
    expect((await lab.local("POST", `${api}/releases`, { of, reason: "x" })).json).toMatchObject({ status: 409, why: "not-alone" });
    await lab.local("POST", `${api}/releases`, { of: { case: id }, reason: "x" });
    await lab.desk.workOff();
    expect((await lab.local("GET", `${api}/containments`)).json.containments).toEqual([]);
  });
});

describe("what describes the API", () => {
  it("is open to everyone: OpenAPI 3.1 with every operation, and a page that loads nothing", async () => {
    const { status, json } = await lab.remote(null, "GET", `${api}/openapi.json`);
    expect([status, json.openapi]).toEqual([200, "3.1.0"]);
    const told = Object.values(json.paths as Record<string, Record<string, { operationId: string }>>).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(told.toSorted()).toEqual(allOperations.map(({ id }) => id).toSorted());
    expect(JSON.stringify(json.components.schemas.Decision)).toContain("finish-task");
    const page = await lab.remote(null, "GET", `${api}/docs`);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    for (const { id } of allOperations) expect(page.text).toContain(`id="${id}"`);
    expect(page.text).not.toMatch(/<script|src=|https?:/);
  });

  it("tells health, and readiness only while the store answers", async () => {
    expect((await lab.remote(null, "GET", "/healthz")).status).toBe(200);
    expect((await lab.remote(null, "GET", "/readyz")).status).toBe(200);
    await lab.store.close();
    expect((await lab.remote(null, "GET", "/readyz")).status).toBe(503);
    expect((await lab.remote(null, "GET", "/healthz")).status).toBe(200);
  });
});
