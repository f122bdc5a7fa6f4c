import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createMemoryHeldMail, heldMessage } from "../../../test/memory-held-mail.ts";
import { createSetClock } from "../../kit/clock.ts";
import { realDisk } from "../../kit/disk-steps.ts";
import { createEnforcerProcess } from "./enforcer-process.ts";
import type { Order } from "./order.ts";
import { createOrderClient } from "./order-client.ts";
import { publicKeyText, readPublicKey, signingKeyOf } from "./order-key.ts";
import { createRemoteHeldMail } from "./remote-held-mail.ts";
import { sealOrder } from "./seal-order.ts";
import { createSequenceFile } from "./sequence-file.ts";

const signing = signingKeyOf(Buffer.alloc(32, 7));
const noon = Date.UTC(2026, 2, 2, 3);
const owner = { account: "u10123" };

const withProcess = async (
  held: ReturnType<typeof createMemoryHeldMail> | null,
  use: (parts: {
    readonly socket: string;
    readonly said: readonly string[];
    readonly remote: ReturnType<typeof createRemoteHeldMail>;
  }) => Promise<void>,
): Promise<void> => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-held-orders-"));
  chmodSync(dir, 0o750);
  const [clock, socket, said] = [createSetClock(noon), join(dir, "enforcer.sock"), [] as string[]];
  const process = createEnforcerProcess({
    ...{ socket, clock, server: "sv1", enforcers: [], heldMail: held?.port ?? null, sequences: createSequenceFile(dir, realDisk) },
    ...{ key: readPublicKey(publicKeyText(signing), "test"), recover: async () => [], drift: async () => [] },
    say: (line) => void said.push(line),
  });
  await process.start();
  try {
    await use({ socket, said, remote: createRemoteHeldMail(createOrderClient({ socket, server: "sv1", signing, clock })) });
  } finally {
    await process.stop();
    rmSync(dir, { recursive: true });
  }
};

const say = (socket: string, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let heard = "";
    const one = connect(socket, () => one.write(`${text}\n`));
    one.on("data", (chunk) => {
      heard += String(chunk);
    });
    one.on("error", reject);
    one.on("close", () => resolve(heard));
  });

const order = (held: unknown): Order =>
  ({
    ...{ id: "o1", sequence: noon, server: "sv1", verb: "held-delete", imposition: null, held },
    ...{ issuedAt: noon, expiresAt: noon + 60_000 },
  }) as Order;

describe("held mail of another process", () => {
  it("is listed, let go and deleted by signed orders, in parts, and the operator is told how many", async () => {
    const ids = Array.from({ length: 1_001 }, (_, at) => `SPAM${String(at).padStart(4, "0")}`);
    const held = createMemoryHeldMail([...ids.map((id) => heldMessage(id)), heldMessage("OTHER1", { owner: "u10124" })]);
    await withProcess(held, async ({ remote, said }) => {
      expect(await remote.list(owner)).toHaveLength(1_001);
      expect((await remote.list(owner))[0]).toEqual(heldMessage("SPAM0000"));
      expect(await remote.deliver(owner, ["SPAM0000", "OTHER1"])).toEqual([
        { queueId: "SPAM0000", outcome: "delivered" },
        { queueId: "OTHER1", outcome: "not-theirs" },
      ]);
      expect(await remote.delete(owner, ids)).toHaveLength(1_001);
      expect(held.ids()).toEqual(["OTHER1"]);
      expect(said).toEqual([
        "held-deliver of u10123: 1 delivered, 1 not-theirs",
        "held-delete of u10123: 1 not-held, 499 deleted",
        "held-delete of u10123: 500 deleted",
        "held-delete of u10123: 1 deleted",
      ]);
    });
  });

  it("is none where the server has none", () =>
    withProcess(null, async ({ remote }) => {
      await expect(remote.list(owner)).rejects.toMatchObject({ code: "order-refused" });
    }));

  const wrong: readonly (readonly [string, unknown])[] = [
    ["an id that is none", { owner, queueIds: ["../../etc/passwd"] }],
    ["more ids than an order may name", { owner, queueIds: Array.from({ length: 10_001 }, (_, at) => `SPAM${at}`) }],
    ["two owners", { owner: { account: "u10123", mailbox: "a@shop.example" }, queueIds: [] }],
    ["a field that does not exist", { owner, queueIds: [], all: true }],
  ];

  it.each(wrong)("is not touched by an order with %s", (_, given) =>
    withProcess(createMemoryHeldMail([heldMessage("SPAM01")]), async ({ socket }) => {
      const sealed = sealOrder(order(given), signing);
      expect(JSON.parse(await say(socket, sealed))).toMatchObject({ kind: "refused", why: "not-an-order" });
    }),
  );

  it("is not touched by an order of a stranger, nor by one that names none", () => {
    const held = createMemoryHeldMail([heldMessage("SPAM01")]);
    return withProcess(held, async ({ socket }) => {
      const stranger = sealOrder(order({ owner, queueIds: ["SPAM01"] }), signingKeyOf(Buffer.alloc(32, 8)));
      expect(JSON.parse(await say(socket, stranger))).toMatchObject({ why: "wrong-signature" });
      expect(JSON.parse(await say(socket, sealOrder(order(undefined), signing)))).toMatchObject({ why: "unknown-target" });
      expect(held.ids()).toEqual(["SPAM01"]);
    });
  });
});
