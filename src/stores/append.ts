import type { Transaction } from "kysely";
import { type Case, isOver } from "../domain/case/case.ts";
import { type DeskSettings, freshSettings, withDeskFact } from "../domain/case/desk-settings.ts";
import type { Effect } from "../domain/case/effect.ts";
import type { CaseChange, CommitResult, DeskChange } from "../ports/case-store.ts";
import { caseRow } from "./case-row.ts";
import { genesisHash } from "./chain.ts";
import { type ChainHead, type FactRecord, toRows } from "./record.ts";
import type { OutboxTable, Tables } from "./tables.ts";

type Trx = Transaction<Tables>;

/** The last entry; where the chain is empty, what the first will follow on. */
export const chainHead = async (trx: Trx): Promise<ChainHead> =>
  (await trx.selectFrom("chain").select(["seq", "hash"]).orderBy("seq", "desc").limit(1).executeTakeFirst()) ?? {
    seq: 0,
    hash: genesisHash,
  };

/** Writes one fact at the end of the chain. */
export const appendRecord = async (trx: Trx, record: FactRecord, caseId: string | null): Promise<ChainHead> => {
  const { row, personal } = toRows(record, caseId, await chainHead(trx));
  await trx.insertInto("chain").values(row).execute();
  if (personal.length > 0) await trx.insertInto("personal").values(personal).execute();
  return row;
};

const knownFact = (trx: Trx, id: string): Promise<{ case_id: string | null } | undefined> =>
  trx.selectFrom("chain").select("case_id").where("fact", "=", id).executeTakeFirst();

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

const appendCaseChange = async (trx: Trx, change: CaseChange): Promise<CommitResult> => {
  const { fact, entries, effects, expectedVersion } = change;
  const version = await versionOf(trx, change.case.id);
  if (version !== expectedVersion) return { kind: "conflict", version };
  const isNew = version === null;
  if (isNew && !isOver(change.case) && (await openKeyIsTaken(trx, change.case.key))) return { kind: "conflict", version };
  const { seq } = await appendRecord(trx, { fact, entries, effects }, change.case.id);
  await saveCase(trx, change.case, isNew);
  await saveTimers(trx, change.case, isNew);
  await saveEffects(trx, change, seq);
  return { kind: "committed", seq };
};

/** What holds for the desk as a whole, by now. */
export const loadSettings = async (trx: Pick<Trx, "selectFrom">): Promise<DeskSettings> => {
  const row = await trx.selectFrom("desk_settings").select("body").executeTakeFirst();
  return row === undefined ? freshSettings : (JSON.parse(row.body) as DeskSettings);
};

const appendDeskChange = async (trx: Trx, { fact }: DeskChange): Promise<CommitResult> => {
  const { seq } = await appendRecord(trx, { fact, entries: [], effects: [] }, null);
  const body = JSON.stringify(withDeskFact(await loadSettings(trx), fact));
  await trx
    .insertInto("desk_settings")
    .values({ id: 1, body })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ body }))
    .execute();
  return { kind: "committed", seq };
};

/** Stores a change within the transaction, unless its fact is known or its case has moved on. */
export const appendChange = async (trx: Trx, change: CaseChange | DeskChange): Promise<CommitResult> => {
  const known = await knownFact(trx, change.fact.id);
  if (known !== undefined) return { kind: "already", caseId: known.case_id };
  return "case" in change ? appendCaseChange(trx, change) : appendDeskChange(trx, change);
};
