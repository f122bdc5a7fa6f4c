import type { Transaction } from "kysely";
import { type Case, isOver } from "../domain/case/case.ts";
import { type DeskSettings, freshSettings, withDeskFact } from "../domain/case/desk-settings.ts";
import type { Effect } from "../domain/case/effect.ts";
import type { CaseChange, CommitResult, DeskChange } from "../ports/case-store.ts";
import { caseRow } from "./case-row.ts";
import { genesisHash } from "./chain.ts";
import { type ChainHead, type FactRecord, toRows } from "./record.ts";
import { saveStanding } from "./standing.ts";
import type { OutboxTable, Tables } from "./tables.ts";

type Trx = Transaction<Tables>;

/** What became of a change, and where the chain ends by it; null where it does as before. */
export interface Appended {
  readonly result: CommitResult;
  readonly end: ChainHead | null;
}

const unchanged = (result: CommitResult): Appended => ({ result, end: null });

/** The last entry; where the chain is empty, what the first will follow on. */
export const chainHead = async (trx: Trx): Promise<ChainHead> =>
  (await trx.selectFrom("chain").select(["seq", "hash"]).orderBy("seq", "desc").limit(1).executeTakeFirst()) ?? {
    seq: 0,
    hash: genesisHash,
  };

/** Writes one fact behind the end of the chain; returns the new end. */
export const appendRecord = async (trx: Trx, record: FactRecord, caseId: string | null, head: ChainHead): Promise<ChainHead> => {
  const { row, personal } = toRows(record, caseId, head);
  await trx.insertInto("chain").values(row).execute();
  if (personal.length > 0) await trx.insertInto("personal").values(personal).execute();
  return row;
};

/** The entry of a fact, if there is one, and the end of the chain, in one question. */
const lookUp = async (trx: Trx, fact: string) => {
  const rows = await trx
    .selectFrom("chain")
    .select(["seq", "hash", "fact", "case_id"])
    .where(({ eb, or, selectFrom }) =>
      or([
        eb("fact", "=", fact),
        eb(
          "seq",
          "=",
          selectFrom("chain").select(({ fn }) => fn.max("seq").as("last")),
        ),
      ]),
    )
    .orderBy("seq")
    .execute();
  return { known: rows.find((row) => row.fact === fact), head: rows.at(-1) ?? { seq: 0, hash: genesisHash } };
};

const saveCase = async (trx: Trx, one: Case, isNew: boolean): Promise<void> => {
  const { id, ...columns } = caseRow(one);
  if (isNew)
    await trx
      .insertInto("cases")
      .values({ id, ...columns })
      .execute();
  else await trx.updateTable("cases").set(columns).where("id", "=", id).execute();
};

const saveTimers = async (trx: Trx, { id, timers }: Case, isNew: boolean): Promise<void> => {
  if (!isNew) await trx.deleteFrom("timers").where("case_id", "=", id).execute();
  if (timers.length === 0) return;
  await trx
    .insertInto("timers")
    .values(timers.map((timer) => ({ ...timer, case_id: id })))
    .execute();
};

const laneOf = (effect: Effect, caseId: string): string => {
  if (effect.kind === "order") return `containment:${effect.containment}`;
  return effect.kind === "notice" ? `notices:${caseId}` : `effect:${effect.id}`;
};

const mostEffects = 1_000;

/** An id that is there already was ordered already: nothing is done twice. */
const saveEffects = async (trx: Trx, change: CaseChange, seq: number): Promise<void> => {
  const effects = change.effects.filter(({ kind }) => kind !== "timer");
  if (effects.length >= mostEffects) throw new RangeError(`one fact with ${effects.length} effects`);
  if (effects.length === 0) return;
  const rows = effects.map(
    (effect, index): OutboxTable => ({
      id: effect.id,
      place: seq * mostEffects + index,
      case_id: change.case.id,
      lane: laneOf(effect, change.case.id),
      body: JSON.stringify(effect),
      state: "waiting",
      attempts: 0,
      due_at: change.fact.at,
      error: null,
      settled_at: null,
    }),
  );
  await trx
    .insertInto("outbox")
    .values(rows)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
};

const versionOf = async (trx: Trx, id: string): Promise<number | null> =>
  (await trx.selectFrom("cases").select("version").where("id", "=", id).executeTakeFirst())?.version ?? null;

const openKeyIsTaken = async (trx: Trx, key: string): Promise<boolean> =>
  (await trx.selectFrom("cases").select("id").where("key", "=", key).where("is_over", "=", 0).executeTakeFirst()) !== undefined;

const appendCaseChange = async (trx: Trx, change: CaseChange, head: ChainHead): Promise<Appended> => {
  const { fact, entries, effects, expectedVersion } = change;
  const version = await versionOf(trx, change.case.id);
  if (version !== expectedVersion) return unchanged({ kind: "conflict", version });
  const isNew = version === null;
  if (isNew && !isOver(change.case) && (await openKeyIsTaken(trx, change.case.key))) return unchanged({ kind: "conflict", version });
  const end = await appendRecord(trx, { fact, entries, effects }, change.case.id, head);
  await saveCase(trx, change.case, isNew);
  await saveStanding(trx, change.case, isNew);
  await saveTimers(trx, change.case, isNew);
  await saveEffects(trx, change, end.seq);
  return { result: { kind: "committed", seq: end.seq }, end };
};

/** What holds for the desk as a whole, by now. */
export const loadSettings = async (trx: Pick<Trx, "selectFrom">): Promise<DeskSettings> => {
  const row = await trx.selectFrom("desk_settings").select("body").executeTakeFirst();
  return row === undefined ? freshSettings : (JSON.parse(row.body) as DeskSettings);
};

const appendDeskChange = async (trx: Trx, { fact }: DeskChange, head: ChainHead): Promise<Appended> => {
  const end = await appendRecord(trx, { fact, entries: [], effects: [] }, null, head);
  const body = JSON.stringify(withDeskFact(await loadSettings(trx), fact));
  await trx
    .insertInto("desk_settings")
    .values({ id: 1, body })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ body }))
    .execute();
  return { result: { kind: "committed", seq: end.seq }, end };
};

/** Stores a change within the transaction, unless its fact is known or its case has moved on. */
export const appendChange = async (trx: Trx, change: CaseChange | DeskChange): Promise<Appended> => {
  const { known, head } = await lookUp(trx, change.fact.id);
  if (known !== undefined) return unchanged({ kind: "already", caseId: known.case_id });
  return "case" in change ? appendCaseChange(trx, change, head) : appendDeskChange(trx, change, head);
};
