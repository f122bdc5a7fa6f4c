import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openStore } from "../../src/stores/open-store.ts";
import { caseStoreContract, type StoreUnderTest } from "./case-store.ts";

const key = Buffer.alloc(32, 7);

const guards = ["drop trigger chain_no_update", "drop trigger chain_no_delete", "drop trigger chain_no_replace"];

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
        for (const text of statements.flatMap((statement) => (statement === "drop guards" ? guards : statement))) db.exec(text);
      } finally {
        db.close();
      }
    },
    remove: async () => {
      await store.close();
      rmSync(dir, { recursive: true });
    },
  };
};

caseStoreContract("SQLite", onSqlite);
