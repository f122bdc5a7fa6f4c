import { expect, it } from "vitest";
import type { Inbox, InboxMail } from "../../src/ports/inbox.ts";

/** An inbox under test: `deliver` puts a whole mail in; `open` makes a new inbox on the same place, as after a crash. */
export interface InboxStage {
  readonly deliver: (text: string) => Promise<void>;
  readonly open: () => Inbox;
}

/** The largest mail that the inbox under test reads. */
export const largestBytes = 10_000;

const all = async (inbox: Inbox): Promise<readonly InboxMail[]> => {
  const mails: InboxMail[] = [];
  for await (const mail of inbox.unread()) mails.push(mail);
  return mails;
};

const subjects = (mails: readonly InboxMail[]): readonly string[] =>
  mails.map(({ bytes }) => /^Subject: (.*?)\r?$/m.exec(Buffer.from(bytes ?? new Uint8Array()).toString("utf8"))?.[1] ?? "");

const mail = (subject: string, body = "x"): string => `From: owner@elsewhere.example\r\nSubject: ${subject}\r\n\r\n${body}\r\n`;

/** What every inbox must do. */
export const inboxContract = (setUp: () => Promise<InboxStage>): void => {
  it("hands out what has come, again until it is taken, also to the next one after a crash", async () => {
    const { deliver, open } = await setUp();
    const inbox = open();
    expect(await all(inbox)).toEqual([]);
    await deliver(mail("one"));
    await deliver(mail("two"));
    expect(subjects(await all(inbox)).toSorted()).toEqual(["one", "two"]);
    const again = await all(inbox);
    expect(subjects(again).toSorted()).toEqual(["one", "two"]);
    const first = again.find((each) => subjects([each])[0] === "one");
    await inbox.markTaken(first?.id ?? "");
    await inbox.close();
    const next = open();
    expect(subjects(await all(next))).toEqual(["two"]);
    await next.close();
  });

  it("does nothing for a mail that was taken before", async () => {
    const { deliver, open } = await setUp();
    const inbox = open();
    await deliver(mail("one"));
    const [only] = await all(inbox);
    await inbox.markTaken(only?.id ?? "");
    await inbox.markTaken(only?.id ?? "");
    expect(await all(inbox)).toEqual([]);
    await inbox.close();
  });

  it("gives the bytes as they came, and names a mail that is too large without them", async () => {
    const { deliver, open } = await setUp();
    const inbox = open();
    await deliver(mail("日本語", "\u001b$B$3$l\u001b(B > quoted\r\n.\r\n\r\n"));
    await deliver(mail("large", "y".repeat(largestBytes)));
    const mails = await all(inbox);
    const small = mails.find(({ bytes }) => bytes !== null);
    expect(
      Buffer.from(small?.bytes ?? [])
        .toString("utf8")
        .replace(/\r\n/g, "\n"),
    ).toBe(mail("日本語", "\u001b$B$3$l\u001b(B > quoted\r\n.\r\n\r\n").replace(/\r\n/g, "\n"));
    const large = mails.find(({ bytes }) => bytes === null);
    expect(large?.size).toBeGreaterThan(largestBytes);
    await inbox.markTaken(large?.id ?? "");
    expect(await all(inbox)).toHaveLength(1);
    await inbox.close();
  });

  it("takes while it hands out, and misses none", async () => {
    const { deliver, open } = await setUp();
    const inbox = open();
    for (let at = 0; at < 20; at++) await deliver(mail(`${at}`));
    const seen: string[] = [];
    for await (const each of inbox.unread()) {
      seen.push(...subjects([each]));
      await inbox.markTaken(each.id);
    }
    expect(seen.map(Number).toSorted((one, other) => one - other)).toEqual(Array.from({ length: 20 }, (_, at) => at));
    expect(await all(inbox)).toEqual([]);
    await inbox.close();
  });
};
