import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Kysely, sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aCase, onwards, opening } from "../../../test/case-builders.ts";
import type { Case } from "../../domain/case/case.ts";
import type { CaseStore } from "../../ports/case-store.ts";
import { createCaseStore, defaultStoreOptions } from "../create-case-store.ts";
import { openStore } from "../open-store.ts";
import { openSqlite } from "./open-sqlite.ts";

let dir = "";
let path = "";

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "sekisho-sqlite-"));
  path = join(dir, "desk.db");
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

const holder = `
  import { openStore } from ${JSON.stringify(join(import.meta.dirname, "..", "open-store.ts"))};
  await openStore(process.argv[1]);
  console.log("open");
  setInterval(() => {}, 60_000);
`;

const holdInAnotherProcess = async (address: string): Promise<ChildProcess> => {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", holder, address], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  return child;
};

const killAndWait = async (child: ChildProcess): Promise<void> => {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
};

describe("a store in a file", () => {
  it("is refused to a second opener, in this process and in another, and free again when closed", async () => {
    const first = await openStore(`sqlite:${path}`);
    await expect(openStore(`sqlite:${path}`)).rejects.toMatchObject({
      code: "store-busy",
      message: `${path} is in use by another process`,
    });
    await first.close();
    await (await openStore(`sqlite:${path}`)).close();
  });

  it("is refused within a second while another process has it, under another name too, and free at once when that is killed", async () => {
    const child = await holdInAnotherProcess(`sqlite:${path}`);
    symlinkSync(path, join(dir, "other-name.db"));
    for (const name of ["desk.db", "other-name.db"]) {
      const from = performance.now();
      await expect(openStore(`sqlite:${join(dir, name)}`)).rejects.toMatchObject({ code: "store-busy" });
      expect(performance.now() - from).toBeLessThan(1_000);
    }
    await killAndWait(child);
    await (await openStore(`sqlite:${path}`)).close();
  });

  it("is read by nobody else, its lock and journals neither", async () => {
    const store = await openStore(`sqlite:${path}`);
    await store.commit(opening(aCase("2026-000001")));
    for (const file of [path, `${path}.lock`, `${path}-wal`]) expect(statSync(file).mode & 0o777).toBe(0o600);
    await store.close();
  });

  it("that another program wrote is left alone", async () => {
    const db = new DatabaseSync(path);
    db.exec("create table theirs (a)");
    db.close();
    const before = readFileSync(path);
    await expect(openStore(`sqlite:${path}`)).rejects.toMatchObject({ code: "store-unknown" });
    writeFileSync(join(dir, "letter.txt"), "Dear all, ".repeat(100));
    await expect(openStore(`sqlite:${join(dir, "letter.txt")}`)).rejects.toMatchObject({ code: "store-unknown" });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it("that a later version wrote is refused by name of the step", async () => {
    await (await openStore(`sqlite:${path}`)).close();
    const db = new DatabaseSync(path);
    db.exec("insert into sekisho_migration values ('0099-of-tomorrow', '2027-01-01')");
    db.close();
    await expect(openStore(`sqlite:${path}`)).rejects.toMatchObject({
      code: "store-newer",
      message: expect.stringContaining("0099-of-tomorrow"),
    });
    await expect(openStore(`sqlite:${path}`)).rejects.toMatchObject({ code: "store-newer" });
  });

  it("whose pages are damaged says so", async () => {
    const store = await openStore(`sqlite:${path}`);
    for (let at = 1; at <= 40; at++) await store.commit(opening(aCase(`2026-${at}`)));
    await store.close();
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 8_192, bytes.length - 4_096);
    writeFileSync(path, bytes);
    const read = async (): Promise<unknown> => {
      const again = await openStore(`sqlite:${path}`);
      try {
        return await again.verifyAudit();
      } finally {
        await again.close();
      }
    };
    await expect(read()).rejects.toMatchObject({ code: "store-damaged" });
  });

  it("in a folder that is not there, or at no address, is a clear error", async () => {
    await expect(openStore(`sqlite:${join(dir, "no", "desk.db")}`)).rejects.toMatchObject({ code: "store-unreachable" });
    for (const address of ["", "sqlite:", "mysql://host/db", "desk.db", "postgres:/x"])
      await expect(openStore(address)).rejects.toMatchObject({ code: "store-wrong" });
  });

  it("in memory needs no file and no lock", async () => {
    const stores = await Promise.all([openStore("sqlite::memory:"), openStore("sqlite::memory:")]);
    for (const store of stores) expect(await store.commit(opening(aCase("2026-000001")))).toEqual({ kind: "committed", seq: 1 });
    for (const store of stores) await store.close();
  });
});

describe("a full disk", () => {
  const fillUp = async (store: CaseStore): Promise<{ readonly last: Case; readonly refused: unknown }> => {
    let last = aCase("2026-000001");
    await store.commit(opening(last));
    for (let count = 0; count < 5_000; count++) {
      const change = onwards(last);
      try {
        await store.commit(change);
      } catch (refused) {
        return { last, refused };
      }
      last = change.case;
    }
    return { last, refused: null };
  };

  const staysWhole = async (store: CaseStore, makeRoom: () => Promise<void>): Promise<void> => {
    const { last, refused } = await fillUp(store);
    expect(refused).toMatchObject({ code: "store-full" });
    await expect(store.commit(onwards(last))).rejects.toMatchObject({ code: "store-full" });
    expect(await store.caseById(last.id)).toEqual(last);
    expect(await store.factsOf(last.id)).toHaveLength(last.version);
    await makeRoom();
    expect(await store.commit(onwards(last))).toMatchObject({ kind: "committed", seq: last.version + 1 });
    expect(await store.verifyAudit()).toMatchObject({ kind: "whole", entries: last.version + 1 });
  };

  it("refuses a commit clearly, loses nothing, and goes on by itself", async () => {
    const engine = await openSqlite(path);
    const store = await createCaseStore(engine, defaultStoreOptions);
    const allow = (db: Kysely<never>, pages: number) => sql.raw(`pragma max_page_count = ${pages}`).execute(db);
    await allow(engine.db as unknown as Kysely<never>, 80);
    await staysWhole(store, async () => {
      await allow(engine.db as unknown as Kysely<never>, 4_000);
    });
    await store.close();
  });

  // A real file system of 2 MB, where this user may mount one.
  const small = mkdtempSync(join(tmpdir(), "sekisho-small-"));
  const mount = () => spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", small]).status;
  const mayMount = mount() === 0 && spawnSync("umount", [small]).status === 0;
  if (!mayMount) rmSync(small, { recursive: true });
  else
    it("that is really full does the same, with the head of the audit on it", async () => {
      expect(mount()).toBe(0);
      try {
        const ballast = join(small, "ballast");
        writeFileSync(ballast, Buffer.alloc(300_000));
        const head = { file: join(small, "head.json"), key: Buffer.alloc(32, 7) };
        const store = await openStore(`sqlite:${join(small, "desk.db")}`, { head });
        await staysWhole(store, async () => rmSync(ballast));
        await store.close();
        const again = await openStore(`sqlite:${join(small, "desk.db")}`, { head });
        expect(await again.verifyAudit()).toMatchObject({ kind: "whole", head: "matches" });
        await again.close();
      } finally {
        spawnSync("umount", [small]);
        rmSync(small, { recursive: true, force: true });
      }
    });
});
