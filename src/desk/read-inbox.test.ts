import { expect, it } from "vitest";
import { createTestDesk } from "../../test/desk-builder.ts";
import { createMemoryMails } from "../../test/memory-mails.ts";
import type { Inbox, InboxMail } from "../ports/inbox.ts";
import { readInbox } from "./read-inbox.ts";
import type { ReplyReader } from "./take-reply.ts";

const nobodys: ReplyReader = {
  returned: async () => null,
  route: async () => null,
  read: async () => ({ kind: "automatic", what: "list" }),
  authenticate: async () => ({ kind: "customer", address: "unknown", verified: false }),
};

const mailOf = (id: string, text: string | null): InboxMail => ({
  id,
  bytes: text === null ? null : Buffer.from(text),
  size: text === null ? 5_000_000 : text.length,
});

/** An inbox that breaks off before so many mails are marked as taken. */
const inboxOf = (mails: readonly InboxMail[], breaksAt = Number.POSITIVE_INFINITY): Inbox & { readonly taken: string[] } => {
  const taken: string[] = [];
  return {
    ...{ name: "test", taken, close: async () => {} },
    async *unread() {
      yield* mails.filter(({ id }) => !taken.includes(id));
    },
    markTaken: async (id) => {
      if (taken.length >= breaksAt) throw new Error("the connection broke");
      taken.push(id);
    },
  };
};

it("keeps what belongs to no case or is too large, once, also where it broke off and the mail comes again", async () => {
  const { store, clock } = await createTestDesk();
  const parts = { store, clock, newId: () => "x" } as never;
  const kept = createMemoryMails();
  const mails = [mailOf("1", "Subject: hello\r\n\r\nx"), mailOf("2", null), mailOf("3", "Subject: hello\r\n\r\ny")];
  const broken = inboxOf(mails, 1);
  await expect(readInbox(parts, { reader: nobodys, inbox: broken, kept })).rejects.toThrow("broke");
  const tally = await readInbox(parts, { reader: nobodys, inbox: inboxOf(mails), kept });
  expect(tally).toEqual({ unrouted: 2, "too-large": 1 });
  const waiting = await kept.list();
  expect(waiting.map(({ reason, size }) => [reason, size])).toEqual([
    ["unrouted", 19],
    ["too-large", 5_000_000],
    ["unrouted", 19],
  ]);
  expect(Buffer.from((await kept.read(waiting[0]?.id ?? "")) ?? []).toString()).toContain("hello");
});

it("takes no mail out of the inbox that it could not keep", async () => {
  const { store, clock } = await createTestDesk();
  const kept = { ...createMemoryMails(), keep: async () => Promise.reject(new Error("the disk is full")) };
  const inbox = inboxOf([mailOf("1", "Subject: hello\r\n\r\nx")]);
  await expect(readInbox({ store, clock, newId: () => "x" } as never, { reader: nobodys, inbox, kept })).rejects.toThrow("full");
  expect(inbox.taken).toEqual([]);
});
