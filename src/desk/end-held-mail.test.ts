import { describe, expect, it } from "vitest";
import { type HeldMessage, summarizeHeld } from "../domain/held-mail.ts";
import type { HeldMail } from "../ports/held-mail.ts";
import { deleteHeld, deliverHeld, type HeldDecision, type HeldRequest } from "./end-held-mail.ts";

const message = (queueId: string, fate: HeldMessage["fate"]): HeldMessage => ({
  ...{ queueId, owner: "u10123", arrivedAt: 1_000, size: 300, recipients: 1, recipientDomains: ["a.example"], fate },
});

const open = (recordFails = false) => {
  let held = [message("spam", "caused"), message("order", "not-caused"), message("odd", "unknown")];
  const decisions: HeldDecision[] = [];
  const take = (outcome: "delivered" | "deleted") => async (_: unknown, ids: readonly string[]) => {
    const gone = held.filter(({ queueId }) => ids.includes(queueId));
    held = held.filter((one) => !gone.includes(one));
    return gone.map(({ queueId }) => ({ queueId, outcome }));
  };
  const heldMail: HeldMail = { list: async () => held, deliver: take("delivered"), delete: take("deleted") };
  const record = async (decision: HeldDecision): Promise<void> => {
    if (recordFails) throw new Error("the disk is full");
    decisions.push(decision);
  };
  return { parts: { heldMail, record, now: () => 5_000 }, decisions, held: () => held.map(({ queueId }) => queueId) };
};

const request = (parts: Partial<HeldRequest> = {}): HeldRequest => ({
  ...{ owner: { account: "u10123" }, queueIds: null, asker: "staff-by-case", by: "hanako", reason: "checked" },
  ...parts,
});

describe("ending held mail", () => {
  it("lets go of what the abuse did not cause, and counts what stays", async () => {
    const { parts, decisions, held } = open();
    expect(await deliverHeld(parts, request({ asker: "release" }))).toEqual({
      kind: "done",
      ends: [{ queueId: "order", outcome: "delivered" }],
      kept: { caused: 1, "not-caused": 0, unknown: 1 },
    });
    expect(held()).toEqual(["spam", "odd"]);
    expect(decisions).toMatchObject([{ verb: "deliver", queueIds: ["order"], by: "hanako", at: 5_000, shown: { count: 1 } }]);
    expect(await deliverHeld(parts, request({ asker: "release" }))).toMatchObject({ ends: [] });
    expect(decisions).toHaveLength(1);
  });

  it("lets staff name what nobody can tell, and nobody what the abuse caused", async () => {
    const { parts, held } = open();
    await deliverHeld(parts, request({ asker: "staff-by-id", queueIds: ["odd", "spam"] }));
    expect(held()).toEqual(["spam", "order"]);
  });

  it("deletes only what a person was shown as it is now", async () => {
    const { parts, decisions, held } = open();
    const spam = request({ asker: "staff-by-id", queueIds: ["spam"] });
    const before = await deleteHeld(parts, spam, null);
    expect(before).toMatchObject({ kind: "refused", now: { count: 1, domains: [{ domain: "a.example", messages: 1 }] } });
    expect(await deleteHeld(parts, request(), before.kind === "refused" ? before.now : null)).toMatchObject({ kind: "refused" });
    expect(await deleteHeld(parts, { ...spam, asker: "customer" }, summarizeHeld([message("spam", "caused")]))).toMatchObject({
      kind: "refused",
    });
    expect([held().length, decisions.length]).toEqual([3, 0]);
    expect(await deleteHeld(parts, spam, before.kind === "refused" ? before.now : null)).toMatchObject({ kind: "done" });
    expect(held()).toEqual(["order", "odd"]);
    expect(decisions).toMatchObject([{ verb: "delete", queueIds: ["spam"], by: "hanako", reason: "checked" }]);
  });

  it("does nothing that cannot be put on record", async () => {
    const { parts, held } = open(true);
    await expect(deliverHeld(parts, request())).rejects.toThrow("disk is full");
    await expect(deleteHeld(parts, request(), summarizeHeld(await parts.heldMail.list({ account: "u10123" })))).rejects.toThrow(
      "disk is full",
    );
    expect(held()).toHaveLength(3);
  });
});
