import type { Kysely, Transaction } from "kysely";
import type { Tables } from "./tables.ts";

/** Names of the databases. */
export type EngineName = "sqlite" | "postgres";

/** What the store needs of a database, besides the queries that both understand. */
export interface Engine {
  readonly name: EngineName;
  readonly db: Kysely<Tables>;
  /** Throws `store-unreachable` while the store is not this process's: nothing is read or written on what may be another desk's by now. */
  readonly checkHeld: () => void;
  /** Lets appends of several connections wait for each other, until the transaction ends. */
  readonly lockChain: (trx: Transaction<Tables>) => Promise<void>;
  /** What the database threw, as an OperationError where the world is at fault. `doing`: what was tried, for the message. */
  readonly explain: (cause: unknown, doing: string) => unknown;
  readonly backup: (to: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Runs what asks the database, if the store is ours, and explains what it throws. `doing`: what was tried. */
export const createGuard =
  ({ checkHeld, explain }: Engine) =>
  async <Result>(doing: string, work: () => Promise<Result>): Promise<Result> => {
    try {
      checkHeld();
      return await work();
    } catch (cause) {
      throw explain(cause, doing);
    }
  };
