import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inLog, type Joined, joinLines, postfixLines } from "../../test/join-mail-lines.ts";
import { postfix } from "../catalog/formats/postfix.ts";
import type { ToldAccount } from "./directory.ts";

/** The lines that Postfix writes about one message of a local user. */
const submission = (
  queueId: string,
  name: string,
  parts: { readonly host?: string; readonly uid?: number; readonly minute?: number; readonly to?: readonly string[] } = {},
): string[] => {
  const { host = "sv1", uid = 5001, minute = 0, to = ["v@mail.example"] } = parts;
  const start = `Nov 24 03:${String(minute).padStart(2, "0")}:00 ${host} postfix/`;
  return [
    `${start}pickup[11]: ${queueId}: uid=${uid} from=<${name}>`,
    `${start}cleanup[12]: ${queueId}: message-id=<${queueId}.${minute}@site.example>`,
    `${start}qmgr[13]: ${queueId}: from=<${name}@${host}.example>, size=700, nrcpt=${to.length} (queue active)`,
    ...to.map(
      (one) =>
        `${start}smtp[14]: ${queueId}: to=<${one}>, relay=mx.mail.example[198.51.100.9]:25, delay=0.1, delays=0/0/0/0.1, dsn=2.0.0, status=sent (250 OK)`,
    ),
    `${start}qmgr[13]: ${queueId}: removed`,
  ];
};

describe("the join", () => {
  it("joins any interleaving of several messages into the same messages as one by one", () => {
    const senders = ["anna", "bert", "cora"];
    const parts = Array.from({ length: 6 }, (_, at) =>
      submission(`4jYSc23SlSz${at}`, senders[at % 3] as string, {
        uid: 5000 + (at % 3),
        to: Array.from({ length: 1 + (at % 3) }, (__, to) => `v${to}@m${at}.example`),
      }),
    );
    const summary = ({ messages, outcomes }: Joined): string[] =>
      messages
        .map((message) => {
          const own = outcomes.filter((outcome) => outcome.message === message);
          return `${message.queueId} ${message.account?.uid} ${message.sender} ${message.messageId} ${message.size} ${own.map(({ recipientDomain, status }) => `${recipientDomain} ${status}`)}`;
        })
        .toSorted();
    const alone = parts.flatMap((lines) => summary(postfixLines(lines))).toSorted();
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(5)), (picks) => {
        const left = parts.map((lines) => [...lines]);
        const mixed: string[] = [];
        for (const pick of picks) {
          const filled = left.filter((lines) => lines.length > 0);
          if (filled.length === 0) break;
          mixed.push(filled[pick % filled.length]?.shift() as string);
        }
        expect(summary(postfixLines(mixed))).toEqual(alone);
      }),
      { numRuns: 200 },
    );
  });

  it("takes a queue id that comes round again for another message, also when the first never left the queue", () => {
    const first = submission("ABCDEF12345", "anna");
    const second = submission("ABCDEF12345", "bert", { uid: 5002, minute: 9 });
    for (const lines of [
      [...first, ...second],
      [...first.slice(0, -1), ...second],
      [...first.slice(0, 2), ...second],
    ]) {
      const { messages } = postfixLines(lines);
      expect(messages.map(({ account }) => account?.name)).toEqual(["anna", "bert"]);
      expect(messages[0]?.id).not.toBe(messages[1]?.id);
    }
  });

  it("keeps two servers with the same queue ids apart, by the line's host and by the config's", () => {
    const [one, two] = [submission("ABCDEF12345", "anna", { host: "sv1" }), submission("ABCDEF12345", "bert", { host: "sv2" })];
    const mixed = one.flatMap((line, at) => [line, two[at] as string]);
    expect(postfixLines(mixed).messages.map(({ host, account }) => `${host} ${account?.name}`)).toEqual(["sv1 anna", "sv2 bert"]);
    const sameName = submission("ABCDEF12345", "bert", { host: "sv1" });
    const told = one.flatMap((line, at) => [...inLog(postfix, [line], "alpha"), ...inLog(postfix, [sameName[at] as string], "beta")]);
    expect(joinLines(told).messages.map(({ host, account }) => `${host} ${account?.name}`)).toEqual(["alpha anna", "beta bert"]);
  });

  it("keeps its memory bounded: the oldest open message gives way, and is counted", () => {
    const open = Array.from({ length: 500 }, (_, at) => submission(`A${String(at).padStart(9, "0")}F`, "anna").slice(0, 3)).flat();
    const { messages, evicted } = joinLines(inLog(postfix, open), { capacity: 100 });
    expect(messages).toHaveLength(500);
    expect(evicted).toBe(400);
  });

  it("counts a message as handed in even when its queue line had not come before it gave way", () => {
    const open = Array.from({ length: 300 }, (_, at) => submission(`A${String(at).padStart(9, "0")}F`, "anna").slice(0, 1)).flat();
    const { messages, evicted } = joinLines(inLog(postfix, open), { capacity: 100 });
    expect(evicted).toBe(200);
    expect(messages.length).toBeGreaterThanOrEqual(200);
  });

  it("concludes the account of a message without pickup line from its sender, and says so", () => {
    const { messages, repaired } = postfixLines([...submission("ABCDEF12345", "anna"), ...submission("ABCDEF12346", "anna").slice(1)]);
    expect(messages.map(({ account }) => account?.name)).toEqual(["anna", "anna"]);
    expect(repaired).toBe(1);
  });

  it("takes no recipient's text for an outcome", () => {
    const lines = submission("ABCDEF12345", "anna", { to: ['"q> status=bounced (x"@mail.example'] });
    expect(postfixLines(lines).outcomes.map(({ status, recipientDomain }) => `${status} ${recipientDomain}`)).toEqual([
      "sent mail.example",
    ]);
  });

  it("tells a mailbox that logged in by SMTP from a local user, and whose it is", () => {
    const start = "Nov 24 03:00:00 sv1 postfix/";
    const told: ToldAccount[] = [{ name: "u1", uid: 1001, host: null, sites: [{ domain: "site.example", aliases: [], root: null }] }];
    const { messages } = joinLines(
      inLog(postfix, [
        `${start}submission/smtpd[11]: ABCDEF12345: client=unknown[203.0.113.45], sasl_method=LOGIN, sasl_username=Info@site.example`,
        `${start}qmgr[13]: ABCDEF12345: from=<info@site.example>, size=700, nrcpt=1 (queue active)`,
        `${start}smtpd[11]: ABCDEF12346: client=mx.other.example[203.0.113.46]`,
        `${start}qmgr[13]: ABCDEF12346: from=<someone@other.example>, size=700, nrcpt=1 (queue active)`,
      ]),
      { told },
    );
    expect(messages).toMatchObject([
      { submission: "smtp-auth", mailbox: "info@site.example", client: "203.0.113.45", account: { name: "u1" } },
      { submission: "smtp", mailbox: null, client: "203.0.113.46", account: null },
    ]);
  });

  it("says of a repeated attempt that it is not the first", () => {
    const lines = submission("ABCDEF12345", "anna");
    const deferred = (lines[3] as string).replace("status=sent (250 OK)", "status=deferred (host said: 450)");
    const { outcomes } = postfixLines([...lines.slice(0, 3), deferred, deferred, ...lines.slice(3)]);
    expect(outcomes.map(({ status, first }) => [status, first])).toEqual([
      ["deferred", true],
      ["deferred", false],
      ["sent", false],
    ]);
  });

  it("takes a message that was given up for the recipients who had not got it, and not for those who had", () => {
    const lines = submission("ABCDEF12345", "anna", { to: ["got@mail.example", "waits@mail.example"] });
    const deferred = (lines[4] as string).replace("status=sent (250 OK)", "status=deferred (host said: 450)");
    const expired = "Nov 29 03:00:00 sv1 postfix/qmgr[13]: ABCDEF12345: from=<anna@sv1.example>, status=expired, returned to sender";
    const { outcomes } = postfixLines([...lines.slice(0, 4), deferred, expired, lines[5] as string]);
    expect(outcomes.map(({ status }) => status)).toEqual(["sent", "deferred", "expired"]);
    expect(outcomes[2]?.recipient).toBe(outcomes[1]?.recipient);
  });

  it("never throws, whatever lines are missing, doubled or out of order", () => {
    const lines = gunzipSync(readFileSync(join(import.meta.dirname, "../../test/corpora/lab/mail.log.gz")))
      .toString("latin1")
      .split("\n")
      .slice(0, 60);
    fc.assert(
      fc.property(fc.array(fc.nat(59), { maxLength: 120 }), (picks) => {
        const { messages, outcomes } = joinLines(
          inLog(
            postfix,
            picks.map((at) => lines[at] as string),
          ),
          { capacity: 5 },
        );
        expect(messages.length).toBeLessThanOrEqual(picks.length);
        for (const { message } of outcomes) expect(messages).toContain(message);
      }),
    );
  });
});
