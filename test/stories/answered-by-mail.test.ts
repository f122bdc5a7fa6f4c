import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { simpleParser } from "mailparser";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config.ts";
import { takeReply } from "../../src/desk/take-reply.ts";
import { createSetClock } from "../../src/kit/clock.ts";
import { openCallStaff } from "../../src/main/open-call-staff.ts";
import { openDeliver } from "../../src/main/open-deliver.ts";
import { openReplyReader } from "../../src/main/open-reply-reader.ts";
import { openDeskStores } from "../../src/stores/open-store.ts";
import { minute, monday, someClaim } from "../case-builder.ts";
import { createTestDesk } from "../desk-builder.ts";
import { createRandom } from "../seeded-random.ts";
import { type SmtpSink, startSmtpSink } from "../smtp-sink.ts";

let sink: SmtpSink;
let folder: string;

beforeEach(async () => {
  sink = await startSmtpSink();
  folder = mkdtempSync(join(tmpdir(), "sekisho-mail-"));
  writeFileSync(join(folder, "link.key"), "0123456789abcdef0123456789abcdef\n");
  writeFileSync(
    join(folder, "sekisho.yaml"),
    `home: JP
stateDir: state
timezone: Asia/Tokyo
operator: { name: 例ホスティング, contact: abuse@host.example }
smtp: { url: "smtp://127.0.0.1:${sink.port}", from: "Abuse desk <abuse@host.example>" }
secrets: { linkKey: { file: link.key } }
accounts:
  - { name: u10123, uid: 10123, host: sv1, owner: { name: 山田 太郎, email: owner@elsewhere.example, language: ja }, sites: [{ domain: shop.example }] }
`,
  );
});

afterEach(async () => {
  await sink.stop();
  rmSync(folder, { recursive: true });
});

/** The desk of a test, with notices that really go out and answers that are really read. */
const deskOnMail = async () => {
  const config = loadConfig("sekisho.yaml", folder);
  const stores = await openDeskStores("sqlite::memory:");
  const clock = createSetClock(monday);
  const deliver = openDeliver(config, { clock, store: stores.cases, replies: stores.replies });
  const callStaff = openCallStaff(config, clock);
  const made = await createTestDesk(undefined, { store: stores.cases, clock, deliver, callStaff });
  const noDns = async (): Promise<never> => {
    throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
  };
  const reader = openReplyReader(config, { clock, secrets: stores.replies, resolver: noDns as never });
  return { ...made, clock, reader, stores };
};

const encoded = (text: string): string => Buffer.from(text, "utf8").toString("base64");

const answerWith = (to: string, text: string): Uint8Array =>
  Buffer.from(
    [
      "From: =?UTF-8?B?5bGx55SwIOWkqumDjg==?= <owner@elsewhere.example>",
      `To: ${to}`,
      "Subject: Re: shop.example",
      "Date: Mon, 2 Mar 2026 13:00:00 +0900",
      "Message-ID: <answer-1@elsewhere.example>",
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=UTF-8",
      "Content-Transfer-Encoding: base64",
      "",
      encoded(text),
      "",
    ].join("\r\n"),
  );

/** The customer's answer in the manner of the story: numbered points, arrows, a deleted page. */
const answer = (to: string): Uint8Array =>
  answerWith(
    to,
    "お世話になっております。山田です。\n\n1. フォームの対策 ⇒ コンタクトページを削除しました。対応済みです。\n\nよろしくお願いいたします。\n",
  );

/** A delivery report as our own mail server writes it. */
const report = (to: string, action: string, status: string): Uint8Array =>
  Buffer.from(
    [
      "From: MAILER-DAEMON@host.example",
      `To: ${to}`,
      "Subject: Delivery Status Notification",
      "Message-ID: <report-1@host.example>",
      "MIME-Version: 1.0",
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      "",
      "--b",
      "Content-Type: text/plain",
      "",
      "The mail system.",
      "--b",
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; host.example",
      "",
      "Final-Recipient: rfc822; owner@elsewhere.example",
      `Action: ${action}`,
      `Status: ${status}`,
      "",
      "--b--",
      "",
    ].join("\r\n"),
  );

describe("a notice by mail and its answer", () => {
  it("goes out in Japanese, is answered at its own address, and the claim is checked at once", async () => {
    const { desk, store, passTo, onlyCase, world, reader, clock } = await deskOnMail();
    await desk.takeClaim(someClaim());
    await passTo(monday + minute);
    expect(sink.mails).toHaveLength(1);
    const mail = await simpleParser(Buffer.from(sink.mails[0]?.raw ?? "", "latin1"));
    const { id } = await onlyCase();
    expect(mail.subject).toContain("shop.example");
    expect(mail.text).toContain(id);
    expect(mail.text).toContain("山田 太郎 様");
    const replyTo = mail.replyTo?.value[0]?.address ?? "";
    expect(replyTo).toMatch(/^abuse\+[a-z2-7]{32}@host\.example$/);

    await passTo(monday + 60 * minute);
    world.page = 404;
    world.post = 404;
    const parts = { store, clock, newId: () => "x" } as never;
    expect(await takeReply(parts, reader, answer(replyTo))).toBe("answered");
    const answered = await onlyCase();
    expect(answered.state).toBe("answered");
    expect(answered.requirements.find((one) => one.id === "form-protected")?.claim?.kind).toBe("done");
    await passTo(monday + 61 * minute);
    expect((await onlyCase()).state).toBe("verified");
  });

  it("is answered between its own lines, which the mail program does not mark, or in its own form", async () => {
    for (const put of [
      (line: string) => (/^ {3}進め方の例/.test(line) ? `対応済みです。\n${line}` : line),
      (line: string) => (/⇒\s*$/.test(line) ? `${line} 対応済み` : line),
    ]) {
      const { desk, store, passTo, onlyCase, reader, clock } = await deskOnMail();
      sink.mails.length = 0;
      await desk.takeClaim(someClaim());
      await passTo(monday + minute);
      const mail = await simpleParser(Buffer.from(sink.mails[0]?.raw ?? "", "latin1"));
      const head = ["-----Original Message-----", "From: Abuse desk", "Sent: Monday", "To: 山田 太郎", `Subject: ${mail.subject}`, ""];
      const text = ["本文中に回答しました。", "", ...head, ...(mail.text ?? "").split("\n").map(put)].join("\n");
      const to = mail.replyTo?.value[0]?.address ?? "";
      const parts = { store, clock, newId: () => "x" } as never;
      expect(await takeReply(parts, reader, answerWith(to, text))).toBe("answered");
      const one = await onlyCase();
      expect(one.requirements.find(({ id }) => id === "form-protected")?.claim?.kind).toBe("done");
      const said = await reader.read(answerWith(to, text), one);
      expect(said.kind === "answer" && said.text).toMatch(/^本文中に回答しました。\n+.*対応済み(です。)?$/);
    }
  });

  it("is not answered by its own words, quoted without a mark", async () => {
    const { desk, store, passTo, onlyCase, reader, clock } = await deskOnMail();
    await desk.takeClaim(someClaim());
    await passTo(monday + minute);
    const mail = await simpleParser(Buffer.from(sink.mails[0]?.raw ?? "", "latin1"));
    const head = ["-----Original Message-----", "From: Abuse desk", "Sent: Monday", "To: 山田 太郎", `Subject: ${mail.subject}`, ""];
    const text = ["確認します。", "", ...head, mail.text ?? ""].join("\n");
    const parts = { store, clock, newId: () => "x" } as never;
    expect(await takeReply(parts, reader, answerWith(mail.replyTo?.value[0]?.address ?? "", text))).toBe("answered");
    const one = await onlyCase();
    expect(one.requirements.map(({ claim }) => claim)).toEqual(one.requirements.map(() => null));
    const said = await reader.read(answerWith("abuse@host.example", text), one);
    expect(said.kind === "answer" && said.text).toBe("確認します。");
  });

  it("counts the same answer once, and takes no answer that does not know the secret", async () => {
    const { desk, store, passTo, onlyCase, reader, clock } = await deskOnMail();
    await desk.takeClaim(someClaim());
    await passTo(monday + minute);
    const mail = await simpleParser(Buffer.from(sink.mails[0]?.raw ?? "", "latin1"));
    const replyTo = mail.replyTo?.value[0]?.address ?? "";
    const parts = { store, clock, newId: () => "x" } as never;
    await takeReply(parts, reader, answer(replyTo));
    const once = (await onlyCase()).version;
    await takeReply(parts, reader, answer(replyTo));
    expect((await onlyCase()).version).toBe(once);
    expect(await takeReply(parts, reader, answer(`abuse+${"a".repeat(32)}@host.example`))).toBe("unrouted");
    expect(await takeReply(parts, reader, answer("abuse@host.example"))).toBe("unrouted");
  });

  it("a bounce to the notice's own return path is a task for staff", async () => {
    const { desk, store, passTo, onlyCase, reader, clock } = await deskOnMail();
    await desk.takeClaim(someClaim());
    await passTo(monday + minute);
    const bounce = `From: MAILER-DAEMON@mx.example\r\nTo: ${sink.mails[0]?.from}\r\nSubject: Undelivered Mail\r\n\r\nUser unknown\r\n`;
    const parts = { store, clock, newId: () => "x" } as never;
    expect(await takeReply(parts, reader, Buffer.from(bounce))).toBe("bounce");
    const one = await onlyCase();
    expect(one.notices[0]?.state).toBe("bounced");
    expect(one.tasks.map(({ kind }) => kind)).toContain("notice-bounced");
    await passTo(monday + 2 * minute);
    const told = await simpleParser(Buffer.from(sink.mails.at(-1)?.raw ?? "", "latin1"));
    expect(sink.mails.at(-1)?.to).toEqual(["abuse@host.example"]);
    expect(told.subject).toContain(`${one.id} shop.example`);
  });

  it("does nothing for 500 forged bounces: other notices, other cases, seals guessed, moved, left out", async () => {
    const { desk, store, passTo, onlyCase, reader, clock } = await deskOnMail();
    await desk.takeClaim(someClaim());
    await passTo(monday + minute);
    const parts = { store, clock, newId: () => "x" } as never;
    const genuine = sink.mails[0]?.from ?? "";
    const before = JSON.stringify(await onlyCase());
    const [, id = "", seal = ""] = /^abuse\+([^.]+)\.([0-9a-f]{20})@/.exec(genuine) ?? [];
    const random = createRandom(500);
    const guessed = (): string => Array.from({ length: 20 }, () => random(16).toString(16)).join("");
    const forged: readonly ((at: number) => string)[] = [
      () => `abuse+${id}@host.example`,
      () => `abuse+${id}.${guessed()}@host.example`,
      (at) => `abuse+${id.replace(/_2e\d+_2e/, `_2e${at + 2}_2e`)}.${seal}@host.example`,
      (at) => `abuse+${id.replace("000001", String(at + 2).padStart(6, "0"))}.${seal}@host.example`,
      (at) =>
        `abuse+${id}.${seal.slice(0, at % 20)}${(Number.parseInt(seal[at % 20] ?? "0", 16) ^ 1).toString(16)}${seal.slice((at % 20) + 1)}@host.example`,
      () => `abuse+${id}.${seal.slice(0, 10)}@host.example`,
      (at) => `abuse+2026-${String(at + 1).padStart(6, "0")}_2e1_2e1_2eja@host.example`,
    ];
    for (let at = 0; at < 500; at++) {
      const to = forged[at % forged.length]?.(at) ?? "";
      expect(await takeReply(parts, reader, report(to, "failed", "5.1.1")), to).toBe("unrouted");
    }
    expect(JSON.stringify(await onlyCase())).toBe(before);
    expect(await takeReply(parts, reader, report(genuine, "failed", "5.1.1"))).toBe("bounce");
  });

  it.each([
    [13, "bounce"],
    [15, "unrouted"],
  ])("a bounce after %i days to a return path from before there were seals: %s", async (days, became) => {
    const { desk, store, passTo, onlyCase, reader, clock } = await deskOnMail();
    await desk.takeClaim(someClaim());
    await passTo(monday + minute);
    const parts = { store, clock, newId: () => "x" } as never;
    const old = report((sink.mails[0]?.from ?? "").replace(/\.[0-9a-f]{20}@/, "@"), "failed", "5.1.1");
    expect(await takeReply(parts, reader, old)).toBe("unrouted");
    writeFileSync(join(folder, "state", "sealed-since"), String(monday + 2 * minute));
    const later = openReplyReader(loadConfig("sekisho.yaml", folder), { clock, secrets: { findBySecret: async () => null } });
    clock.set(monday + days * 24 * 60 * minute);
    expect(await takeReply(parts, later, old)).toBe(became);
    expect((await onlyCase()).notices[0]?.state).toBe(became === "bounce" ? "bounced" : "sent");
  });

  it("what comes to the return path and is no lasting failure leaves the notice sent", async () => {
    const { desk, store, passTo, onlyCase, reader, clock } = await deskOnMail();
    await desk.takeClaim(someClaim());
    await passTo(monday + minute);
    const parts = { store, clock, newId: () => "x" } as never;
    const to = sink.mails[0]?.from ?? "";
    const away = `From: owner@elsewhere.example\r\nTo: ${to}\r\nAuto-Submitted: auto-replied\r\nSubject: Out of office\r\n\r\nUntil Monday.\r\n`;
    expect(await takeReply(parts, reader, Buffer.from(away))).toBe("automatic");
    expect(await takeReply(parts, reader, report(to, "delayed", "4.4.1"))).toBe("automatic");
    expect((await onlyCase()).notices[0]?.state).toBe("sent");
    expect(await takeReply(parts, reader, report(to, "failed", "5.1.1"))).toBe("bounce");
    expect((await onlyCase()).notices[0]?.state).toBe("bounced");
  });

  it("refuses a link key that can be guessed", () => {
    writeFileSync(join(folder, "link.key"), "0123456789abcdef\n");
    const open = () =>
      openDeliver(loadConfig("sekisho.yaml", folder), { clock: createSetClock(monday), store: null as never, replies: {} as never });
    expect(open).toThrow("secrets.linkKey: the key has fewer than 32 bytes");
  });
});
