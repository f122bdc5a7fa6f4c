import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEnforcerProcess } from "../../src/agent/orders/enforcer-process.ts";
import { createOrderClient } from "../../src/agent/orders/order-client.ts";
import { publicKeyText, readPublicKey, signingKeyOf } from "../../src/agent/orders/order-key.ts";
import { createRemoteEnforcer } from "../../src/agent/orders/remote-enforcer.ts";
import { createRemoteHeldMail } from "../../src/agent/orders/remote-held-mail.ts";
import { createSequenceFile } from "../../src/agent/orders/sequence-file.ts";
import { readQueues } from "../../src/catalog/enforcers/postfix/spool.ts";
import { createHeldCommand } from "../../src/cli/held.ts";
import { runCli } from "../../src/cli/run-cli.ts";
import { createSetClock } from "../../src/kit/clock.ts";
import { realDisk } from "../../src/kit/disk-steps.ts";
import { createMailFates } from "../../src/pipeline/mail-fates.ts";
import { createDeskVoice } from "../../src/report/desk/desk-voice.ts";
import { entryText } from "../../src/report/desk/entry-text.ts";
import { minute, monday } from "../case-builder.ts";
import { claimJson, type DeskLab, openDeskLab } from "../desk-lab.ts";
import { buildMessage, buildRequest, sourceOf } from "../event-builders.ts";
import { type PostfixUser, postfixMissing, postfixUsers } from "../servers/postfix.ts";
import { type PostfixLab, startPostfixLab } from "../servers/postfix-lab.ts";
import { followMail, fresh } from "../servers/postfix-mail.ts";

const missing = postfixMissing();
const [abused, neighbour] = postfixUsers as readonly [PostfixUser, PostfixUser];
const target = { account: abused.name };
const signing = signingKeyOf(Buffer.alloc(32, 7));

const spammer = buildRequest(1, monday, { agent: "library", referer: "bare", refererPath: null });
const visitor = buildRequest(2, monday, {
  source: sourceOf(2, "home"),
  before: { pages: 4, assets: 20, writes: 0, endpoints: 0, sameEndpoint: 0, sameEndpointMs: 0, logAgeMs: 10 ** 9 },
});

/** The desk of this story: it gives signed orders to a process that alone touches the Postfix. */
const openChain = async (lab: PostfixLab, dir: string) => {
  const [clock, socket] = [createSetClock(monday), join(dir, "enforcer.sock")];
  const process = createEnforcerProcess({
    ...{ socket, clock, server: "sv1", enforcers: [lab.enforcer], heldMail: lab.heldMail, sequences: createSequenceFile(dir, realDisk) },
    ...{ key: readPublicKey(publicKeyText(signing), "test"), recover: async () => [], drift: async () => [], say: () => undefined },
  });
  await process.start();
  const client = createOrderClient({ socket, server: "sv1", signing, clock });
  const fates = createMailFates();
  const desk = await openDeskLab({
    ...{ clock, enforcers: [createRemoteEnforcer(lab.enforcer, client)], heldMail: createRemoteHeldMail(client) },
    fatesOf: fates.fatesOf,
  });
  return { desk, clock, fates, stop: process.stop };
};

const commandOf = (desk: DeskLab, dir: string) => {
  const openLocal = async () => ({ fetch: (request: Request) => desk.api.fetchLocal(request), close: async () => undefined });
  return async (...args: readonly string[]) => {
    const said = { stdout: "", stderr: "" };
    const output = (name: "stdout" | "stderr") => ({
      write: (text: string) => {
        said[name] += text;
      },
    });
    const io = { stdout: output("stdout"), stderr: output("stderr"), env: { LANG: "C.UTF-8", SUDO_USER: "sato", NO_COLOR: "1" }, cwd: dir };
    const code = await runCli(["held", ...args], io, { version: "0.0.0", commands: [createHeldCommand({ openLocal, now: Date.now })] });
    return { code, ...said };
  };
};

describe.skipIf(missing !== null)(`mail that a case holds on a real Postfix${missing === null ? "" : ` (${missing})`}`, () => {
  let dir = "";
  let lab: PostfixLab;
  let chain: Awaited<ReturnType<typeof openChain>>;
  let mail: ReturnType<typeof followMail>;
  let held: ReturnType<typeof commandOf>;
  let caseId = "";

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "sekisho-held-story-"));
    chmodSync(dir, 0o750);
    writeFileSync(join(dir, "sekisho.yaml"), "timezone: Asia/Tokyo\nstateDir: state\n");
    lab = await startPostfixLab();
    mail = followMail(lab);
    chain = await openChain(lab, dir);
    held = commandOf(chain.desk, dir);
  }, 60_000);
  afterAll(async () => {
    await chain?.stop();
    await lab?.stop();
    rmSync(dir, { recursive: true });
  });

  /** Hands a mail in and waits until it is on hold; `from`: the request that the log reading found for it, if any. */
  const sendHeld = async (from: typeof spammer | null): Promise<{ readonly to: string; readonly id: string }> => {
    const to = fresh();
    await lab.send(abused, to);
    await mail.held(to);
    const id = (await readQueues(lab.postfix.spool, ["hold"])).find(({ open }) => open.includes(to))?.id ?? "";
    if (from !== null)
      chain.fates.note({ message: buildMessage(1, monday, { queueId: id }), trigger: from, candidates: 1, settledAt: monday });
    return { to, id };
  };
  const onHold = async () => (await readQueues(lab.postfix.spool, ["hold"])).map(({ id }) => id).toSorted();
  const idsOf = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id).toSorted();
  const openTasks = async () =>
    ((await chain.desk.store.caseById(caseId))?.tasks ?? []).filter(({ kind, doneAt }) => kind === "held-mail" && doneAt === null).length;

  it("is told apart, let go where it is genuine, left on hold at the release, and deleted by a decision, all on record", async () => {
    const { desk, clock } = chain;
    const measures = [{ measure: "hold-mail", target, impact: { abusive: 3, other: 2, unit: "messages" } }] as const;
    const made = await desk.local("POST", "/api/v1/claims", claimJson({ account: abused.name, measures }));
    caseId = made.json.caseId;
    await desk.desk.workOff();
    expect(lab.impositions()).toMatchObject([{ measure: "hold-mail", target }]);

    const spam = [await sendHeld(spammer), await sendHeld(spammer), await sendHeld(spammer)];
    const genuine = [await sendHeld(visitor), await sendHeld(visitor)];
    const listed = await held("list", "--case", caseId, "--json");
    expect(JSON.parse(listed.stdout)).toMatchObject({ summary: { count: 5, fates: { caused: 3, "not-caused": 2, unknown: 0 } } });
    const shown = await held("list", "--case", caseId);
    expect(shown.stdout).toContain("the abuse's 3");
    expect(`${listed.stdout}${shown.stdout}`).not.toContain("@");

    expect(await held("deliver", "--case", caseId, "--reason", "orders of customers")).toMatchObject({
      code: 0,
      stdout: `${caseId}: 2 let go\nStill on hold: 3 caused by the abuse, 0 genuine, 0 that nobody can tell.\n`,
    });
    for (const { to } of genuine) await mail.arrives(to);
    const wrong = await held("deliver", spam[0]?.id ?? "", "--reason", "a mistake");
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining("what the abuse caused is let go for nobody")]);
    expect(await onHold()).toEqual(idsOf(spam));

    const [late, odd] = [await sendHeld(visitor), await sendHeld(null)];
    clock.set(clock.now() + minute);
    await desk.desk.release({ of: { case: caseId }, by: { kind: "person", name: "sato" }, second: null, reason: "the form is repaired" });
    await desk.desk.workOff();
    expect(lab.impositions()).toEqual([]);
    await mail.arrives(late.to);
    await mail.passes(abused);
    await mail.passes(neighbour);
    expect(await onHold()).toEqual(idsOf([...spam, odd]));
    expect(await openTasks()).toBe(1);

    const unseen = await held("delete", "--case", caseId, "--reason", "spam");
    expect([unseen.code, unseen.stderr]).toEqual([1, expect.stringContaining("look again")]);
    const look: string = JSON.parse((await held("list", "--case", caseId, "--json")).stdout).deletable.look;
    expect((await held("delete", "--case", caseId, "--look", look, "--reason", "spam")).stdout).toBe(
      `${caseId}: 3 deleted\nStill on hold: 0 caused by the abuse, 0 genuine, 1 that nobody can tell.\n`,
    );
    expect(await onHold()).toEqual([odd.id]);
    expect((await held("deliver", odd.id, "--reason", "asked the customer")).stdout).toBe(`${caseId}: 1 let go\n`);
    await mail.arrives(odd.to);
    expect(await openTasks()).toBe(0);
    expect(spam.map(({ to }) => mail.arrived(to))).toEqual([false, false, false]);
  }, 60_000);

  it("leaves a record of every decision, without an address, in a chain that is whole", async () => {
    const { store } = chain.desk;
    const facts = await store.factsOf(caseId);
    const decisions = facts.flatMap(({ fact }) => (fact.kind === "decided" && fact.decision.verb.endsWith("-held") ? [fact] : []));
    expect(decisions.map(({ decision, reason }) => [decision.verb, "held" in decision ? decision.held.count : 0, reason])).toEqual([
      ["deliver-held", 2, "orders of customers"],
      ["deliver-held", 1, "a mistake"],
      ["delete-held", 3, "spam"],
      ["deliver-held", 1, "asked the customer"],
    ]);
    expect(JSON.stringify(decisions)).not.toContain("@");
    const timeline = await store.timelineOf(caseId);
    const codes = timeline.map(({ code }) => code).filter((code) => code.startsWith("held-") || code === "refused");
    expect(codes).toEqual(["held-delivered", "refused", "held-delivered", "held-left", "held-deleted", "held-delivered"]);
    const deleted = timeline.find(({ code }) => code === "held-deleted");
    if (deleted === undefined) throw new Error("no such line");
    expect(entryText(deleted, createDeskVoice("ja", "Asia/Tokyo"))).toMatch(/^保留中のメールを削除：3 通（.+）：elsewhere\.example$/);
    expect(entryText(deleted, createDeskVoice("en", "Asia/Tokyo"))).toMatch(/^mail on hold deleted: 3 \(.+\): elsewhere\.example$/);
    expect(await store.verifyAudit()).toMatchObject({ kind: "whole" });
  });
});
