import { afterEach, beforeEach, expect, it } from "vitest";
import { type DeskLab, openDeskLab } from "../../../test/desk-lab.ts";

let lab: DeskLab;
beforeEach(async () => {
  lab = await openDeskLab();
});
afterEach(async () => {
  await lab.store.close();
});

const id = "a".repeat(32);
const large = "b".repeat(32);

it("lists mail that waits for a person, shows and deletes it, and counts it with the desk", async () => {
  await lab.kept.keep({ id, reason: "unrouted", at: 1_000, size: 4 }, Buffer.from("a\x1b"));
  await lab.kept.keep({ id: large, reason: "too-large", at: 2_000, size: 5_000_000 }, null);
  expect((await lab.local("GET", "/api/v1/desk")).json.mail).toEqual({ waiting: 2, taken: { answered: 2 } });
  const { json } = await lab.local("GET", "/api/v1/mail");
  expect(json.mail[0]).toEqual({ id, reason: "unrouted", at: "1970-01-01T00:00:01.000Z", size: 4 });
  const shown = await lab.local("GET", `/api/v1/mail/${id}`);
  expect(Buffer.from(shown.json.raw, "base64").toString()).toBe("a\x1b");
  expect((await lab.local("GET", `/api/v1/mail/${large}`)).json.raw).toBeNull();
  expect((await lab.local("DELETE", `/api/v1/mail/${id}`)).status).toBe(200);
  for (const method of ["GET", "DELETE"]) expect((await lab.local(method, `/api/v1/mail/${id}`)).json.code).toBe("id-unknown");
  expect((await lab.local("GET", "/api/v1/mail")).json.mail).toHaveLength(1);
});
