import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startChild } from "./child-process.ts";
import { type Finding, faultsKept, type Proof } from "./proof.ts";

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

const raceOften = async (count: number): Promise<Finding> => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-races-"));
  const faults: string[] = [];
  let slowest = 0;
  try {
    for (let round = 1; round <= count && faults.length < faultsKept; round++) {
      // Every other time there is no file yet.
      const { fault, refusedMs } = await raceOnce(`sqlite:${join(dir, `desk-${Math.trunc(round / 2)}.db`)}`);
      if (fault !== null) faults.push(`race ${round}: ${fault}`);
      slowest = Math.max(slowest, refusedMs);
    }
  } finally {
    rmSync(dir, { recursive: true });
  }
  return {
    figure: `${count} races of two processes for one SQLite file, the winner killed each time: one had it, the other was refused with store-busy, after ${Math.round(slowest)} ms at the latest`,
    faults,
  };
};

export const storeRaces: Proof = {
  name: "store-races",
  about: "of two that open one SQLite file, one is refused within a second",
  fullCount: 100,
  document: "RELIABILITY.md",
  run: raceOften,
};
