import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { OperationError } from "../domain/operation-error.ts";

/** A lock that nobody names any more is not to be collected as garbage, and with it let go of, while its work goes on. */
const held = new Set<DatabaseSync>();

/** Source: sqlite.org/rescode.html, SQLITE_BUSY. */
const busyCode = 5;
const isBusy = (error: unknown): boolean => error instanceof Error && "errcode" in error && error.errcode === busyCode;

/**
 * A lock that one process at a time has: `lock.db` is the enforcer process's for as long as it runs, `turn.db` whoever's changes the servers'
 * files now. It is SQLite's, which the kernel takes away from a process that dies. Throws `enforcer-busy`.
 */
export const openEnforcerLock = (stateDir: string, name: "lock.db" | "turn.db"): { readonly close: () => void } => {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const lock = new DatabaseSync(join(stateDir, name));
  try {
    lock.exec("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    if (!isBusy(cause)) throw new OperationError("world-failed", `${join(stateDir, name)}: cannot be locked`, cause);
    throw new OperationError("enforcer-busy", `${stateDir}: another process works on the servers`, cause);
  }
  held.add(lock);
  return {
    close: () => {
      held.delete(lock);
      lock.close();
    },
  };
};
