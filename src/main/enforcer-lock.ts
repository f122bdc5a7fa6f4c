import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { OperationError } from "../domain/operation-error.ts";

/**
 * One process at a time works on the servers: two would not know each other's files. The lock is SQLite's, which the kernel takes away from a
 * process that dies. Throws `enforcer-busy`.
 */
export const openEnforcerLock = (stateDir: string): { readonly close: () => void } => {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const lock = new DatabaseSync(join(stateDir, "lock.db"));
  try {
    lock.exec("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    throw new OperationError("enforcer-busy", `${stateDir}: another process works on the servers`, cause);
  }
  return { close: () => lock.close() };
};
