import { describe, expect, it } from "vitest";
import { inLog, type Joined, joinLines, postfixLines } from "../../test/join-mail-lines.ts";
import { sendmail } from "../catalog/formats/sendmail.ts";

const head = "Nov 24 03:00:00 sv1 ";
const [first, second] = ["4jYSc23SlSz1", "4jYSc23SlSz2"];

/** A local message that Postfix hands to a content filter, which hands it back from `client`. */
const filtered = (client: string, secondId = "abc@site.example", status = "sent (250 OK)"): string[] => [
  `${head}postfix/pickup[11]: ${first}: uid=5001 from=<anna>`,
  `${head}postfix/cleanup[12]: ${first}: message-id=<abc@site.example>`,
  `${head}postfix/qmgr[13]: ${first}: from=<anna@sv1.example>, size=700, nrcpt=1 (queue active)`,
  `${head}postfix/smtpd[15]: ${second}: client=${client}`,
  `${head}postfix/cleanup[12]: ${second}: message-id=<${secondId}>`,
  `${head}postfix/qmgr[13]: ${second}: from=<anna@sv1.example>, size=1100, nrcpt=1 (queue active)`,
  `${head}postfix/smtp[14]: ${second}: to=<v@mail.example>, relay=mx.mail.example[198.51.100.9]:25, delay=0.1, delays=0/0/0/0.1, dsn=2.0.0, status=${status}`,
  `${head}postfix/qmgr[13]: ${second}: removed`,
];

/** sendmail's two queues: the submission queue hands the message to the mail server by SMTP over loopback. */
const twoQueues = [
  `${head}sendmail[111111]: 3AO300aB111111: from=anna, size=700, class=0, nrcpts=1, msgid=<abc@sv1.example>, relay=anna@localhost`,
  `${head}sm-mta[111112]: 3AO300cD111112: from=<anna@sv1.example>, size=900, class=0, nrcpts=1, msgid=<abc@sv1.example>, proto=ESMTP, daemon=MTA-v4, relay=localhost [127.0.0.1]`,
  `${head}sm-mta[111114]: 3AO300cD111112: to=<v@mail.example>, ctladdr=<anna@sv1.example> (5001/5001), delay=00:00:01, xdelay=00:00:01, mailer=esmtp, pri=120900, relay=mx.mail.example. [198.51.100.9], dsn=5.1.1, stat=User unknown`,
];

const queueIds = ({ messages }: Joined): string[] => messages.map(({ queueId }) => queueId);
const told = ({ outcomes }: Joined): string[] => outcomes.map(({ message, status }) => `${message.queueId} ${status}`);

describe("a message that a server hands to itself", () => {
  it("is one submission behind Postfix's content filter, and gets the outcome of its second hop", () => {
    const joined = postfixLines(filtered("localhost[127.0.0.1]"));
    expect(queueIds(joined)).toEqual([first]);
    expect(joined.messages[0]).toMatchObject({ submission: "local", account: { name: "anna", uid: 5001 } });
    expect(told(joined)).toEqual([`${first} sent`]);
  });

  it("gets a bounce of its second hop as its own, also over IPv6 loopback", () => {
    const joined = postfixLines(filtered("localhost[::1]", "abc@site.example", "bounced (host said: 550 no such user)"));
    expect(told(joined)).toEqual([`${first} bounced`]);
  });

  it("is one submission in sendmail's two queues, and gets the outcome of the second", () => {
    const joined = joinLines(inLog(sendmail, twoQueues));
    expect(queueIds(joined)).toEqual(["3AO300aB111111"]);
    expect(joined.messages[0]).toMatchObject({ submission: "local", account: { name: "anna" } });
    expect(told(joined)).toEqual(["3AO300aB111111 bounced"]);
  });

  it("is not seen in mail from outside that bears the same message-id", () => {
    const joined = postfixLines(filtered("mx.other.example[203.0.113.9]"));
    expect(queueIds(joined)).toEqual([first, second]);
    expect(told(joined)).toEqual([`${second} sent`]);
  });

  it("is not seen in another message that comes over loopback", () => {
    const joined = postfixLines(filtered("localhost[127.0.0.1]", "other@site.example"));
    expect(queueIds(joined)).toEqual([first, second]);
    expect(told(joined)).toEqual([`${second} sent`]);
  });

  it("is not seen across servers", () => {
    const lines = filtered("localhost[127.0.0.1]").map((line, at) => (at < 3 ? line : line.replace(" sv1 ", " sv2 ")));
    expect(queueIds(postfixLines(lines))).toEqual([first, second]);
  });
});
