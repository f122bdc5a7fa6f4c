import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { inLog, type Joined, joinLines, postfixLines } from "../../test/join-mail-lines.ts";
import { createRandom, testSeed } from "../../test/seeded-random.ts";
import { exim } from "../catalog/formats/exim.ts";
import { phpMail } from "../catalog/formats/php-mail.ts";
import { postfix } from "../catalog/formats/postfix.ts";
import type { MailMessage, RecipientOutcome } from "../domain/mail-event.ts";

const lab = (name: string): string => {
  const bytes = readFileSync(join(import.meta.dirname, "../../test/corpora/lab", name));
  return (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("latin1");
};
const linesOf = (text: string): string[] => text.split("\n").filter((line) => line !== "");

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

  it("ties one without a process to the account's next message at once, and to no later one", () => {
    const plain = (line: string): string => line.replace(" [15668]", "");
    const cwd = plain(`${start} cwd=/home/u123/public_html/blog 3 args: /usr/sbin/sendmail -t -i`);
    const later = plain(arrival).replace("1xVhDS-00044i-17", "1xVhDT-00044j-18");
    const folders = eximLines([cwd, plain(arrival), later]).messages.map((message) => message.workingDirectory);
    expect(folders).toEqual(["/home/u123/public_html/blog", null]);
    const late = plain(arrival).replace("03:29:10", "03:29:20");
    expect(eximLines([cwd, late]).messages[0]?.workingDirectory).toBeNull();
  });
});
