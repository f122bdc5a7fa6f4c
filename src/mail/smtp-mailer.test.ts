import PostalMime from "postal-mime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { containedView } from "../../test/golden/notice-views.ts";
import { type SmtpSink, startSmtpSink } from "../../test/smtp-sink.ts";
import { ja } from "../catalog/languages/ja.ts";
import type { Letter, Mailer } from "../ports/mailer.ts";
import { composeNotice } from "../report/notice/compose-notice.ts";
import { noticeReturnPath } from "./notice-address.ts";
import { createSmtpMailer } from "./smtp-mailer.ts";

const at = Date.parse("2026-03-01T05:33:35+09:00");

const mailerTo = (port: number): Mailer =>
  createSmtpMailer({
    server: { host: "127.0.0.1", port, secure: false, auth: null, name: "desk.host.example" },
    from: { name: "例ホスティング 不正利用対応窓口", address: "abuse@host.example" },
    returnPath: "bounces@host.example",
    returnKey: Buffer.alloc(32, 7),
    now: () => at,
    timeoutMs: 2_000,
  });

const letter: Letter = {
  noticeId: "C-2026-00417/n2",
  firstNoticeId: "C-2026-00417/n1",
  to: [
    { name: "山田 太郎", address: "owner@elsewhere.example" },
    { name: null, address: "agency@web.example" },
  ],
  replyTo: "case+c417.k3J9x@host.example",
  language: "ja",
  ...composeNotice(ja, containedView("form-relay")),
};

const headersOf = (raw: string): string => raw.slice(0, raw.indexOf("\r\n\r\n")).replace(/\r\n[ \t]+/g, " ");
const header = (raw: string, name: string): string | undefined =>
  headersOf(raw)
    .split("\r\n")
    .find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
    ?.slice(name.length + 1)
    .trim();

describe("a letter over SMTP", () => {
  let sink: SmtpSink;
  let mailer: Mailer;
  beforeAll(async () => {
    sink = await startSmtpSink({
      "later@elsewhere.example": { code: 450, words: "4.2.1 mailbox busy, try again" },
      "gone@elsewhere.example": { code: 550, words: "5.1.1 no such user here" },
    });
    mailer = mailerTo(sink.port);
  });
  afterAll(async () => {
    mailer.stop();
    await sink.stop();
  });

  it("arrives as it was meant: Japanese subject, names, both parts, thread and envelope", async () => {
    const delivery = await mailer.send(letter);
    expect(delivery).toEqual({ outcome: "sent", said: expect.stringContaining("queued as 4C1D21A3F2"), refused: [] });
    const got = sink.mails.at(-1);
    const raw = got?.raw ?? "";
    expect(got?.from).toBe(noticeReturnPath("C-2026-00417/n2", "bounces@host.example", Buffer.alloc(32, 7)));
    expect(got?.to).toEqual(["owner@elsewhere.example", "agency@web.example"]);
    const read = await PostalMime.parse(Buffer.from(raw, "latin1"));
    expect(read.subject).toBe(letter.subject);
    expect(read.from).toMatchObject({ name: "例ホスティング 不正利用対応窓口", address: "abuse@host.example" });
    expect(read.to).toMatchObject(letter.to.map(({ name, address }) => ({ name: name ?? "", address })));
    expect(read.replyTo).toMatchObject([{ address: letter.replyTo }]);
    expect(read.text?.replaceAll("\r\n", "\n").trimEnd()).toBe(letter.text.trimEnd());
    expect(read.html?.replaceAll("\r\n", "\n").trimEnd()).toBe(letter.html.trimEnd());
    expect(read.attachments).toEqual([]);
    expect(read.messageId).toBe("<notice._43-2026-00417_2fn2@host.example>");
    expect(read.inReplyTo).toBe("<notice._43-2026-00417_2fn1@host.example>");
    expect(read.references).toBe("<notice._43-2026-00417_2fn1@host.example>");
    expect(new Date(read.date ?? "").getTime()).toBe(at);
  });

  it("says that it is automatic, in which language it is, and how its lines are to be taken", async () => {
    await mailer.send(letter);
    const raw = sink.mails.at(-1)?.raw ?? "";
    expect(header(raw, "Auto-Submitted")).toBe("auto-generated");
    expect(header(raw, "X-Auto-Response-Suppress")).toBe("All");
    expect(header(raw, "Content-Language")).toBe("ja");
    expect(header(raw, "Content-Type")).toMatch(/^multipart\/alternative;/);
    expect(raw).toMatch(/Content-Type: text\/plain; charset=utf-8; format=fixed/);
    expect(raw.indexOf("text/plain")).toBeLessThan(raw.indexOf("text/html"));
    expect(headersOf(raw)).not.toMatch(/Precedence|X-Mailer|Bcc/i);
    for (const line of raw.split("\r\n")) expect(line.length).toBeLessThanOrEqual(998);
  });

  it("is the same mail when it is sent again", async () => {
    await mailer.send(letter);
    await mailer.send(letter);
    const [one, two] = sink.mails.slice(-2);
    expect(header(one?.raw ?? "", "Message-ID")).toBe(header(two?.raw ?? "", "Message-ID"));
    expect(one?.from).toBe(two?.from);
  });

  it("answers to nothing where it is the first of its case", async () => {
    await mailer.send({ ...letter, firstNoticeId: null });
    expect(headersOf(sink.mails.at(-1)?.raw ?? "")).not.toMatch(/In-Reply-To|References/i);
  });

  it("is put off or has failed by what the server says, in its words", async () => {
    const to = (address: string): Letter => ({ ...letter, to: [{ name: null, address }] });
    expect(await mailer.send(to("later@elsewhere.example"))).toEqual({ outcome: "put-off", said: expect.stringContaining("mailbox busy") });
    expect(await mailer.send(to("gone@elsewhere.example"))).toEqual({ outcome: "failed", said: expect.stringContaining("no such user") });
    const both = { ...letter, to: [...to("later@elsewhere.example").to, ...to("gone@elsewhere.example").to] };
    expect((await mailer.send(both)).outcome).toBe("put-off");
  });

  it("names the recipients that were refused where others were not", async () => {
    const to = [...letter.to, { name: null, address: "gone@elsewhere.example" }];
    const delivery = await mailer.send({ ...letter, to });
    expect(delivery).toMatchObject({
      outcome: "sent",
      refused: [{ address: "gone@elsewhere.example", said: expect.stringContaining("5.1.1") }],
    });
  });

  it("is put off or has failed after the whole of it was sent, too", async () => {
    for (const [code, outcome] of [
      [451, "put-off"],
      [554, "failed"],
    ] as const) {
      const refusing = await startSmtpSink({}, { code, words: "not today" });
      const second = mailerTo(refusing.port);
      expect(await second.send(letter)).toEqual({ outcome, said: expect.stringContaining("not today") });
      second.stop();
      await refusing.stop();
    }
  });

  it("is put off where nobody listens", async () => {
    const closed = await startSmtpSink();
    await closed.stop();
    const nobody = mailerTo(closed.port);
    expect(await nobody.send(letter)).toEqual({ outcome: "put-off", said: expect.stringContaining("ECONNREFUSED") });
    nobody.stop();
  });
});
