import { setTimeout as wait } from "node:timers/promises";
import type { CaseStore } from "../../src/ports/case-store.ts";
import { openStore } from "../../src/stores/open-store.ts";
import { noon } from "../case-builders.ts";
import { createRandom } from "../seeded-random.ts";
import { startChild } from "./child-process.ts";
import { type Finding, faultsKept, type Proof } from "./proof.ts";
import { type Database, makePlace, type StorePlace } from "./store-place.ts";

/** Every so many kills come while the store is being opened, and every so many take PostgreSQL's server along. */
const whileOpening = 5;
const withServer = 10;

/** A life after the first acknowledgement, or from the start where it is killed while opening. */
const longestLifeMs = 250;

/** What a process told that it has done. */
interface Told {
  readonly versions: ReadonlyMap<string, number>;
  readonly settled: readonly string[];
  readonly facts: number;
}

const readTold = (lines: readonly string[]): Told => {
  const versions = new Map<string, number>();
  const settled: string[] = [];
  for (const line of lines) {
    const [kind, ...rest] = line.split(" ");
    if (kind === "settled") settled.push(rest.join(" "));
    else versions.set(rest[0] ?? "", Number(rest[1]));
  }
  return { versions, settled, facts: lines.length - settled.length };
};

const lostOf = async (store: CaseStore, { versions, settled }: Told): Promise<string[]> => {
  const lost: string[] = [];
  for (const [id, version] of versions) {
    const one = await store.caseById(id);
    const facts = await store.factsOf(id);
    if (one === null || one.version < version)
      lost.push(`case ${id}: version ${version} was acknowledged, ${one?.version ?? "nothing"} is stored`);
    if (facts.length !== one?.version) lost.push(`case ${id}: version ${one?.version} by ${facts.length} facts`);
    if (one !== null && one.timers.length !== 1) lost.push(`case ${id}: its timer is gone`);
  }
  const due = new Set((await store.dueEffects(noon * 2, 100_000)).map(({ effect }) => effect.id));
  for (const id of settled) if (due.has(id)) lost.push(`"${id}" was settled and is due again`);
  for (const id of versions.keys())
    if (!settled.includes(`order of ${id}`) && !due.has(`order of ${id}`) && versions.get(id) !== 4)
      lost.push(`the order of ${id} is gone`);
  return lost;
};

const runRound = async (place: StorePlace, round: number, random: (below: number) => number): Promise<string[]> => {
  const child = startChild("commit", place.address, place.head.file, String(round));
  if (round % whileOpening !== 0) await child.line();
  await wait(random(longestLifeMs));
  await child.kill();
  if (round % withServer === 0) await place.crash();
  return [...child.told];
};

const checkRound = async (place: StorePlace, lines: readonly string[]): Promise<{ faults: string[]; facts: number }> => {
  const told = readTold(lines);
  const store = await openStore(place.address, { head: place.head });
  const faults = await lostOf(store, told);
  const audit = await store.verifyAudit();
  await store.close();
  if (audit.kind === "broken") faults.push(`audit: ${audit.what} ${audit.seq}: ${audit.detail}`);
  return { faults, facts: told.facts };
};

const killOften = async (database: Database, count: number, seed: number): Promise<Finding> => {
  const random = createRandom(seed);
  const place = await makePlace(database, { crashes: true });
  const faults: string[] = [];
  let facts = 0;
  try {
    for (let round = 1; round <= count && faults.length < faultsKept; round++) {
      const checked = await checkRound(place, await runRound(place, round, random));
      faults.push(...checked.faults.map((fault) => `round ${round}: ${fault}`));
      facts += checked.facts;
    }
  } finally {
    await place.remove();
  }
  const opening = Math.trunc(count / whileOpening);
  const crashes =
    database === "postgres" ? `, ${Math.trunc(count / withServer)} of the kills took all of the server's processes along` : "";
  const figure = `${count} times SIGKILL (${opening} at any moment from the start of the process${crashes}): of ${facts.toLocaleString("en")} acknowledged facts ${faults.length === 0 ? "none" : "some"} lost, the audit whole after each`;
  return { figure, faults: faults.slice(0, faultsKept) };
};

const killsOn = (database: Database, name: string): Proof => ({
  name: `store-kills-${database}`,
  about: `no acknowledged fact is lost when the desk is killed, on ${name}`,
  fullCount: 200,
  document: "RELIABILITY.md",
  needsPostgres: database === "postgres",
  run: (count, seed) => killOften(database, count, seed),
});

export const storeKills: readonly Proof[] = [killsOn("sqlite", "SQLite"), killsOn("postgres", "PostgreSQL")];
