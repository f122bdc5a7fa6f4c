import { startChild } from "./child-process.ts";
import { type Finding, faultsKept, type Proof } from "./proof.ts";
import { type Database, makePlace } from "./store-place.ts";

const mostMs = 1_000;

/** Two processes start at once on one file. Returns what is wrong, and how long the loser waited. */
const raceOnce = async (address: string): Promise<{ readonly fault: string | null; readonly refusedMs: number }> => {
  const children = [startChild("race", address), startChild("race", address)];
  const said = await Promise.all(children.map((child) => child.line()));
  for (const child of children) await child.kill();
  const refusal = said.find((line) => line?.startsWith("refused store-busy "));
  const refusedMs = Number(refusal?.split(" ")[2] ?? Number.NaN);
  const isRight = said.includes("opened") && refusedMs <= mostMs;
  return { fault: isRight ? null : `they said ${said.join(" and ")}`, refusedMs };
};

/** How a store is called in the figure, and where a round races: with SQLite every other time there is no file yet. */
const races: Readonly<Record<Database, { readonly store: string; readonly addressOf: (address: string, round: number) => string }>> = {
  sqlite: { store: "SQLite file", addressOf: (address, round) => address.replace(/\.db$/, `-${Math.trunc(round / 2)}.db`) },
  postgres: { store: "PostgreSQL database", addressOf: (address) => address },
};

const raceOften = async (database: Database, count: number): Promise<Finding> => {
  const { store, addressOf } = races[database];
  const place = await makePlace(database, { crashes: false });
  const faults: string[] = [];
  let slowest = 0;
  try {
    for (let round = 1; round <= count && faults.length < faultsKept; round++) {
      const { fault, refusedMs } = await raceOnce(addressOf(place.address, round));
      if (fault !== null) faults.push(`race ${round}: ${fault}`);
      slowest = Math.max(slowest, refusedMs);
    }
  } finally {
    await place.remove();
  }
  return {
    figure: `${count} races of two processes for one ${store}, the winner killed each time: one had it, the other was refused with store-busy, after ${Math.round(slowest)} ms at the latest`,
    faults,
  };
};

const racesOn = (database: Database, name: string, store: string): Proof => ({
  name,
  about: `of two that open one ${store}, one is refused within a second`,
  fullCount: 100,
  document: "RELIABILITY.md",
  needsPostgres: database === "postgres",
  run: (count) => raceOften(database, count),
});

export const storeRaces: readonly Proof[] = [
  racesOn("sqlite", "store-races", "SQLite file"),
  racesOn("postgres", "store-races-postgres", "PostgreSQL database"),
];
