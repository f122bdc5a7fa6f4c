import { createHash, type Hash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { type Kysely, sql, type Transaction } from "kysely";
import { OperationError } from "../domain/operation-error.ts";
import { fillStanding } from "./standing.ts";
import type { Tables } from "./tables.ts";

/** First line of a dump. */
const header = JSON.stringify({ schema: "sekisho.dump/1" });

/** What is worked out of the other tables is not written. */
type Dumped = Exclude<keyof Tables, "standing_containments">;

/** All tables in the order in which they are written, each with what its rows are sorted by. */
const orders: Readonly<Record<Dumped, string>> = {
  chain_anchor: "id",
  chain: "seq",
  personal: "seq, kind",
  cases: "id",
  case_numbers: "year",
  timers: "id",
  outbox: "place",
  desk_settings: "id",
  tokens: "id",
  reply_secrets: "hash",
  delivery_sources: "source",
  deliveries: "source, sequence",
  notice_texts: "letter",
  deny_rows: "id",
};

const tables = Object.entries(orders) as readonly (readonly [Dumped, string])[];

const pageRows = 1_000;

type Row = Readonly<Record<string, string | number | null>>;
type Trx = Transaction<Tables>;

const pagesOf = async function* (trx: Trx, table: Dumped, order: string): AsyncGenerator<readonly Row[]> {
  await sql.raw(`declare dump_${table} no scroll cursor for select * from ${table} order by ${order}`).execute(trx);
  for (;;) {
    const { rows } = await sql.raw<Row>(`fetch ${pageRows} from dump_${table}`).execute(trx);
    if (rows.length === 0) break;
    yield rows;
  }
  await sql.raw(`close dump_${table}`).execute(trx);
};

const writeRows = async (trx: Trx, file: FileHandle, digest: Hash): Promise<number> => {
  let count = 0;
  for (const [table, order] of tables)
    for await (const rows of pagesOf(trx, table, order)) {
      const text = rows.map((row) => `${JSON.stringify([table, row])}\n`).join("");
      digest.update(text);
      await file.write(text);
      count += rows.length;
    }
  return count;
};

const writeDump = async (db: Kysely<Tables>, file: FileHandle): Promise<void> => {
  const digest = createHash("sha256");
  await file.write(`${header}\n`);
  // One snapshot for all tables, while others go on writing.
  const rows = await db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute((trx) => writeRows(trx, file, digest));
  await file.write(`${JSON.stringify({ rows, sha256: digest.digest("hex") })}\n`);
  await file.sync();
};

/**
 * Writes all of our tables of a PostgreSQL database as lines of JSON: a header, `[table, row]` each, and a last line with their number and
 * digest, without which a file is no dump. What is not finished has another name.
 */
export const dumpTables = async (db: Kysely<Tables>, to: string): Promise<void> => {
  if (existsSync(to)) throw new OperationError("store-occupied", `${to} exists already`);
  const beside = `${to}.unfinished`;
  await rm(beside, { force: true });
  const file = await open(beside, "wx", 0o600);
  try {
    await writeDump(db, file);
  } finally {
    await file.close();
  }
  await rename(beside, to);
};

const damaged = (from: string, why: string): OperationError => new OperationError("store-damaged", `${from} is no whole backup: ${why}`);

const isTable = (name: unknown): name is Dumped => tables.some(([table]) => table === name);

const insert = async (trx: Trx, table: Dumped, rows: readonly Row[]): Promise<void> => {
  if (rows.length > 0)
    await trx
      .insertInto(table)
      .values(rows as never)
      .execute();
};

/** PostgreSQL takes 65,535 parameters in one statement, SQLite 32,766; the widest table has 17 columns. */
const mostInserted = 500;

const readRows = async (trx: Trx, from: string, lines: AsyncIterator<string>): Promise<void> => {
  const digest = createHash("sha256");
  let pending: { table: Dumped; rows: Row[] } = { table: "chain_anchor", rows: [] };
  let rows = 0;
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    const line: unknown = JSON.parse(next.value);
    if (!Array.isArray(line)) {
      await insert(trx, pending.table, pending.rows);
      const end = line as { readonly rows?: number; readonly sha256?: string };
      if (end.rows !== rows || end.sha256 !== digest.digest("hex")) throw damaged(from, "its rows are not those that were written");
      return;
    }
    const [table, row] = line;
    if (!isTable(table)) throw damaged(from, `it has a table "${table}"`);
    digest.update(`${next.value}\n`);
    rows++;
    if (table !== pending.table || pending.rows.length >= mostInserted) {
      await insert(trx, pending.table, pending.rows);
      pending = { table, rows: [] };
    }
    pending.rows.push(row);
  }
  throw damaged(from, "its end is missing");
};

/** Fills empty tables from a dump, all of it or nothing. `store-occupied` where a fact is stored already, `store-damaged` where the dump is not whole. */
export const loadDump = async (db: Kysely<Tables>, from: string): Promise<void> => {
  if (!existsSync(from)) throw new OperationError("input-missing", `${from} does not exist`);
  const input = createInterface({ input: createReadStream(from), crlfDelay: Number.POSITIVE_INFINITY });
  const lines = input[Symbol.asyncIterator]();
  try {
    if ((await lines.next()).value !== header) throw damaged(from, "it does not begin as one");
    await db.transaction().execute(async (trx) => {
      if ((await trx.selectFrom("chain").select("seq").limit(1).executeTakeFirst()) !== undefined)
        throw new OperationError("store-occupied", "the store holds facts already");
      await trx.deleteFrom("chain_anchor").execute();
      await readRows(trx, from, lines);
      await fillStanding(trx);
    });
  } catch (cause) {
    throw cause instanceof SyntaxError ? damaged(from, cause.message) : cause;
  } finally {
    input.close();
  }
};
