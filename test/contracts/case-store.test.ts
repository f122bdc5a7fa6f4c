import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, it } from "vitest";
import { openStore, restoreStore } from "../../src/stores/open-store.ts";
import { openTestPostgres, type TestPostgres } from "../test-postgres.ts";
import { caseStoreContract, type StoreUnderTest } from "./case-store.ts";

const key = Buffer.alloc(32, 7);

const sqliteGuards = ["drop trigger chain_no_update", "drop trigger chain_no_delete", "drop trigger chain_no_replace"];

const onSqlite = async (mostAttempts: number): Promise<StoreUnderTest> => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-store-"));
  const path = join(dir, "desk.db");
  const open = () => openStore(`sqlite:${path}`, { mostAttempts, head: { file: join(dir, "head.json"), key } });
  const first = await open();
  let store = first;
  return {
    store: first,
    reopen: async () => {
      await store.close();
      store = await open();
      return store;
    },
    meddle: async (...statements) => {
      await store.close();
      const db = new DatabaseSync(path);
      try {
        for (const text of statements.flatMap((statement) => (statement === "drop guards" ? sqliteGuards : statement))) db.exec(text);
      } finally {
        db.close();
      }
    },
    restore: async (from, removal) => {
      const head = { file: join(dir, "head-restored.json"), key };
      const place = `sqlite:${join(dir, "restored.db")}`;
      const audit = await restoreStore(place, from, { head, removal });
      return { audit, open: () => openStore(place, { head }) };
    },
    dir,
    remove: async () => {
      await store.close();
      rmSync(dir, { recursive: true });
    },
  };
};

caseStoreContract("SQLite", onSqlite);

const postgres = await openTestPostgres();

const postgresGuards = ["drop trigger chain_no_change on chain", "drop trigger chain_no_truncate on chain"];

const onPostgres =
  (server: TestPostgres) =>
  async (mostAttempts: number): Promise<StoreUnderTest> => {
    const dir = mkdtempSync(join(tmpdir(), "sekisho-store-"));
    const address = await server.createDatabase();
    const others: string[] = [];
    const open = () => openStore(address, { mostAttempts, head: { file: join(dir, "head.json"), key } });
    const first = await open();
    let store = first;
    return {
      store: first,
      reopen: async () => {
        await store.close();
        store = await open();
        return store;
      },
      meddle: (...statements) =>
        server.query(address, ...statements.flatMap((statement) => (statement === "drop guards" ? postgresGuards : statement))),
      restore: async (from, removal) => {
        const head = { file: join(dir, "head-restored.json"), key };
        const place = await server.createDatabase();
        others.push(place);
        const audit = await restoreStore(place, from, { head, removal });
        return { audit, open: () => openStore(place, { head }) };
      },
      dir,
      remove: async () => {
        await store.close();
        for (const database of [address, ...others]) await server.dropDatabase(database);
        rmSync(dir, { recursive: true });
      },
    };
  };

if (postgres === null) it.skip("the store on PostgreSQL: it is not installed here", () => {});
else {
  afterAll(() => postgres.stop());
  caseStoreContract("PostgreSQL", onPostgres(postgres));
}
