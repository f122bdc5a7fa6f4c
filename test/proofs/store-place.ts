import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PostgresServer, startPostgres } from "../../scripts/postgres-server.mjs";
import type { HeadOptions } from "../../src/stores/audit-head.ts";
import type { Engine } from "../../src/stores/engine.ts";
import { openPostgres } from "../../src/stores/postgres/open-postgres.ts";
import { openSqlite } from "../../src/stores/sqlite/open-sqlite.ts";

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

const inFolder = (dir: string, address: string, server: PostgresServer | null): StorePlace => ({
  address,
  head: { file: join(dir, "head.json"), key },
  openEngine: () => (server === null ? openSqlite(join(dir, "desk.db")) : openPostgres(address)),
  crash: async () => {
    await server?.kill();
    await server?.restart();
  },
  remove: async () => {
    await server?.stop();
    rmSync(dir, { recursive: true, force: true });
  },
});

/** Throws where PostgreSQL is not installed. */
export const makePlace = async (database: Database): Promise<StorePlace> => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-proof-"));
  if (database === "sqlite") return inFolder(dir, `sqlite:${join(dir, "desk.db")}`, null);
  const server = await startPostgres();
  if (server === null) throw new Error("PostgreSQL is not installed here");
  return inFolder(dir, server.url, server);
};
