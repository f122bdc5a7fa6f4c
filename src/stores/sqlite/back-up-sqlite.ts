import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { backup, type DatabaseSync } from "node:sqlite";
import { OperationError } from "../../domain/operation-error.ts";

/** Pages copied before other work gets its turn; 16 MB. */
const pagesAtOnce = 4_096;

const sync = (path: string): void => {
  const file = openSync(path, "r");
  fsyncSync(file);
  closeSync(file);
};

/** Copies the database as it is, page by page, while work goes on. What was not finished is never taken for a backup: it has another name. */
export const backUpSqlite = async (db: DatabaseSync, to: string): Promise<void> => {
  if (existsSync(to)) throw new OperationError("store-occupied", `${to} exists already`);
  const beside = `${to}.unfinished`;
  rmSync(beside, { force: true });
  closeSync(openSync(beside, "wx", 0o600));
  await backup(db, beside, { rate: pagesAtOnce });
  chmodSync(beside, 0o600);
  sync(beside);
  renameSync(beside, to);
};
