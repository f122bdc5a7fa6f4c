import { constants, copyFileSync, existsSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { OperationError } from "../../domain/operation-error.ts";
import { explainSqlite } from "./sqlite-failure.ts";

const isWhole = (path: string): boolean => {
  const db = new DatabaseSync(path);
  try {
    return Object.values(db.prepare("pragma integrity_check").get() ?? {})[0] === "ok";
  } finally {
    db.close();
  }
};

/** Puts a backup where the store was. Nothing is overwritten: the old file, damaged or not, must have been moved away. */
export const restoreSqlite = (path: string, from: string): void => {
  const old = [path, `${path}-wal`, `${path}-journal`].find((file) => existsSync(file));
  if (old !== undefined) throw new OperationError("store-occupied", `${old} exists already`);
  if (!existsSync(from)) throw new OperationError("input-missing", `${from} does not exist`);
  const beside = `${path}.unfinished`;
  try {
    copyFileSync(from, beside);
    if (!isWhole(beside)) throw new OperationError("store-damaged", `${from} is damaged`);
    copyFileSync(beside, path, constants.COPYFILE_EXCL);
  } catch (cause) {
    throw explainSqlite(from)(cause, "read the backup");
  } finally {
    for (const file of [beside, `${beside}-wal`, `${beside}-shm`]) rmSync(file, { force: true });
  }
};
