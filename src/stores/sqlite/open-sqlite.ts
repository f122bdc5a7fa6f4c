import { chmodSync, closeSync, existsSync, openSync, realpathSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { Kysely, SqliteDialect } from "kysely";
import { OperationError } from "../../domain/operation-error.ts";
import type { Engine } from "../engine.ts";
import { migrate } from "../migrations/index.ts";
import type { Tables } from "../tables.ts";
import { backUpSqlite } from "./back-up-sqlite.ts";
import { asKyselyDatabase } from "./node-sqlite.ts";
import { explainSqlite } from "./sqlite-failure.ts";
import { lockStore } from "./store-lock.ts";

/** Marks the file as ours: "skjs" in its header. */
const applicationId = 0x736b6a73;

/** For what lives as long as the process. */
const inMemory = ":memory:";

// EXCLUSIVE: nobody changes the file under us, and no shared memory is needed. FULL: a commit that was answered survives a power cut. SECURE_DELETE: what
// is erased is overwritten.
const pragmas = "pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on;";

/** Text of customers and visitors lies in it: for its owner only, from the first byte on. SQLite gives its journals the same mode. */
const makeFile = (path: string): string => {
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
  return realpathSync(path);
};

const numberOf = (db: DatabaseSync, text: string): number => Number(Object.values(db.prepare(text).get() ?? {})[0]);

const isClaimed = (db: DatabaseSync, file: string): boolean => {
  const id = numberOf(db, "pragma application_id");
  if (id !== applicationId && (id !== 0 || numberOf(db, "select count(*) from sqlite_schema") > 0))
    throw new OperationError("store-unknown", `${file} is a database of another program`);
  return id === applicationId;
};

/** What is not ours is left exactly as it is. */
const openClaimed = (file: string): DatabaseSync => {
  const db = new DatabaseSync(file, { timeout: 0 });
  try {
    const isOurs = isClaimed(db, file);
    db.exec(pragmas);
    if (!isOurs) db.exec(`pragma application_id = ${applicationId}`);
    return db;
  } catch (cause) {
    db.close();
    throw cause;
  }
};

const openFile = (path: string): { readonly db: DatabaseSync; readonly release: () => void } => {
  if (path === inMemory) return { db: new DatabaseSync(path), release: () => {} };
  const file = makeFile(path);
  const { release } = lockStore(file);
  try {
    chmodSync(`${file}.lock`, 0o600);
    return { db: openClaimed(file), release };
  } catch (cause) {
    release();
    throw cause;
  }
};

/** A file with `:memory:` for a store that nobody keeps. Creates what is missing, and brings older tables up to date. */
export const openSqlite = async (path: string): Promise<Engine> => {
  const explain = explainSqlite(path);
  try {
    const { db: database, release } = openFile(path);
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: asKyselyDatabase(database) }) });
    const close = async (): Promise<void> => {
      await db.destroy();
      release();
    };
    try {
      await migrate(db as unknown as Kysely<never>, "sqlite");
    } catch (cause) {
      await close();
      throw cause;
    }
    // The operating system holds the file's lock for us as long as we live.
    const held = { checkHeld: () => {}, lockChain: async () => {} };
    return { name: "sqlite", db, explain, ...held, backup: (to) => backUpSqlite(db, database, to), close };
  } catch (cause) {
    throw explain(cause, "open the store");
  }
};
