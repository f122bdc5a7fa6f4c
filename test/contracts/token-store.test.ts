import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDeskStores } from "../../src/stores/open-store.ts";
import { tokenStoreContract } from "./token-store.ts";

tokenStoreContract("SQLite", async () => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-tokens-"));
  const open = () => openDeskStores(`sqlite:${join(dir, "desk.db")}`);
  let stores = await open();
  return {
    tokens: stores.tokens,
    reopen: async () => {
      await stores.cases.close();
      stores = await open();
      return stores.tokens;
    },
    remove: async () => {
      await stores.cases.close();
      rmSync(dir, { recursive: true });
    },
  };
});
