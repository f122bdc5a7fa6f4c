import { describe, expect, it } from "vitest";
import { inLog, joinLines } from "../../test/join-mail-lines.ts";
import { exim } from "../catalog/formats/exim.ts";
import { postfix } from "../catalog/formats/postfix.ts";
import { sendmail } from "../catalog/formats/sendmail.ts";
import type { MailFormat } from "../ports/log-format.ts";

const told = [
  {
    name: "u10123",
    uid: 10_123,
    host: null,
    sites: [{ domain: "site.example", aliases: [], root: null }],
  },
];

const read = (format: MailFormat, lines: readonly string[]) => joinLines(inLog(format, lines), { told });

const head = "Nov 24 03:15:14 sv1 postfix/";
const id = "4jYSc23SlSzDtGB";
const arrived = (from: string): string[] => [
  `${head}smtpd[11]: ${id}: client=${from}`,
  `${head}cleanup[12]: ${id}: message-id=<1@mail.example>`,
  `${head}qmgr[13]: ${id}: from=<stranger@mail.example>, size=700, nrcpt=1 (queue active)`,
];
const outside = arrived("mx.mail.example[192.0.2.7]");
const delivery = (fields: string, status: string): string =>
  `${head}smtp[14]: ${id}: to=<v@far.example>, ${fields}, delay=1, dsn=2.0.0, status=${status} (x)`;
const far = "relay=mx.far.example[198.51.100.9]:25";
const passedOn = "orig_to=<Office@site.example>";

describe("mail that a mailbox passes on", () => {
  it("is the account's, one message with all its outcomes, and none of what the account handed in", () => {
    const { messages, forwarded } = read(postfix, [
      ...outside,
      delivery(`${passedOn}, ${far}`, "deferred"),
      delivery(`${passedOn}, ${far}`, "sent"),
    ]);
    expect(messages).toMatchObject([{ submission: "smtp", account: null, mailbox: null }]);
    const message = { submission: "forwarded", mailbox: "office@site.example", account: { name: "u10123" }, client: "192.0.2.7" };
    expect(forwarded).toMatchObject([
      { isFirst: true, mail: { message, trigger: null }, outcome: { status: "deferred", recipientDomain: "far.example" } },
      { isFirst: false, outcome: { status: "sent" } },
    ]);
    expect(forwarded[1]?.mail).toBe(forwarded[0]?.mail);
  });

  it("is told from a server that was never reached as well", () => {
    expect(read(postfix, [...outside, delivery(`${passedOn}, relay=none`, "deferred")]).forwarded).toHaveLength(1);
  });

  it("is read from Exim's brackets, and from sendmail's user on whose behalf it delivers", () => {
    const exims = read(exim, [
      "2026-11-24 03:15:14 1jmFYj-00039V-QX <= s@mail.example H=mx.mail.example [192.0.2.7] P=esmtp S=700 id=1@mail.example for office@site.example",
      "2026-11-24 03:15:15 1jmFYj-00039V-QX => v@far.example <office@site.example> R=dnslookup T=remote_smtp H=mx.far.example [198.51.100.9]",
    ]);
    const sendmails = read(sendmail, [
      "Nov 24 03:15:14 sv1 sendmail[6005]: 21QBRGdX006005: from=<s@mail.example>, size=700, class=0, nrcpts=1, msgid=<1@mail.example>, proto=ESMTP, relay=mx.mail.example [192.0.2.7]",
      "Nov 24 03:15:15 sv1 sendmail[6005]: 21QBRGdX006005: to=<v@far.example>, ctladdr=<office@site.example> (10123/10123), delay=00:00:01, mailer=esmtp, relay=mx.far.example. [198.51.100.9], dsn=2.0.0, stat=Sent (ok)",
    ]);
    for (const { forwarded } of [exims, sendmails]) {
      expect(forwarded).toMatchObject([{ mail: { message: { mailbox: "office@site.example", account: { name: "u10123" } } } }]);
    }
  });
});

describe("mail that is not passed on", () => {
  const none = (lines: readonly string[]): void => expect(read(postfix, lines).forwarded).toEqual([]);

  it("stays on this server: another mailbox, a content filter, another site's", () => {
    none([...outside, delivery(`${passedOn}, relay=local`, "sent")]);
    none([...outside, delivery(`${passedOn}, relay=sv1.example[private/dovecot-lmtp]`, "sent")]);
    none([...outside, delivery(`${passedOn}, relay=127.0.0.1[127.0.0.1]:10024`, "sent")]);
    none([...outside, `${head}smtp[14]: ${id}: to=<a@site.example>, ${passedOn}, relay=none, delay=1, dsn=4.0.0, status=deferred (x)`]);
  });

  it("is for an address that is nobody's here, or was not rewritten", () => {
    none([...outside, delivery(`orig_to=<office@unknown.example>, ${far}`, "sent")]);
    none([...outside, delivery(`orig_to=<root>, ${far}`, "sent")]);
    none([...outside, delivery(far, "sent")]);
  });

  it("is an account's own, handed in here and sent through an alias", () => {
    none([`${head}pickup[11]: ${id}: uid=10123 from=<u10123>`, ...outside.slice(1), delivery(`${passedOn}, ${far}`, "sent")]);
  });
});
