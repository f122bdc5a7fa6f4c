import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../../scripts/postgres-server.mjs";
import type { HeadOptions } from "../../src/stores/audit-head.ts";
import type { Engine } from "../../src/stores/engine.ts";
import { openPostgres } from "../../src/stores/postgres/open-postgres.ts";
import { openSqlite } from "../../src/stores/sqlite/open-sqlite.ts";
import { openTestPostgres } from "../test-postgres.ts";

/** A store of its own for a proof, gone afterwards. */
export interface StorePlace {
  readonly address: string;
  readonly head: HeadOptions;
  readonly openEngine: () => Promise<Engine>;
  /** Kills all processes of the database's server at once, and starts it again; nothing where the database has no server. */
  readonly crash: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** The databases that each proof of the store is made for. */
export type Database = "sqlite" | "postgres";

const key = Buffer.alloc(32, 7);

const inFolder = (dir: string, address: string, server: Pick<StorePlace, "crash" | "remove">): StorePlace => ({
  address,
  head: { file: join(dir, "head.json"), key },
  openEngine: () => (address.startsWith("sqlite:") ? openSqlite(join(dir, "desk.db")) : openPostgres(address)),
  crash: server.crash,
  remove: async () => {
    await server.remove();
    rmSync(dir, { recursive: true, force: true });
  },
});

const nothing = async (): Promise<void> => {};

const onOwnServer = async (dir: string): Promise<StorePlace> => {
  const server = await startPostgres();
  if (server === null) throw new Error("PostgreSQL is not installed here");
  const crash = async (): Promise<void> => {
    await server.kill();
    await server.restart();
  };
  return inFolder(dir, server.url, { crash, remove: server.stop });
};

/** The test launcher's server is left running, and has other tests' databases. */
const onSharedServer = async (dir: string): Promise<StorePlace> => {
  const server = await openTestPostgres();
  const address = await server?.createDatabase();
  if (server === null || address === undefined) throw new Error("PostgreSQL is not installed here");
  return inFolder(dir, address, { crash: nothing, remove: () => server.dropDatabase(address) });
};

/** `crashes`: its server will be killed, so it must be one of its own. Throws where PostgreSQL is not installed. */
export const makePlace = async (database: Database, { crashes }: { readonly crashes: boolean }): Promise<StorePlace> => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-proof-"));
  if (database === "sqlite") return inFolder(dir, `sqlite:${join(dir, "desk.db")}`, { crash: nothing, remove: nothing });
  return crashes || process.env.SEKISHO_TEST_POSTGRES === undefined ? onOwnServer(dir) : onSharedServer(dir);
};
