import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { realDisk } from "../../src/kit/disk-steps.ts";
import { createStagedFiles } from "../../src/kit/put-staged.ts";
import { runProgram } from "../../src/kit/run-program.ts";
import { createRandom } from "../seeded-random.ts";
import { startNamed } from "./child-process.ts";
import { type Finding, faultsKept, type Proof } from "./proof.ts";
import { stagedState } from "./staged-change.ts";

const longestLifeMs = 120;

interface Round {
  readonly fault: string | null;
  /** What was half done when the process died. */
  readonly mended: boolean;
  readonly turns: number;
}

const runRound = async (dir: string, lifeMs: number): Promise<Round> => {
  const child = startNamed("staged", dir);
  await child.line();
  await wait(lifeMs);
  await child.kill();
  const staged = createStagedFiles({ journalDir: join(dir, "journal"), disk: realDisk, run: runProgram });
  const mended = (await staged.recover()).length > 0;
  const state = stagedState(dir);
  const drift = await staged.drift();
  const isWhole = (state === "on" || state === "off") && drift.length === 0;
  return { fault: isWhole ? null : `after ${lifeMs} ms: ${state} ${drift.join(" ")}`, mended, turns: child.told.length };
};

const killOften = async (count: number, seed: number): Promise<Finding> => {
  const random = createRandom(seed);
  const dir = mkdtempSync(join(tmpdir(), "sekisho-staged-kills-"));
  const faults: string[] = [];
  let mended = 0;
  let turns = 0;
  try {
    for (let round = 1; round <= count && faults.length < faultsKept; round++) {
      const seen = await runRound(dir, random(longestLifeMs));
      if (seen.fault !== null) faults.push(`round ${round}: ${seen.fault}`);
      mended += seen.mended ? 1 : 0;
      turns += seen.turns;
    }
  } finally {
    rmSync(dir, { recursive: true });
  }
  const whole = faults.length === 0 ? "each exactly on or exactly off after the next start" : "not each whole";
  const figure = `${count} times SIGKILL while a measure of three files was turned on and off (${turns.toLocaleString("en")} turns), ${mended} of them in the middle of one: ${whole}, the running server with it, nothing left lying about`;
  return { figure, faults };
};

export const stagedKills: Proof = {
  name: "staged-kills",
  about: "a measure is exactly on or exactly off when the enforcer is killed at any point",
  fullCount: 1_000,
  document: "RELIABILITY.md",
  run: killOften,
};
