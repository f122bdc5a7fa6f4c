import { DatabaseSync } from "node:sqlite";
import { OperationError } from "../../domain/operation-error.ts";

/** Two that start at once: one of them gets it; the other has waited this long and knows. */
const patienceMs = 200;

const isBusy = (cause: unknown): boolean => cause instanceof Error && "errcode" in cause && cause.errcode === 5;

/** A connection that nobody refers to is closed when memory is collected, and its lock with it. */
const held = new Set<DatabaseSync>();

/**
 * Takes the store for this process: an exclusive lock on a file beside it, held by the operating system, so that a killed process leaves
 * nothing behind. SQLite does the locking: Node has no call for it. Throws `store-busy` where another process has it, within half a second.
 */
export const lockStore = (path: string): { readonly release: () => void } => {
  const lock = new DatabaseSync(`${path}.lock`, { timeout: patienceMs });
  try {
    lock.exec("begin exclusive");
  } catch (cause) {
    lock.close();
    if (isBusy(cause)) throw new OperationError("store-busy", `${path} is in use by another process`, cause);
    throw cause;
  }
  held.add(lock);
  return {
    release: () => {
      held.delete(lock);
      lock.close();
    },
  };
};
