import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { backup, type DatabaseSync } from "node:sqlite";
import type { Kysely } from "kysely";
import { OperationError } from "../../domain/operation-error.ts";
import type { Tables } from "../tables.ts";

const sync = (path: string): void => {
  const file = openSync(path, "r");
  fsyncSync(file);
  closeSync(file);
};

/** More than any database has. */
const allPages = 2 ** 31 - 1;

/** Copying is refused while the connection is in a transaction; so it is ours alone until the copy is made, and whoever commits waits. */
const copyAlone = (db: Kysely<Tables>, database: DatabaseSync, to: string): Promise<number> =>
  db.connection().execute(() => backup(database, to, { rate: allPages }));

/** Copies the database as it is, all at once. What was not finished is never taken for a backup: it has another name. */
export const backUpSqlite = async (db: Kysely<Tables>, database: DatabaseSync, to: string): Promise<void> => {
  if (existsSync(to)) throw new OperationError("store-occupied", `${to} exists already`);
  const beside = `${to}.unfinished`;
  rmSync(beside, { force: true });
  closeSync(openSync(beside, "wx", 0o600));
  await copyAlone(db, database, beside);
  chmodSync(beside, 0o600);
  sync(beside);
  renameSync(beside, to);
};
