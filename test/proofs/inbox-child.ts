import { writeSync } from "node:fs";
import { readInbox } from "../../src/desk/read-inbox.ts";
import type { ReplyReader } from "../../src/desk/take-reply.ts";
import { createImapInbox } from "../../src/mail/inbox/imap-inbox.ts";
import { openStore } from "../../src/stores/open-store.ts";
import { noon } from "../case-builders.ts";
import { createMemoryMails } from "../memory-mails.ts";

// The process that is killed while it reads answers: `loop` reads again and again, `once` until the mailbox is empty. The reader takes the case from the
// subject; all else is the desk's own.

const [mode = "", address = "", port = "", user = "", password = ""] = process.argv.slice(2);

const subjectOf = (bytes: Uint8Array): string => /^Subject: (\S+)/m.exec(Buffer.from(bytes).toString("latin1"))?.[1] ?? "";

const reader: ReplyReader = {
  returned: async () => null,
  route: async (bytes) => ({ caseId: subjectOf(bytes), fits: true }),
  read: async () => ({ kind: "answer", claims: [], lawful: false, text: "done" }),
  authenticate: async () => ({ kind: "customer", address: "owner@elsewhere.example", verified: true }),
};

const run = async (): Promise<void> => {
  const store = await openStore(address);
  const parts = { store, clock: { now: () => noon }, newId: () => "x" } as never;
  const place = { host: "127.0.0.1", port: Number(port), secure: false, user, password, mailbox: "INBOX", largestBytes: 10_000 };
  const inbox = createImapInbox(place);
  do {
    writeSync(1, "reading\n");
    const tally = await readInbox(parts, { reader, inbox, kept: createMemoryMails() });
    writeSync(1, `read ${tally.answered ?? 0} ${Object.keys(tally).join()}\n`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  } while (mode === "loop");
  await inbox.close();
  await store.close();
};

await run();
