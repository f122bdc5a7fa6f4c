import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createImapInbox } from "../../src/mail/inbox/imap-inbox.ts";
import { createMaildirInbox } from "../../src/mail/inbox/maildir-inbox.ts";
import type { Inbox } from "../../src/ports/inbox.ts";
import { type Dovecot, dovecotMissing, startDovecot } from "../servers/dovecot.ts";
import { inboxContract, largestBytes } from "./inbox.ts";

let delivered = 0;

/** As a delivery agent does: written beside, then moved in whole. */
const deliverTo = (path: string, text: string): string => {
  const name = `17000000${String(++delivered).padStart(4, "0")}.M1P1.host`;
  writeFileSync(join(path, "tmp", name), text);
  chmodSync(join(path, "tmp", name), 0o666);
  renameSync(join(path, "tmp", name), join(path, "new", name));
  return name;
};

const folders: string[] = [];

const newMaildir = (): string => {
  const path = mkdtempSync(join(tmpdir(), "sekisho-maildir-"));
  folders.push(path);
  for (const name of ["tmp", "new", "cur"]) mkdirSync(join(path, name));
  return path;
};

const count = async (inbox: Inbox): Promise<number> => {
  let found = 0;
  for await (const _ of inbox.unread()) found++;
  return found;
};

describe("the Maildir inbox", () => {
  afterEach(() => {
    for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
  });

  inboxContract(async () => {
    const path = newMaildir();
    return {
      deliver: async (text) => void deliverTo(path, text),
      open: () => createMaildirInbox({ path, largestBytes }),
    };
  });

  it("looks neither at half-written mail nor at what is no plain file", async () => {
    const path = newMaildir();
    writeFileSync(join(path, "tmp", "1.half"), "From: a");
    writeFileSync(join(path, "secret"), "not a mail");
    symlinkSync(join(path, "secret"), join(path, "new", "2.link"));
    mkdirSync(join(path, "new", "3.folder"));
    writeFileSync(join(path, "new", ".hidden"), "x");
    expect(spawnSync("mkfifo", [join(path, "new", "4.pipe")]).status).toBe(0);
    expect(await count(createMaildirInbox({ path, largestBytes }))).toBe(0);
    deliverTo(path, "From: a\n\nx\n");
    expect(await count(createMaildirInbox({ path, largestBytes }))).toBe(1);
  });

  it("keeps what it took, marked as read", async () => {
    const path = newMaildir();
    const name = deliverTo(path, "From: a\n\nx\n");
    await createMaildirInbox({ path, largestBytes }).markTaken(name);
    expect(readdirSync(join(path, "cur"))).toEqual([`${name}:2,S`]);
  });

  it("moves nothing out of its folders", async () => {
    const path = newMaildir();
    writeFileSync(join(path, "outside"), "x");
    for (const id of ["../outside", "", ".hidden"])
      await expect(createMaildirInbox({ path, largestBytes }).markTaken(id)).rejects.toMatchObject({ code: "inbox-failed" });
    expect(existsSync(join(path, "outside"))).toBe(true);
  });

  it("says where it cannot read: no folder, a link in place of one", async () => {
    const path = newMaildir();
    rmSync(join(path, "new"), { recursive: true });
    await expect(count(createMaildirInbox({ path, largestBytes }))).rejects.toMatchObject({ code: "inbox-failed" });
    symlinkSync(join(path, "cur"), join(path, "new"));
    await expect(count(createMaildirInbox({ path, largestBytes }))).rejects.toMatchObject({ code: "inbox-failed" });
  });
});

const missing = dovecotMissing();

describe.skipIf(missing !== null)(`the IMAP inbox, against Dovecot${missing === null ? "" : ` (${missing})`}`, () => {
  let server: Dovecot;
  const place = () => ({
    host: "127.0.0.1",
    port: server.port,
    secure: false,
    user: server.user,
    password: server.password,
    mailbox: "INBOX",
    largestBytes,
  });

  beforeAll(async () => {
    server = await startDovecot();
  }, 60_000);
  afterAll(async () => server?.stop());
  afterEach(() => {
    for (const folder of ["new", "cur"])
      for (const name of readdirSync(join(server.maildir, folder))) rmSync(join(server.maildir, folder, name));
  });

  inboxContract(async () => ({
    deliver: async (text) => void deliverTo(server.maildir, text),
    open: () => createImapInbox(place()),
  }));

  it("goes on where somebody has looked at a mail with a mail program", async () => {
    const name = deliverTo(server.maildir, "From: a\r\n\r\nx\r\n");
    renameSync(join(server.maildir, "new", name), join(server.maildir, "cur", `${name}:2,S`));
    const inbox = createImapInbox(place());
    expect(await count(inbox)).toBe(1);
    await inbox.close();
  });

  it("does not take a mail of a mailbox that was made anew", async () => {
    deliverTo(server.maildir, "From: a\r\n\r\nx\r\n");
    const inbox = createImapInbox(place());
    for await (const { id } of inbox.unread()) await inbox.markTaken(`1${id}`);
    expect(await count(inbox)).toBe(1);
    await inbox.close();
  });

  it("says that it failed: no server, a wrong password", async () => {
    await expect(count(createImapInbox({ ...place(), password: "wrong" }))).rejects.toMatchObject({ code: "inbox-failed" });
    await expect(count(createImapInbox({ ...place(), port: 1 }))).rejects.toMatchObject({ code: "inbox-failed" });
  });
});
