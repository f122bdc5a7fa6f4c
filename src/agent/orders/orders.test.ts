import { generateKeyPairSync } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { enforcerSuite } from "../../../test/contracts/enforcer.ts";
import { createMemoryEnforcer } from "../../catalog/index.ts";
import { createSetClock } from "../../kit/clock.ts";
import { realDisk } from "../../kit/disk-steps.ts";
import type { Imposition } from "../../ports/enforcer.ts";
import { createEnforcerProcess } from "./enforcer-process.ts";
import type { Order } from "./order.ts";
import { createOrderClient } from "./order-client.ts";
import { publicKeyText, readPublicKey, signingKeyOf } from "./order-key.ts";
import { createRemoteEnforcer } from "./remote-enforcer.ts";
import { sealOrder } from "./seal-order.ts";
import { createSequenceFile } from "./sequence-file.ts";

const signing = signingKeyOf(Buffer.alloc(32, 7));
const noon = Date.UTC(2026, 2, 2, 3);
const imposed = (id: string): Imposition => ({ id, caseId: "C-1", measure: "stop-mail", target: { account: "u10123" } });

const startProcess = async () => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-orders-"));
  chmodSync(dir, 0o750);
  const memory = createMemoryEnforcer();
  const clock = createSetClock(noon);
  const said: string[] = [];
  const socket = join(dir, "enforcer.sock");
  const key = readPublicKey(publicKeyText(signing), "test");
  const process = createEnforcerProcess({
    ...{ socket, key, clock, server: "sv1", enforcers: [memory], sequences: createSequenceFile(dir, realDisk) },
    recover: async () => [],
    drift: async () => [],
    say: (line) => void said.push(line),
  });
  await process.start();
  const stop = async (): Promise<void> => {
    await process.stop();
    rmSync(dir, { recursive: true });
  };
  return { dir, socket, memory, clock, said, stop };
};

type Started = Awaited<ReturnType<typeof startProcess>>;

const withProcess = async (use: (started: Started) => Promise<void>): Promise<void> => {
  const started = await startProcess();
  try {
    await use(started);
  } finally {
    await started.stop();
  }
};

const say = (socket: string, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let heard = "";
    const one = connect(socket, () => one.write(text));
    one.on("data", (chunk) => {
      heard += String(chunk);
    });
    one.on("error", reject);
    one.on("close", () => resolve(heard));
  });

const anOrder = (more: Partial<Order> = {}): Order => ({
  ...{ id: "o1", sequence: noon, server: "sv1", verb: "apply", imposition: imposed("c1") as Order["imposition"] },
  ...{ issuedAt: noon, expiresAt: noon + 60_000 },
  ...more,
});

enforcerSuite({
  name: "of another process",
  start: async () => {
    const { socket, clock, stop } = await startProcess();
    const client = createOrderClient({ socket, server: "sv1", signing, clock });
    return { enforcer: createRemoteEnforcer(createMemoryEnforcer(), client), stop };
  },
  impositions: [imposed("c1"), imposed("c2")],
});

describe("an order without authority has no effect:", () => {
  const stranger = generateKeyPairSync("ed25519").privateKey;
  const changed = (line: string): string => line.replace("u10123", "u10124");
  const cases: readonly (readonly [string, string, string])[] = [
    ["one that is none", "hello\n", "not-an-order"],
    ["an unsigned one", `${JSON.stringify({ order: anOrder() })}\n`, "not-an-order"],
    ["one that a stranger signed", `${sealOrder(anOrder(), stranger)}\n`, "wrong-signature"],
    ["one that was changed on its way", `${changed(sealOrder(anOrder(), signing))}\n`, "wrong-signature"],
    ["one for another server", `${sealOrder(anOrder({ server: "sv2" }), signing)}\n`, "other-server"],
    ["an expired one", `${sealOrder(anOrder({ expiresAt: noon - 1 }), signing)}\n`, "expired"],
    ["one from the future", `${sealOrder(anOrder({ issuedAt: noon + 600_000, expiresAt: noon + 700_000 }), signing)}\n`, "expired"],
    ["a verb that does not exist", `${sealOrder({ ...anOrder(), verb: "run" } as unknown as Order, signing)}\n`, "not-an-order"],
    [
      "a measure that does not exist",
      `${sealOrder({ ...anOrder(), imposition: { ...imposed("c1"), measure: "rm" } } as unknown as Order, signing)}\n`,
      "not-an-order",
    ],
  ];

  it.each(cases)("%s", (_, line, why) =>
    withProcess(async ({ socket, memory, said }) => {
      expect(JSON.parse(await say(socket, line))).toMatchObject({ kind: "refused", why });
      expect(memory.impositions()).toEqual([]);
      expect(said).toEqual([`an order was refused: ${why}`]);
    }),
  );

  it("a replayed one", () =>
    withProcess(async ({ socket, memory }) => {
      const line = `${sealOrder(anOrder(), signing)}\n`;
      expect(JSON.parse(await say(socket, line))).toMatchObject({ kind: "done" });
      await memory.lift(imposed("c1"));
      expect(JSON.parse(await say(socket, line))).toEqual({ kind: "refused", why: "replayed", last: noon });
      expect(memory.impositions()).toEqual([]);
    }));

  it("one that is older than the last, even after a restart", () =>
    withProcess(async ({ dir, socket }) => {
      await say(socket, `${sealOrder(anOrder(), signing)}\n`);
      expect(await createSequenceFile(dir, realDisk).last()).toBe(noon);
    }));
});

describe("the enforcer process", () => {
  it("tells the desk what a measure has turned away, and that it may be more, before and after the lift", () =>
    withProcess(async ({ socket, memory, clock }) => {
      const client = createOrderClient({ socket, server: "sv1", signing, clock });
      const remote = createRemoteEnforcer(createMemoryEnforcer(), client);
      await remote.apply(imposed("c1"));
      expect(await remote.stopped?.(imposed("c1"))).toBeNull();
      memory.refuse("c1", noon + 1_000);
      memory.refuse("c1", noon + 3_000);
      const told = { count: 2, from: noon + 1_000, to: noon + 3_000 };
      expect(await remote.stopped?.(imposed("c1"))).toEqual(told);
      await remote.lift(imposed("c1"));
      expect(await remote.stopped?.(imposed("c1"))).toEqual(told);
      Object.assign(memory, { stopped: async () => ({ ...told, isLeast: true }) });
      expect(await remote.stopped?.(imposed("c1"))).toEqual({ ...told, isLeast: true });
    }));

  it("goes on above what was taken when the desk's clock went back", () =>
    withProcess(async ({ socket, memory }) => {
      await say(socket, `${sealOrder(anOrder({ sequence: noon + 50_000 }), signing)}\n`);
      const client = createOrderClient({ socket, server: "sv1", signing, clock: createSetClock(noon) });
      expect(await client.give("lift", imposed("c1"))).toMatchObject({ kind: "done" });
      expect(memory.impositions()).toEqual([]);
    }));

  it("starts, and looks after the other servers, where one of them cannot be looked after", async () => {
    const dir = mkdtempSync(join(tmpdir(), "sekisho-orders-"));
    chmodSync(dir, 0o750);
    const said: string[] = [];
    const broken = { ...createMemoryEnforcer(), name: "postfix", keep: () => Promise.reject(new Error("a file is gone")) };
    const other = { ...createMemoryEnforcer(), name: "nginx", keep: async () => ["a map was gone, put back"] };
    const process = createEnforcerProcess({
      ...{ socket: join(dir, "enforcer.sock"), key: readPublicKey(publicKeyText(signing), "test"), clock: createSetClock(noon) },
      ...{ server: "sv1", enforcers: [broken, other], sequences: createSequenceFile(dir, realDisk) },
      ...{ recover: async () => [], drift: async () => [], say: (line: string) => void said.push(line) },
    });
    await process.start();
    await process.stop();
    rmSync(dir, { recursive: true });
    expect(said).toEqual(["postfix: a file is gone", "nginx: a map was gone, put back"]);
  });

  it("does not listen in a folder that others may write in", async () => {
    const { dir, stop } = await startProcess();
    chmodSync(dir, 0o777);
    const process = createEnforcerProcess({
      ...{
        socket: join(dir, "other.sock"),
        key: readPublicKey(publicKeyText(signing), "test"),
        clock: createSetClock(noon),
        server: "sv1",
      },
      ...{
        enforcers: [],
        sequences: createSequenceFile(dir, realDisk),
        recover: async () => [],
        drift: async () => [],
        say: () => undefined,
      },
    });
    await expect(process.start()).rejects.toMatchObject({ code: "place-unsafe" });
    await stop();
  });

  it("is out of reach when it does not run, and the client says what to do", async () => {
    const client = createOrderClient({ socket: "/nonexistent/enforcer.sock", server: "sv1", signing, clock: createSetClock(noon) });
    await expect(client.give("state", null)).rejects.toMatchObject({ code: "enforcer-unreachable" });
  });

  it("keeps in place what must not be missing, and tells the same thing once", async () => {
    const dir = mkdtempSync(join(tmpdir(), "sekisho-orders-"));
    chmodSync(dir, 0o750);
    const said: string[] = [];
    const process = createEnforcerProcess({
      ...{ socket: join(dir, "s.sock"), key: readPublicKey(publicKeyText(signing), "test"), clock: createSetClock(noon), server: "sv1" },
      enforcers: [
        { ...createMemoryEnforcer(), name: "one", keep: async () => ["mode.txt was missing", "mode.txt was missing"] },
        { ...createMemoryEnforcer(), name: "two", keep: async () => Promise.reject(new Error("no such folder")) },
      ],
      ...{
        sequences: createSequenceFile(dir, realDisk),
        recover: async () => [],
        drift: async () => [],
        say: (line: string) => void said.push(line),
      },
    });
    await process.start();
    await process.stop();
    rmSync(dir, { recursive: true });
    expect(said).toEqual(["one: mode.txt was missing", "two: no such folder"]);
  });
});
