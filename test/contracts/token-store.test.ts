import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openDeskStores } from "../../src/stores/open-store.ts";
import { tokenStoreContract } from "./token-store.ts";

tokenStoreContract("SQLite", async () => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-tokens-"));
  const open = () => openDeskStores(`sqlite:${join(dir, "desk.db")}`);
  let stores = await open();
  return {
    tokens: stores.tokens,
    cases: stores.cases,
    reopen: async () => {
      await stores.cases.close();
      stores = await open();
      return stores.tokens;
    },
    meddle: async (statement) => {
      await stores.cases.close();
      const db = new DatabaseSync(join(dir, "desk.db"));
      db.exec(`drop trigger chain_no_update; ${statement}`);
      db.close();
      stores = await open();
      return stores.cases;
    },
    remove: async () => {
      await stores.cases.close();
      rmSync(dir, { recursive: true });
    },
  };
});
