import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { dumpTables } from "../dump.ts";
import type { Engine } from "../engine.ts";
import { migrate } from "../migrations/index.ts";
import type { Tables } from "../tables.ts";
import { explainPostgres } from "./postgres-failure.ts";

/** Key of the lock that lets appends to the chain wait for each other: "skjs". */
const chainLock = 0x736b6a73;

const bigintType = 20;

/** Times and counts stay far below 2^53; `pg` would make text of them. */
const numbers: pg.CustomTypesConfig = {
  getTypeParser: (type: number, format?: "text" | "binary") =>
    type === bigintType ? Number : pg.types.getTypeParser(type, format as "text"),
};

const mostConnections = 6;
const patienceMs = 10_000;

/** The address without what is secret in it. */
const placeOf = (address: string): string => {
  const { host, pathname } = new URL(address);
  return `postgres://${host}${pathname}`;
};

const openPool = (address: string): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: address,
    max: mostConnections,
    connectionTimeoutMillis: patienceMs,
    types: numbers,
    // Whatever the server's default is: what was answered survives a power cut.
    options: "-c synchronous_commit=on",
    application_name: "sekisho",
  });
  // A connection that breaks while nobody uses it is replaced; whoever uses one hears of it.
  pool.on("error", () => {});
  return pool;
};

/** Creates the tables, or brings older ones up to date. */
export const openPostgres = async (address: string): Promise<Engine> => {
  const explain = explainPostgres(placeOf(address));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openPool(address) }) });
  try {
    await migrate(db as unknown as Kysely<never>, "postgres");
  } catch (cause) {
    await db.destroy();
    throw explain(cause, "open the store");
  }
  return {
    name: "postgres",
    db,
    explain,
    lockChain: async (trx) => {
      await sql`select pg_advisory_xact_lock(${sql.lit(chainLock)})`.execute(trx);
    },
    backup: (to) => dumpTables(db, to),
    close: () => db.destroy(),
  };
};
