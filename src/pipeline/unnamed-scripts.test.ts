import { describe, expect, it } from "vitest";
import { second, start } from "../../test/event-builders.ts";
import type { KnownAccount } from "./directory.ts";
import { OpenMessage } from "./open-messages.ts";
import { createUnnamedScripts } from "./unnamed-scripts.ts";

const account: KnownAccount = { name: "u10123", host: "sv1", uid: 10_123, sites: [], told: true };
const other: KnownAccount = { ...account, name: "u2", uid: 2 };

const messageAt = (time: number, of: KnownAccount = account): OpenMessage => {
  const place = () => ({ input: "mail.log", offset: 0, length: 1 });
  const message = new OpenMessage(0, "Q1", { host: "sv1", hostId: 0, time, place });
  message.account = of;
  message.submission = "local";
  return message;
};

describe("lines of PHP's mail.log without a message-id", () => {
  it("name the account's next messages, one each, in order", () => {
    const scripts = createUnnamedScripts();
    scripts.learn(account, "/a.php", start);
    scripts.learn(account, "/b.php", start);
    const [first, second_, third] = [messageAt(start), messageAt(start + 400), messageAt(start + 500)];
    for (const message of [first, second_, third]) scripts.attach(message);
    expect([first.script, second_.script, third.script]).toEqual(["/a.php", "/b.php", null]);
  });

  it("are written in the same second after the mail server's own line as well", () => {
    const scripts = createUnnamedScripts();
    scripts.learn(account, "/early.php", start - 10 * second);
    const message = messageAt(start);
    scripts.attach(message);
    scripts.learn(account, "/a.php", start);
    expect(message.script).toBe("/a.php");
  });

  it("name nobody else's message, none of a log-in, and none that comes four seconds later", () => {
    const scripts = createUnnamedScripts();
    scripts.learn(account, "/a.php", start);
    const theirs = messageAt(start, other);
    const mailbox = messageAt(start);
    mailbox.submission = "smtp-auth";
    const late = messageAt(start + 4 * second);
    for (const message of [theirs, mailbox, late]) scripts.attach(message);
    expect([theirs.script, mailbox.script, late.script]).toEqual([null, null, null]);
  });
});
