import type { Kysely } from "kysely";
import type { TimerKind } from "../domain/case/timer.ts";
import type { CaseStore, DeadEffect, DueEffect, DueTimer } from "../ports/case-store.ts";
import type { OutboxTable, Tables } from "./tables.ts";

type Db = Kysely<Tables>;

const dueEffectOf = (row: Pick<OutboxTable, "body" | "case_id" | "attempts">): DueEffect => ({
  effect: JSON.parse(row.body) as DueEffect["effect"],
  caseId: row.case_id,
  attempts: row.attempts,
});

export const dueEffects = async (db: Db, now: number, limit: number): Promise<readonly DueEffect[]> => {
  const rows = await db
    .selectFrom("outbox as due")
    .select(["due.body", "due.case_id", "due.attempts"])
    .where("due.state", "=", "waiting")
    .where("due.due_at", "<=", now)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("outbox as ahead")
            .select("ahead.id")
            .where("ahead.state", "=", "waiting")
            .whereRef("ahead.lane", "=", "due.lane")
            .whereRef("ahead.place", "<", "due.place"),
        ),
      ),
    )
    .orderBy("due.place")
    .limit(limit)
    .execute();
  return rows.map(dueEffectOf);
};

export const settleEffect = async (db: Db, id: string, now: number): Promise<void> => {
  await db
    .updateTable("outbox")
    .set({ state: "settled", settled_at: now, error: null })
    .where("id", "=", id)
    .where("state", "!=", "settled")
    .execute();
};

type Failure = Parameters<CaseStore["putOff"]>[1];

/** Returns whether it will be tried again. */
export const putOff = async (db: Db, id: string, failure: Failure & { readonly mostAttempts: number }): Promise<boolean> => {
  const { error, now, until, mostAttempts } = failure;
  const row = await db.selectFrom("outbox").select("attempts").where("id", "=", id).where("state", "=", "waiting").executeTakeFirst();
  if (row === undefined) return false;
  const attempts = row.attempts + 1;
  const isDead = attempts >= mostAttempts;
  await db
    .updateTable("outbox")
    .set({ attempts, error, state: isDead ? "dead" : "waiting", due_at: isDead ? now : until })
    .where("id", "=", id)
    .where("attempts", "=", row.attempts)
    .execute();
  return !isDead;
};

export const deadEffects = async (db: Db, limit: number): Promise<readonly DeadEffect[]> => {
  const rows = await db.selectFrom("outbox").selectAll().where("state", "=", "dead").orderBy("place").limit(limit).execute();
  return rows.map((row) => ({ ...dueEffectOf(row), error: row.error ?? "", at: row.due_at }));
};

/** A dead order must not come after a later one on the same containment: an old `apply` would undo a release. */
export const requeue = (db: Db, id: string, now: number): Promise<"queued" | "unknown" | "overtaken"> =>
  db.transaction().execute(async (trx) => {
    const dead = await trx
      .selectFrom("outbox")
      .select(["lane", "place"])
      .where("id", "=", id)
      .where("state", "=", "dead")
      .executeTakeFirst();
    if (dead === undefined) return "unknown";
    const later = trx.selectFrom("outbox").select("id").where("lane", "=", dead.lane).where("place", ">", dead.place);
    if (dead.lane.startsWith("containment:") && (await later.executeTakeFirst()) !== undefined) return "overtaken";
    await trx.updateTable("outbox").set({ state: "waiting", attempts: 0, due_at: now }).where("id", "=", id).execute();
    return "queued";
  });

export const dueTimers = async (db: Db, now: number, limit: number): Promise<readonly DueTimer[]> => {
  const rows = await db.selectFrom("timers").selectAll().where("at", "<=", now).orderBy("at").orderBy("id").limit(limit).execute();
  return rows.map(({ id, case_id, kind, at }) => ({ caseId: case_id, timer: id, kind: kind as TimerKind, at }));
};

export const nextDueAt = async (db: Db, now: number): Promise<number | null> => {
  const timer = await db.selectFrom("timers").select("at").where("at", ">", now).orderBy("at").limit(1).executeTakeFirst();
  const effect = await db
    .selectFrom("outbox")
    .select(({ fn }) => fn.min("due_at").as("at"))
    .where("state", "=", "waiting")
    .where("due_at", ">", now)
    .executeTakeFirst();
  const times = [timer?.at, effect?.at].filter((at) => typeof at === "number");
  return times.length === 0 ? null : Math.min(...times);
};
