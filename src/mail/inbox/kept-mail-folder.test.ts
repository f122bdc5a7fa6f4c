import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { KeptMail } from "../../ports/kept-mails.ts";
import { createKeptMailFolder } from "./kept-mail-folder.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sekisho-kept-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const key = Buffer.alloc(32, 7);
const open = (bounds = {}, from: Uint8Array = key) =>
  createKeptMailFolder({ path: join(folder, "kept"), key: from, mostMails: 100, mostBytes: 1_000_000, ...bounds });

const mail = (text: string, at: number): readonly [KeptMail, Uint8Array] => {
  const bytes = Buffer.from(text);
  const id = createHash("sha256").update(bytes).digest("hex").slice(0, 32);
  return [{ id, reason: "unrouted", at, size: bytes.length }, bytes];
};

describe("the folder of kept mails", () => {
  it("gives a mail back byte for byte, and shows nothing of it on the disk", async () => {
    const [one, bytes] = mail("Subject: a secret of the customer\r\n\r\n日本語", 1_000);
    await open().keep(one, bytes);
    expect(await open().list()).toEqual([one]);
    expect(Buffer.from((await open().read(one.id)) ?? [])).toEqual(bytes);
    const [name = ""] = readdirSync(join(folder, "kept"));
    expect(readFileSync(join(folder, "kept", name)).includes("secret")).toBe(false);
    expect(statSync(join(folder, "kept", name)).mode & 0o777).toBe(0o600);
  });

  it("opens none with another key, under another name, or with one byte changed", async () => {
    const [one, bytes] = mail("x", 1_000);
    await open().keep(one, bytes);
    await expect(open({}, Buffer.alloc(32, 8)).read(one.id)).rejects.toMatchObject({ code: "store-unreachable" });
    const [name = ""] = readdirSync(join(folder, "kept"));
    const at = (file: string): string => join(folder, "kept", file);
    renameSync(at(name), at(name.replace("unrouted", "unreadable")));
    await expect(open().read(one.id)).rejects.toMatchObject({ code: "store-unreachable" });
    renameSync(at(name.replace("unrouted", "unreadable")), at(name));
    const stored = readFileSync(at(name));
    stored[stored.length - 1] = (stored.at(-1) ?? 0) ^ 1;
    writeFileSync(at(name), stored);
    await expect(open().read(one.id)).rejects.toMatchObject({ code: "store-unreachable" });
  });

  it("keeps a mail that comes again once, and one that was too large as a size alone", async () => {
    const [one, bytes] = mail("x", 1_000);
    await open().keep(one, bytes);
    await open().keep({ ...one, at: 2_000 }, bytes);
    const large: KeptMail = { id: "f".repeat(32), reason: "too-large", at: 3_000, size: 5_000_000 };
    expect(await open().keep(large, null)).toBe(0);
    expect(await open().list()).toEqual([one, large]);
    expect(await open().read(large.id)).toBeNull();
    expect(await open().read("0".repeat(32))).toBeNull();
  });

  it("never holds more mails or bytes than it may: the oldest go, and it says how many", async () => {
    const dropped: number[] = [];
    for (let at = 0; at < 300; at++) dropped.push(await open({ mostMails: 20 }).keep(...mail(`mail ${at}`, at)));
    expect((await open().list()).map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, at) => 280 + at));
    expect(dropped.reduce((sum, count) => sum + count)).toBe(280);
    const many = { mostBytes: 3_000 };
    for (let at = 400; at < 420; at++) await open(many).keep(...mail(`${at} ${"y".repeat(900)}`, at));
    const kept = await open().list();
    expect(kept.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(3_000);
    expect(kept.at(-1)?.at).toBe(419);
    expect(readdirSync(join(folder, "kept"))).toHaveLength(kept.length);
  });

  it("deletes one by its id, and all that are older than a moment", async () => {
    const [first] = mail("1", 1_000);
    for (const text of ["1", "2", "3"]) await open().keep(...mail(text, Number(text) * 1_000));
    expect(await open().remove(first.id)).toBe(true);
    expect(await open().remove(first.id)).toBe(false);
    expect(await open().removeBefore(3_000)).toBe(1);
    expect((await open().list()).map(({ at }) => at)).toEqual([3_000]);
  });
});
