import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { monday } from "../../../test/case-builder.ts";
import { claimJson, type DeskLab, openDeskLab } from "../../../test/desk-lab.ts";
import { type Scope, scopes } from "../../domain/access/scope.ts";
import type { OperationId } from "./access.ts";
import { allOperations } from "./all-operations.ts";
import { type Caller, mayCall, operatorOf } from "./caller.ts";

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

/** Who may do what, written out once more: the table of the code is compared with it, call by call. */
const matrix: Readonly<Record<OperationId, Scope | "operator">> = {
  ...{ listCases: "read", showCase: "read", showTimeline: "read", showNotices: "read", showFacts: "audit" },
  ...{ decide: "decide", answer: "verify", verify: "verify", listContainments: "read", release: "decide", undo: "decide" },
  ...{ listHeld: "read", deliverHeld: "decide", deleteHeld: "decide" },
  ...{ showDenyList: "read", addDenyRow: "decide", removeDenyRow: "decide" },
  ...{ contain: "decide", rehearseMeasure: "read", proveContainments: "verify" },
  ...{
    showDesk: "read",
    pause: "decide",
    resume: "decide",
    showPolicy: "read",
    takeClaim: "claim",
    takeDeliveries: "claim",
    listMail: "read",
    showMail: "admin",
    deleteMail: "decide",
    verifyAudit: "audit",
    listFacts: "audit",
  },
  ...{
    listDeadEffects: "admin",
    requeueEffect: "admin",
    backUp: "operator",
    listTokens: "admin",
    createToken: "operator",
    revokeToken: "admin",
  },
};

describe("who may call what", () => {
  it("is the matrix, for every operation and every scope, and nobody without a token", async () => {
    const tokens = new Map<Scope, string>();
    for (const scope of scopes) tokens.set(scope, await lab.makeToken(scope, [scope]));
    for (const { id, method, path } of allOperations) {
      const at = api + path.replace("{id}", "2026-000001");
      expect((await lab.remote(null, method.toUpperCase(), at)).status, id).toBe(401);
      for (const scope of scopes) {
        const { status, json } = await lab.remote(tokens.get(scope) ?? "", method.toUpperCase(), at);
        if (matrix[id] === scope) expect([401, 403, 405, 429], `${id} with ${scope}`).not.toContain(status);
        else expect([status, json.code], `${id} with ${scope}`).toEqual([403, "scope-missing"]);
      }
    }
  });

  it("is nobody where the table says nothing, and tells strangers of no address whether it is one", async () => {
    const holder: Caller = { kind: "token", name: "x", token: "x", scopes };
    for (const caller of [null, holder, operatorOf(null)]) expect(mayCall(caller, undefined)).toBe(false);
    for (const path of ["/nothing", "/cases/2026-000001", "/"]) expect((await lab.remote(null, "PATCH", api + path)).status).toBe(401);
  });

  it("opens nothing with a token that is wrong, over, revoked or of another shape", async () => {
    const good = await lab.makeToken("sato", ["read"]);
    const other = await lab.makeToken("kato", ["read"]);
    const ask = async (token: string) => (await lab.remote(token, "GET", `${api}/desk`)).status;
    expect(await ask(good)).toBe(200);
    const mixed = `${good.split("_").slice(0, 2).join("_")}_${other.split("_").slice(2).join("_")}`;
    for (const bad of [mixed, `${good}x`, good.slice(0, -1), "sekisho_", "", good.toUpperCase()]) expect(await ask(bad), bad).toBe(401);
    const twoDays = await lab.makeToken("long", ["read"], 2);
    lab.clock.set(monday + 86_400_000);
    expect([await ask(good), await ask(twoDays)]).toEqual([401, 200]);
    await lab.local("DELETE", `${api}/tokens/${twoDays.split("_")[1]}`);
    expect(await ask(twoDays)).toBe(401);
  });

  it("keeps no secret of a token, and shows it once", async () => {
    const made = await lab.local("POST", `${api}/tokens`, { name: "sato", scopes: ["read", "read"] });
    expect((await lab.remote(made.json.text, "GET", `${api}/desk`)).status).toBe(200);
    const secret = made.json.text.split("_").slice(2).join("_");
    const kept = JSON.stringify([await lab.tokens.byId(made.json.token.id), (await lab.local("GET", `${api}/tokens`)).json]);
    expect(kept).not.toContain(secret);
    expect(made.json.token.scopes).toEqual(["read"]);
  });

  it("takes the person's name from the token, never from a header that anyone can write", async () => {
    const id = await contained();
    const token = await lab.makeToken("kato", ["decide"]);
    await lab.remote(token, "POST", `${api}/cases/${id}/decisions`, { verb: "release", reason: "x" }, { "sekisho-person": "boss" });
    const { json } = await lab.local("GET", `${api}/cases/${id}`);
    expect(json.case.containments[0].release.by).toEqual({ kind: "person", name: "kato" });
  });

  it("lets over the network only a token of their own stand for a second person", async () => {
    for (const key of ["a", "b"]) await contained({ key });
    const first = await lab.makeToken("kato", ["decide"]);
    const of = { site: "shop.example" };
    const ask = (second?: string) =>
      lab.remote(first, "POST", `${api}/releases`, { of, reason: "x", ...(second === undefined ? {} : { second }) });
    expect((await ask()).json).toMatchObject({ status: 409, why: "second-person-missing" });
    expect((await ask("sato")).json).toMatchObject({ status: 422, fields: [{ field: "second" }] });
    expect((await ask(await lab.makeToken("reader", ["read"]))).status).toBe(422);
    expect((await ask(await lab.makeToken("kato", ["decide"]))).json).toMatchObject({ status: 409, why: "second-person-missing" });
    expect((await ask(await lab.makeToken("sato", ["decide"]))).json.cases).toHaveLength(2);
  });
});
