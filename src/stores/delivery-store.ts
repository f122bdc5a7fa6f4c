import type { Kysely, Transaction } from "kysely";
import type { AgentMessage } from "../domain/case/agent-message.ts";
import type { SequenceRange } from "../domain/case/passed-over.ts";
import type { Delivery, DeliveryStore, ProgressChange, SourceProgress } from "../ports/delivery-store.ts";
import type { Engine } from "./engine.ts";
import type { DeliveryTable, Tables } from "./tables.ts";

const progressOf = async (db: Kysely<Tables>, source: string): Promise<SourceProgress> => {
  const row = await db.selectFrom("delivery_sources").select(["next", "passed_over"]).where("source", "=", source).executeTakeFirst();
  const { waiting, lowest, since } = await db
    .selectFrom("deliveries")
    .select(({ fn }) => [fn.countAll<number>().as("waiting"), fn.min("sequence").as("lowest"), fn.min("taken_at").as("since")])
    .where("source", "=", source)
    .executeTakeFirstOrThrow();
  return {
    next: row?.next ?? 1,
    passedOver: row === undefined ? [] : (JSON.parse(row.passed_over) as readonly SequenceRange[]),
    waiting,
    lowest,
    waitingSince: since,
  };
};

/** False where the source has gone on since. */
const moveOn = async (trx: Transaction<Tables>, change: ProgressChange): Promise<boolean> => {
  const { source, expectedNext, next, isHeard, now } = change;
  const passed_over = JSON.stringify(change.passedOver);
  const moved = await trx
    .updateTable("delivery_sources")
    .set({ next, passed_over, ...(isHeard ? { heard_at: now } : {}) })
    .where("source", "=", source)
    .where("next", "=", expectedNext)
    .executeTakeFirst();
  if (moved.numUpdatedRows > 0n || expectedNext > 1) return moved.numUpdatedRows > 0n;
  const made = await trx
    .insertInto("delivery_sources")
    .values({ source, next, passed_over, heard_at: now })
    .onConflict((conflict) => conflict.column("source").doNothing())
    .executeTakeFirst();
  return (made.numInsertedOrUpdatedRows ?? 0n) > 0n;
};

/** Of a claim and of what goes with it. */
const caseKeyOf = (message: AgentMessage): string | null => {
  if (message.kind === "claim") return message.claim.key;
  return message.kind === "fates" ? message.fates.key : null;
};

const rowOf = (source: string, { sequence, message }: Delivery, now: number): DeliveryTable => ({
  ...{ source, sequence, taken_at: now },
  case_key: caseKeyOf(message),
  body: JSON.stringify(message),
});

/** A statement has a bounded number of parameters, and always the same few texts. */
const rowsAtOnce = 50;

const keepEarly = async (trx: Transaction<Tables>, { source, early, next, now }: ProgressChange): Promise<void> => {
  const rows = early.filter(({ sequence }) => sequence >= next).map((one) => rowOf(source, one, now));
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await trx
      .insertInto("deliveries")
      .values(rows.slice(from, from + rowsAtOnce))
      .onConflict((conflict) => conflict.columns(["source", "sequence"]).doNothing())
      .execute();
};

const advance = (db: Kysely<Tables>, change: ProgressChange): Promise<boolean> =>
  db.transaction().execute(async (trx) => {
    if (!(await moveOn(trx, change))) return false;
    if (change.next > change.expectedNext)
      await trx.deleteFrom("deliveries").where("source", "=", change.source).where("sequence", "<", change.next).execute();
    await keepEarly(trx, change);
    return true;
  });

const waitingOf = async (db: Kysely<Tables>, source: string, limit: number): Promise<readonly Delivery[]> => {
  const rows = await db
    .selectFrom("deliveries")
    .select(["sequence", "body"])
    .where("source", "=", source)
    .orderBy("sequence")
    .limit(limit)
    .execute();
  return rows.map(({ sequence, body }) => ({ sequence, message: JSON.parse(body) as AgentMessage }));
};

/** Deliveries of agents in the same database as the cases. */
export const createDeliveryStore = ({ db, explain }: Engine): DeliveryStore => {
  const guard = async <Result>(doing: string, work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (cause) {
      throw explain(cause, doing);
    }
  };
  return {
    progressOf: (source) => guard("read how far a source has come", () => progressOf(db, source)),
    waitingOf: (source, limit) => guard("read what waits of a source", () => waitingOf(db, source, limit)),
    advance: (change) => guard("store what a source sent", () => advance(db, change)),
    sourcesWaiting: () =>
      guard("look for what waits", async () =>
        (await db.selectFrom("deliveries").select("source").distinct().orderBy("source").execute()).map(({ source }) => source),
      ),
  };
};
