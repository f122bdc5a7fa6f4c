import type { Kysely } from "kysely";
import { type Case, type CaseState, caseStates } from "../domain/case/case.ts";
import type { Entry } from "../domain/case/entry.ts";
import type { CaseStore, RecordedFact } from "../ports/case-store.ts";
import { caseOf } from "./case-row.ts";
import { fromRows } from "./record.ts";
import type { PersonalTable, Tables } from "./tables.ts";

type Db = Kysely<Tables>;

const one = (row: { readonly snapshot: string } | undefined): Case | null => (row === undefined ? null : caseOf(row));

export const caseById = async (db: Db, id: string): Promise<Case | null> =>
  one(await db.selectFrom("cases").select("snapshot").where("id", "=", id).executeTakeFirst());

export const openCaseByKey = async (db: Db, key: string): Promise<Case | null> =>
  one(await db.selectFrom("cases").select("snapshot").where("key", "=", key).where("is_over", "=", 0).executeTakeFirst());

export const latestCaseByKey = async (db: Db, key: string): Promise<Case | null> =>
  one(
    await db
      .selectFrom("cases")
      .select("snapshot")
      .where("key", "=", key)
      .orderBy("opened_at", "desc")
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirst(),
  );

export const casesOfAccount = async (db: Db, host: string, account: string): Promise<readonly Case[]> => {
  const rows = await db
    .selectFrom("cases")
    .select("snapshot")
    .where("account", "=", account)
    .where("host", "=", host)
    .orderBy("opened_at", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map(caseOf);
};

export const countByState = async (db: Db): Promise<Readonly<Record<CaseState, number>>> => {
  const rows = await db
    .selectFrom("cases")
    .select(({ fn }) => ["state", fn.countAll<number>().as("count")])
    .groupBy("state")
    .execute();
  return Object.fromEntries(caseStates.map((state) => [state, Number(rows.find((row) => row.state === state)?.count ?? 0)])) as Record<
    CaseState,
    number
  >;
};

const bySeq = (rows: readonly PersonalTable[]): ReadonlyMap<number, PersonalTable[]> => Map.groupBy(rows, ({ seq }) => seq);

export const factsOf = async (db: Db, caseId: string): Promise<readonly RecordedFact[]> => {
  const rows = await db.selectFrom("chain").select(["seq", "hash", "body"]).where("case_id", "=", caseId).orderBy("seq").execute();
  const personal = bySeq(await db.selectFrom("personal").selectAll().where("case_id", "=", caseId).execute());
  return rows.map((row) => fromRows(row, personal.get(row.seq) ?? []));
};

export const factById = async (db: Db, id: string): ReturnType<CaseStore["factById"]> => {
  const columns = ["seq", "hash", "body", "case_id"] as const;
  const row = await db.selectFrom("chain").select(columns).where("fact", "=", id).executeTakeFirst();
  if (row === undefined) return null;
  const personal = await db.selectFrom("personal").selectAll().where("seq", "=", row.seq).execute();
  return { ...fromRows(row, personal), caseId: row.case_id };
};

export const timelineOf = async (db: Db, caseId: string): Promise<readonly Entry[]> =>
  (await factsOf(db, caseId)).flatMap(({ entries }) => entries);

export const factsFrom = async (db: Db, seq: number, limit: number): Promise<readonly RecordedFact[]> => {
  const rows = await db.selectFrom("chain").select(["seq", "hash", "body"]).where("seq", ">=", seq).orderBy("seq").limit(limit).execute();
  const last = rows.at(-1);
  if (last === undefined) return [];
  const range = db.selectFrom("personal").selectAll().where("seq", ">=", seq).where("seq", "<=", last.seq);
  const personal = bySeq(await range.execute());
  return rows.map((row) => fromRows(row, personal.get(row.seq) ?? []));
};
