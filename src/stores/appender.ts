import type { Transaction } from "kysely";
import { chainHead } from "./append.ts";
import { type AuditHead, createAuditHead, type HeadOptions } from "./audit-head.ts";
import { genesisHash } from "./chain.ts";
import { createGuard, type Engine } from "./engine.ts";
import type { ChainHead } from "./record.ts";
import type { Tables } from "./tables.ts";

/** What the operator decides about a store. */
export interface StoreOptions {
  /** Null: no head is kept apart, and entries cut off at the end go unnoticed. */
  readonly head: (HeadOptions & { /** Takes the chain as it is for right, as after a restore. */ readonly adopt?: boolean }) | null;
  /** Failures after which an effect waits for a person. */
  readonly mostAttempts: number;
  /** Told when a database was lost to this process (false), and when it has it again (true). */
  readonly onHeld?: (isHeld: boolean) => void;
}

type Trx = Transaction<Tables>;

/** Writes to one chain, for all stores that lie in one database. */
export interface Appender {
  /** Null: none is kept apart. */
  readonly head: AuditHead | null;
  /** Runs `work` in one transaction, alone on the chain. `end`: where the chain ends by it; null where it does as before. */
  readonly append: <Result>(
    doing: string,
    work: (trx: Trx) => Promise<{ readonly result: Result; readonly end: ChainHead | null }>,
  ) => Promise<Result>;
}

/** A head that does not fit the chain is proof of tampering and must not be overwritten by the next commit. */
const openHead = async ({ db }: Engine, { head: options }: StoreOptions): Promise<AuditHead | null> => {
  if (options === null) return null;
  const head = createAuditHead(options);
  const end = await db.transaction().execute(chainHead);
  const kept = head.read();
  const seen =
    typeof kept === "object" && kept.seq > 0
      ? await db.selectFrom("chain").select("hash").where("seq", "=", kept.seq).executeTakeFirst()
      : undefined;
  const fits = kept === "none" ? end.seq === 0 : typeof kept === "object" && (seen?.hash ?? genesisHash) === kept.hash;
  if (options.adopt === true || fits) head.keep(end);
  else head.freeze();
  return head;
};

/** Opens the head that is kept apart, and appends from then on. */
export const createAppender = async (engine: Engine, options: StoreOptions): Promise<Appender> => {
  const guard = createGuard(engine);
  const head = await guard("read the end of the chain", () => openHead(engine, options));
  return {
    head,
    append: async (doing, work) => {
      const { result, end } = await guard(doing, () =>
        engine.db.transaction().execute(async (trx) => {
          await engine.lockChain(trx);
          return work(trx);
        }),
      );
      if (end !== null) head?.keep(end);
      return result;
    },
  };
};
