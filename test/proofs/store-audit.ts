import { type Kysely, sql } from "kysely";
import type { AuditResult } from "../../src/ports/case-store.ts";
import { createAuditHead } from "../../src/stores/audit-head.ts";
import { genesisHash } from "../../src/stores/chain.ts";
import type { Engine } from "../../src/stores/engine.ts";
import { openStore } from "../../src/stores/open-store.ts";
import { type ChainHead, toRows } from "../../src/stores/record.ts";
import type { ChainTable, PersonalTable } from "../../src/stores/tables.ts";
import { aCase, onwards, opening } from "../case-builders.ts";
import { createRandom } from "../seeded-random.ts";
import type { Finding, Proof } from "./proof.ts";
import { type Database, makePlace, type StorePlace } from "./store-place.ts";

const batch = 1_000;
/** One fact in so many quotes lines; the others are checks, receipts and timers. */
const detections = 20;
const mostSecondsAMillion = 10;
/** Part of that which even the small counts of `npm test` get, on a machine that is busy with other tests. */
const startSeconds = 5;

const factAt = (seq: number) => {
  const one = aCase(`2026-${seq}`);
  const { fact, entries, effects } = seq % detections === 1 ? opening(one) : onwards(one);
  return { record: { fact: { ...fact, id: `fact ${seq}` }, entries, effects }, caseId: one.id };
};

const writeBatch = async ({ db }: Engine, from: ChainHead, until: number): Promise<ChainHead> => {
  const rows: ChainTable[] = [];
  const personal: PersonalTable[] = [];
  let head = from;
  while (head.seq < until) {
    const { record, caseId } = factAt(head.seq + 1);
    const made = toRows(record, caseId, head);
    rows.push(made.row);
    personal.push(...made.personal);
    head = made.row;
  }
  await db.transaction().execute(async (trx) => {
    await trx.insertInto("chain").values(rows).execute();
    if (personal.length > 0) await trx.insertInto("personal").values(personal).execute();
  });
  return head;
};

const fillChain = async (place: StorePlace, count: number): Promise<void> => {
  const engine = await place.openEngine();
  let head: ChainHead = { seq: 0, hash: genesisHash };
  while (head.seq < count) head = await writeBatch(engine, head, Math.min(head.seq + batch, count));
  createAuditHead(place.head).keep(head);
  await engine.close();
};

const guards: Readonly<Record<Database, string>> = {
  sqlite: "drop trigger if exists chain_no_update",
  postgres: "drop trigger if exists chain_no_change on chain",
};

const changeEntry = async (place: StorePlace, database: Database, seq: number): Promise<void> => {
  const { db, close } = await place.openEngine();
  await sql.raw(guards[database]).execute(db as unknown as Kysely<never>);
  await db
    .updateTable("chain")
    .set(({ eb, ref }) => ({ at: eb(ref("at"), "+", 1) }))
    .where("seq", "=", seq)
    .execute();
  await close();
};

const verify = async (place: StorePlace): Promise<{ readonly result: AuditResult; readonly seconds: number }> => {
  const store = await openStore(place.address, { head: place.head });
  const from = performance.now();
  const result = await store.verifyAudit();
  const seconds = (performance.now() - from) / 1_000;
  await store.close();
  return { result, seconds };
};

const auditAll = async (database: Database, count: number, seed: number): Promise<Finding> => {
  const place = await makePlace(database, { crashes: false });
  try {
    await fillChain(place, count);
    const { result, seconds } = await verify(place);
    const changed = 1 + createRandom(seed)(count);
    await changeEntry(place, database, changed);
    const found = (await verify(place)).result;
    const faults = [
      ...(result.kind === "whole" && result.entries === count ? [] : [`a chain that is whole was judged ${JSON.stringify(result)}`]),
      ...(seconds <= startSeconds + (mostSecondsAMillion - startSeconds) * (count / 1e6) ? [] : [`it took ${seconds.toFixed(1)} s`]),
      ...(found.kind === "broken" && found.seq === changed
        ? []
        : [`entry ${changed} was changed, the audit said ${JSON.stringify(found)}`]),
    ];
    const said = count.toLocaleString("en");
    return {
      figure: `${said} entries verified in ${seconds.toFixed(1)} s (goal: ≤ 10 s for 1,000,000), and the one entry that was changed named`,
      faults,
    };
  } finally {
    await place.remove();
  }
};

const auditOn = (database: Database, name: string): Proof => ({
  name: `store-audit-${database}`,
  about: `the audit of a long chain is quick and finds the one changed entry, on ${name}`,
  fullCount: 1_000_000,
  document: "RELIABILITY.md",
  needsPostgres: database === "postgres",
  run: (count, seed) => auditAll(database, count, seed),
});

export const storeAudit: readonly Proof[] = [auditOn("sqlite", "SQLite"), auditOn("postgres", "PostgreSQL")];
