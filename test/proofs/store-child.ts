import { writeSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { Case } from "../../src/domain/case/case.ts";
import { OperationError } from "../../src/domain/operation-error.ts";
import type { CaseStore } from "../../src/ports/case-store.ts";
import { openStore } from "../../src/stores/open-store.ts";
import { aCase, anOrder, noon, onwards, opening } from "../case-builders.ts";

// The process that is killed in proofs of the store: `commit` goes on for ever, `fill` opens so many cases, `race` opens and holds, `ready` opens, reads what
// a desk reads at its start, and ends. What is told on stdout was acknowledged by the store before.

const [mode = "", address = "", headFile = "", told = "0"] = process.argv.slice(2);

/** Synchronous: nothing that was told is lost in a buffer when we are killed. */
const tell = (line: string): void => {
  writeSync(1, `${line}\n`);
};

const timer = (id: string) => ({ id: `timer of ${id}`, kind: "recheck", at: noon + 60_000 }) as const;

const openOne = async (store: CaseStore, key: string): Promise<Case> => {
  let opened: Case | null = null;
  await store.open(2026, (id) => {
    opened = aCase(id, { key, timers: [timer(id)] });
    return opening(opened, [anOrder(`order of ${id}`)]);
  });
  if (opened === null) throw new Error("the store opened nothing");
  return opened;
};

const commitForEver = async (store: CaseStore, round: string): Promise<void> => {
  for (let count = 0; ; count++) {
    const one = await openOne(store, `key ${round} ${count}`);
    tell(`case ${one.id} 1`);
    for (let step = 0; step < 3; step++) {
      const before = { ...one, version: one.version + step };
      await store.commit(onwards(before));
      tell(`case ${one.id} ${before.version + 1}`);
    }
    await store.settleEffect(`order of ${one.id}`, noon);
    tell(`settled order of ${one.id}`);
  }
};

const fill = async (store: CaseStore, cases: number): Promise<void> => {
  const from = performance.now();
  for (let count = 0; count < cases; count++) await openOne(store, `key ${count}`);
  const opened = performance.now();
  for (let count = 0; count < cases; count++) {
    const id = `2026-${String(count + 1).padStart(6, "0")}`;
    await store.commit(onwards(aCase(id, { key: `key ${count}`, timers: [timer(id)] })));
  }
  tell(`filled ${opened - from} ${performance.now() - opened}`);
};

const readAsAtStart = async (store: CaseStore): Promise<void> => {
  const settings = await store.settings();
  const effects = await store.dueEffects(noon, 100);
  const timers = await store.dueTimers(noon + 60_000, 100);
  const { cases } = await store.list({ filter: { isOver: false }, order: "due", limit: 50, after: null });
  tell(`ready ${effects.length} ${timers.length} ${cases.length} ${settings.policy === null ? 0 : 1}`);
};

const race = async (): Promise<void> => {
  const from = performance.now();
  try {
    await openStore(address);
    tell("opened");
  } catch (cause) {
    tell(`refused ${cause instanceof OperationError ? cause.code : String(cause)} ${performance.now() - from}`);
  }
  await wait(60_000);
};

const run = async (): Promise<void> => {
  if (mode === "race") return race();
  const store = await openStore(address, { head: { file: headFile, key: Buffer.alloc(32, 7) } });
  if (mode === "commit") return commitForEver(store, told);
  if (mode === "fill") {
    await fill(store, Number(told));
    await wait(60_000);
  }
  await readAsAtStart(store);
  await store.close();
};

await run();
