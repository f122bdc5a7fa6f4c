import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type DeskStores, openDeskStores } from "../src/stores/open-store.ts";
import type { TestPostgres } from "./test-postgres.ts";

/** All stores of one database, that a suite may close, open again and meddle with. */
export interface DeskStoresPlace {
  readonly stores: () => DeskStores;
  readonly reopen: () => Promise<DeskStores>;
  /** Statements past the stores, with the chain's guard against changes out of the way; opens them again. */
  readonly meddle: (statement: string) => Promise<DeskStores>;
  readonly remove: () => Promise<void>;
}

interface Database {
  readonly address: string;
  readonly run: (statement: string) => Promise<void>;
  readonly remove: () => Promise<void>;
}

const makePlace = async ({ address, run, remove }: Database): Promise<DeskStoresPlace> => {
  let stores = await openDeskStores(address);
  const reopen = async (between: () => Promise<void> = async () => {}): Promise<DeskStores> => {
    await stores.cases.close();
    await between();
    stores = await openDeskStores(address);
    return stores;
  };
  return {
    stores: () => stores,
    reopen: () => reopen(),
    meddle: (statement) => reopen(() => run(statement)),
    remove: async () => {
      await stores.cases.close();
      await remove();
    },
  };
};

/** In a new SQLite file. */
export const onSqlite = (): Promise<DeskStoresPlace> => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-stores-"));
  const file = join(dir, "desk.db");
  return makePlace({
    address: `sqlite:${file}`,
    run: async (statement) => {
      const db = new DatabaseSync(file);
      db.exec(`drop trigger chain_no_update; ${statement}`);
      db.close();
    },
    remove: async () => rmSync(dir, { recursive: true }),
  });
};

/** In a new database of this server. */
export const onPostgres = (server: TestPostgres) => async (): Promise<DeskStoresPlace> => {
  const address = await server.createDatabase();
  return makePlace({
    address,
    run: (statement) => server.query(address, "drop trigger chain_no_change on chain", statement),
    remove: () => server.dropDatabase(address),
  });
};
