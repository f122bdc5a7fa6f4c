import { performance } from "node:perf_hooks";
import type { CaseQuery } from "../../src/ports/case-store.ts";
import { openStore } from "../../src/stores/open-store.ts";
import { startChild } from "./child-process.ts";
import type { Finding, Proof } from "./proof.ts";
import { type Database, makePlace, type StorePlace } from "./store-place.ts";

/** A small count shows that it works; a machine that is busy with the other tests must not fail it. */
const patience = (count: number): number => (count < fullCount ? 10 : 1);

const fullCount = 10_000;
const leastCommits = 200;
const mostReadyMs = 3_000;
const mostPageMs = 50;
const pages = 200;

const queries: readonly Omit<CaseQuery, "after">[] = [
  { filter: { isOver: false }, order: "newest", limit: 50 },
  { filter: { isOver: false }, order: "due", limit: 50 },
  { filter: { host: "sv1", states: ["open", "contained"] }, order: "due", limit: 50 },
  { filter: { account: "u10123", classes: ["form-relay"] }, order: "newest", limit: 50 },
];

/** Milliseconds of each page: the four lists in turn, each from its beginning on. */
const timePages = async (place: StorePlace): Promise<readonly number[]> => {
  const store = await openStore(place.address, { head: place.head });
  const times: number[] = [];
  const places: (string | null)[] = queries.map(() => null);
  for (let count = 0; count < pages; count++) {
    const at = count % queries.length;
    const from = performance.now();
    const { next } = await store.list({ ...(queries[at] as Omit<CaseQuery, "after">), after: places[at] ?? null });
    times.push(performance.now() - from);
    places[at] = next;
  }
  await store.close();
  return times.toSorted((a, b) => a - b);
};

/** From the start of a process to what a desk reads first, after the one before was killed. */
const timeStart = async (place: StorePlace): Promise<number> => {
  await place.crash();
  const from = performance.now();
  const child = startChild("ready", place.address, place.head.file);
  const said = await child.line();
  const took = performance.now() - from;
  await child.kill();
  return said?.startsWith("ready 100 100 50 ") ? took : Number.NaN;
};

const measure = async (database: Database, count: number): Promise<Finding> => {
  const place = await makePlace(database, { crashes: false });
  try {
    const child = startChild("fill", place.address, place.head.file, String(count));
    const [, opened = "", changed = ""] = (await child.line())?.split(" ") ?? [];
    await child.kill();
    const commits = Math.round((2 * count * 1_000) / (Number(opened) + Number(changed)));
    const readyMs = await timeStart(place);
    const times = await timePages(place);
    const median = times[Math.trunc(times.length / 2)] ?? Number.NaN;
    const slow = times[Math.trunc(times.length * 0.95)] ?? Number.NaN;
    const cases = count.toLocaleString("en");
    return {
      figure: `${commits} commits/s one after another (goal: ≥ ${leastCommits}); with ${cases} open cases ready ${Math.round(readyMs)} ms after the start of the process that follows a killed one (goal: ≤ ${mostReadyMs}), a page of 50 in ${median.toFixed(1)} ms, 95 % in ${slow.toFixed(1)} ms (goal: ≤ ${mostPageMs})`,
      faults: [
        ...(commits * patience(count) >= leastCommits ? [] : [`${commits} commits/s`]),
        ...(readyMs <= mostReadyMs * patience(count) ? [] : [`ready after ${readyMs} ms`]),
        ...(slow <= mostPageMs * patience(count) ? [] : [`a page took ${slow} ms`]),
      ],
    };
  } finally {
    await place.remove();
  }
};

const speedOn = (database: Database, name: string): Proof => ({
  name: `store-speed-${database}`,
  about: `commits, a new start and lists are quick, on ${name}`,
  fullCount,
  document: "RELIABILITY.md",
  needsPostgres: database === "postgres",
  run: (count) => measure(database, count),
});

export const storeSpeed: readonly Proof[] = [speedOn("sqlite", "SQLite"), speedOn("postgres", "PostgreSQL")];
