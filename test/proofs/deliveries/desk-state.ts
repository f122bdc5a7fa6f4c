import { createHash, type Hash } from "node:crypto";
import { canonicalJson } from "../../../src/kit/canonical-json.ts";
import type { CaseStore } from "../../../src/ports/case-store.ts";
import type { Engine } from "../../../src/stores/engine.ts";

/** Case numbers are given in the order in which cases are opened, over all sources: the only thing that their interleaving may change. */
const caseNumber = /\b20\d\d-\d{6}\b/g;

type Namer = (text: string) => string;

const page = 1_000;

/** Gives each case a name that does not depend on its number: its key, and the how-manieth of that key it is. */
const readNames = async ({ db }: Engine): Promise<Namer> => {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const { id, key } of await db.selectFrom("cases").select(["id", "key"]).orderBy("id").execute()) {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    names.set(id, `${key}#${count}`);
  }
  return (text) => text.replaceAll(caseNumber, (id) => names.get(id) ?? `unknown ${id}`);
};

/** The chain of each server by itself, in its order: facts with their personal parts, entries and effects. Salts and digests differ anyway. */
const readChains = async (store: CaseStore, { db }: Engine, name: Namer): Promise<readonly string[]> => {
  const chains = new Map<string, { readonly hash: Hash; facts: number }>();
  const rows = await db.selectFrom("cases").select(["id", "host"]).execute();
  const hosts = new Map(rows.map(({ id, host }) => [id, host]));
  for (let from = 1; ; from += page) {
    const facts = await store.factsFrom(from, page);
    const until = from + facts.length;
    const of = await db.selectFrom("chain").select("case_id").where("seq", ">=", from).where("seq", "<", until).orderBy("seq").execute();
    for (const [index, { fact, entries, effects }] of facts.entries()) {
      const host = hosts.get(of[index]?.case_id ?? "") ?? "the desk";
      const chain = chains.get(host) ?? { hash: createHash("sha256"), facts: 0 };
      chains.set(host, chain);
      chain.hash.update(`${name(canonicalJson({ fact, entries, effects }))}\n`);
      chain.facts++;
    }
    if (facts.length < page) break;
  }
  return [...chains].map(([host, { hash, facts }]) => `chain of ${host}: ${facts} facts ${hash.digest("hex")}`).toSorted();
};

/** Rows of the tables that say what is now. `place` is made of the place in the chain, `heard_at` is when a source was heard last. */
const readTables = async ({ db }: Engine, name: Namer): Promise<readonly string[]> => {
  const rows: string[] = [];
  const add = (table: string, found: readonly object[]): void => {
    for (const row of found) rows.push(`${table} ${name(canonicalJson(row))}`);
  };
  add("case", await db.selectFrom("cases").selectAll().execute());
  add("timer", await db.selectFrom("timers").selectAll().execute());
  const outbox = await db.selectFrom("outbox").selectAll().execute();
  add(
    "effect",
    outbox.map(({ place: _, ...row }) => row),
  );
  add("settings", await db.selectFrom("desk_settings").selectAll().execute());
  add("numbers", await db.selectFrom("case_numbers").selectAll().execute());
  add("source", await db.selectFrom("delivery_sources").select(["source", "next", "passed_over"]).execute());
  add("delivery", await db.selectFrom("deliveries").selectAll().execute());
  return rows.toSorted();
};

/** The final state of a desk. */
export interface DeskState {
  readonly cases: number;
  readonly facts: number;
  readonly effects: number;
  /** SHA-256 of all lines. */
  readonly digest: string;
  /** Without what depends on the interleaving of sources; a line a row or chain, sorted. */
  readonly lines: readonly string[];
}

/** Reads all that a desk has stored. */
export const readState = async (store: CaseStore, engine: Engine, readings: readonly object[]): Promise<DeskState> => {
  const name = await readNames(engine);
  const chains = await readChains(store, engine, name);
  const lines = [...chains, ...(await readTables(engine, name)), ...readings.map((one) => `reading ${canonicalJson(one)}`)];
  const hash = createHash("sha256");
  for (const line of lines) hash.update(`${line}\n`);
  const of = (kind: string): number => lines.filter((line) => line.startsWith(`${kind} `)).length;
  const facts = chains.reduce((sum, line) => sum + Number(/: (\d+) facts/.exec(line)?.[1]), 0);
  return { cases: of("case"), facts, effects: of("effect"), digest: hash.digest("hex"), lines };
};
