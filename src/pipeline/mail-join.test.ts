import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, testSeed } from "../../test/seeded-random.ts";
import { exim } from "../catalog/formats/exim.ts";
import { phpMail } from "../catalog/formats/php-mail.ts";
import { postfix } from "../catalog/formats/postfix.ts";
import type { MailMessage, RecipientOutcome } from "../domain/mail-event.ts";
import { clearMailFields, createMailFields, type MailFormat } from "../ports/log-format.ts";
import { createDirectory, type ToldAccount } from "./directory.ts";
import { createMailJoin } from "./mail-join.ts";
import { createStampTime } from "./stamp-time.ts";

const lab = (name: string): string => {
  const bytes = readFileSync(join(import.meta.dirname, "../../test/corpora/lab", name));
  return (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("latin1");
};
const linesOf = (text: string): string[] => text.split("\n").filter((line) => line !== "");

/** A line of one of several logs. */
interface LogLine {
  readonly format: MailFormat;
  readonly text: string;
  readonly host?: string;
}

const inLog = (format: MailFormat, texts: readonly string[], host?: string): LogLine[] =>
  texts.map((text) => ({ format, text, ...(host === undefined ? {} : { host }) }));

interface Joined {
  readonly messages: readonly MailMessage[];
  readonly outcomes: readonly RecipientOutcome[];
  readonly evicted: number;
  readonly repaired: number;
}

/** Reads the lines with their formats, in the order given, through one join. */
const joinLines = (
  lines: readonly LogLine[],
  options: { readonly told?: readonly ToldAccount[]; readonly capacity?: number } = {},
): Joined => {
  const messages: MailMessage[] = [];
  const outcomes: RecipientOutcome[] = [];
  const { told = [], ...rest } = options;
  const mailJoin = createMailJoin({
    directory: createDirectory(told),
    emit: (event) => {
      if (event.kind === "submitted") messages.push(event.message);
      else outcomes.push(event);
    },
    ...rest,
  });
  const times = createStampTime({ timezone: "UTC", firstYear: 2026 });
  const hosts: string[] = [];
  const fields = createMailFields();
  for (const [at, { format, text, host: told }] of lines.entries()) {
    const bytes = Buffer.from(text, "latin1");
    clearMailFields(fields);
    if (format.read(bytes, 0, bytes.length, fields) !== null || fields.kind === "other") continue;
    const host = told ?? (fields.host.start < 0 ? "local" : bytes.toString("latin1", fields.host.start, fields.host.end));
    if (!hosts.includes(host)) hosts.push(host);
    const place = { input: `${format.name}.log`, offset: at, length: bytes.length };
    mailJoin.accept({ fields, time: times.toEpoch(fields.stamp), host, hostId: hosts.indexOf(host), place: () => place });
  }
  return { messages, outcomes, evicted: mailJoin.evicted(), repaired: mailJoin.repaired() };
};

const postfixLines = (lines: readonly string[]): Joined => joinLines(inLog(postfix, lines));

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

describe("the join of the lab's Postfix log", () => {
  const lines = linesOf(lab("mail.log.gz"));
  const joined = postfixLines(lines);
  const submissions = joined.messages.filter(({ submission: kind }) => kind === "local");

  it("finds the 444 submissions of acct0001, and nobody else's", () => {
    expect(submissions).toHaveLength(444);
    expect(new Set(submissions.map(({ account }) => `${account?.name} ${account?.uid} ${account?.host}`))).toEqual(
      new Set(["acct0001 5001 sv1"]),
    );
    expect(
      submissions.every(
        ({ size, recipientCount, messageId, sender }) => size > 0 && recipientCount === 1 && messageId !== null && sender !== "",
      ),
    ).toBe(true);
  });

  it("takes the 26 bounces for no submission of anybody", () => {
    const bounces = joined.messages.filter(({ submission: kind }) => kind === "internal");
    expect(bounces).toHaveLength(26);
    expect(bounces.every(({ account, sender }) => account === null && sender === "")).toBe(true);
  });

  it("takes the one message that was queued before the log began for nobody's", () => {
    const older = joined.messages.filter(({ submission: kind }) => kind !== "internal" && kind !== "local");
    expect(older).toMatchObject([{ queueId: "4jYSYy2HFLzDtG2", account: null, sender: "info@trend.test", recipientCount: 5 }]);
  });

  it("has as many outcomes of each kind as a plain count of status=", () => {
    const counted = Map.groupBy(lines.join("\n").matchAll(/, status=(\w+) \(/g), ([, status]) => status);
    const told = Map.groupBy(joined.outcomes, ({ status }) => status);
    for (const [status, found] of counted)
      expect([status, told.get(status as RecipientOutcome["status"])?.length]).toEqual([status, found.length]);
    expect(joined.outcomes).toHaveLength(413 + 26 + 33);
  });

  it("gives every message an id of its own, and the place of its pickup line", () => {
    expect(new Set(joined.messages.map(({ id }) => id)).size).toBe(joined.messages.length);
    for (const { place, queueId } of submissions) expect(lines[place.offset]).toMatch(new RegExp(`pickup\\[\\d+\\]: ${queueId}: uid=5001`));
  });

  it("marks an outcome as first once per message and recipient", () => {
    const firsts = joined.outcomes.filter(({ first }) => first).map(({ message, recipient }) => `${message.id} ${recipient}`);
    expect(new Set(firsts).size).toBe(firsts.length);
    // One each for 444 submissions and 26 bounces, and two for the message from before the log.
    expect(firsts.length).toBe(472);
  });

  const seed = testSeed();
  it(`still knows 97 % of the submissions when three lines in a hundred are lost (seed ${seed})`, () => {
    for (let round = 0; round < 10; round++) {
      const random = createRandom(seed + round);
      const left = postfixLines(lines.filter(() => random(100) >= 3));
      const known = left.messages.filter(({ account }) => account?.name === "acct0001").length;
      expect(known).toBeGreaterThanOrEqual(Math.ceil(444 * 0.97));
      expect(known).toBeLessThanOrEqual(444);
    }
  });

  it("learns nearly every message's script from PHP's log, whichever log comes first", () => {
    const php = inLog(phpMail, linesOf(lab("php-mail.log.gz")));
    const mail = inLog(postfix, lines);
    for (const order of [
      [...php, ...mail],
      [...mail, ...php],
    ]) {
      const known = joinLines(order).messages.filter(({ script }) => script?.endsWith("/public_html/wp-includes/PHPMailer/PHPMailer.php"));
      expect(known).toHaveLength(444);
    }
  });
});

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
    const lines = linesOf(lab("mail.log.gz")).slice(0, 60);
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

describe("the join of Exim's log", () => {
  const eximLines = (lines: readonly string[]): Joined => joinLines(inLog(exim, lines));

  it("finds the lab's local submission, its two recipients, and no submission in the bounces", () => {
    const { messages, outcomes } = eximLines(linesOf(lab("exim/mainlog")));
    const local = messages.filter(({ submission: kind }) => kind === "local");
    expect(local.map(({ queueId, account }) => `${queueId} ${account?.name}`)).toEqual(["1xVhDS-00044i-17 acct0002"]);
    expect(outcomes.filter(({ message }) => message === local[0]).map(({ status }) => status)).toEqual(["sent", "sent"]);
    expect(messages.filter(({ sender }) => sender === "").every(({ account }) => account === null)).toBe(true);
  });

  const start = "2026-11-24 03:29:10 [15668]";
  const arrival = `${start} 1xVhDS-00044i-17 <= u123@sv1.host.example U=u123 P=local S=2143 T="x" for v@mail.example`;

  it("takes script and visitor from the host's script details", () => {
    const details = `${start} 1xVhDS-00044i-17 Script details - User: u123 Domain: site.example X-PHP-Script: site.example/index.php for 203.0.113.7, X-PHP-Filename: /home/u123/public_html/index.php REMOTE_ADDR: 203.0.113.7`;
    expect(eximLines([details, arrival]).messages[0]).toMatchObject({
      script: "/home/u123/public_html/index.php",
      client: "203.0.113.7",
      account: { name: "u123" },
    });
  });

  it("ties a cwd line to the next message of that process, and to no later one", () => {
    const cwd = `${start} cwd=/home/u123/public_html 3 args: /usr/sbin/sendmail -t -i`;
    const later = arrival.replace("1xVhDS-00044i-17", "1xVhDT-00044j-18");
    const [first, second] = eximLines([cwd, arrival, later]).messages;
    const directoriesOf = (message: MailMessage | undefined): string => JSON.stringify(message, ["script", "workingDirectory"]);
    expect(directoriesOf(first)).toContain("/home/u123/public_html");
    expect(directoriesOf(second)).not.toContain("/home/u123/public_html");
  });
});
