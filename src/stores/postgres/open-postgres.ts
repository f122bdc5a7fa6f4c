import { Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import pg from "pg";
import { OperationError } from "../../domain/operation-error.ts";
import { dumpTables } from "../dump.ts";
import type { Engine } from "../engine.ts";
import { migrate } from "../migrations/index.ts";
import type { Tables } from "../tables.ts";
import { type DeskLock, deskLock, type OnHeld, takeDeskLock } from "./desk-lock.ts";
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

/**
 * Appends wait for each other, and go on only while the server itself says that the store is ours: a desk whose connection fell silent does not
 * know yet that another one has it.
 */
const lockChain = async (trx: Transaction<Tables>, place: string, lock: DeskLock): Promise<void> => {
  await sql`select pg_advisory_xact_lock(${sql.lit(chainLock)})`.execute(trx);
  const { rows } = await sql`select 1 from pg_locks where locktype = 'advisory' and granted and objid = ${sql.lit(deskLock)}
    and pid = ${lock.backend()}`.execute(trx);
  if (rows.length === 0) throw new OperationError("store-unreachable", `${place}: the store is not this desk's any more`);
};

/** Takes the database for this process, creates the tables, or brings older ones up to date. `store-busy` where another desk has it. */
export const openPostgres = async (address: string, onHeld: OnHeld = () => {}): Promise<Engine> => {
  const place = placeOf(address);
  const explain = explainPostgres(place);
  const lock = await takeDeskLock(address, place, onHeld).catch((cause: unknown) => {
    throw explain(cause, "open the store");
  });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openPool(address) }) });
  const close = async (): Promise<void> => {
    await db.destroy();
    await lock.release();
  };
  try {
    await migrate(db as unknown as Kysely<never>, "postgres");
  } catch (cause) {
    await close();
    throw explain(cause, "open the store");
  }
  return {
    ...{ name: "postgres", db, explain, close },
    checkHeld: lock.check,
    lockChain: (trx) => lockChain(trx, place, lock),
    backup: (to) => dumpTables(db, to),
  };
};
