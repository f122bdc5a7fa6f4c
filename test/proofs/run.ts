import { parseArgs } from "node:util";
import { allProofs } from "./all-proofs.ts";
import type { Proof } from "./proof.ts";
import { type CodeState, codeState, finishedProof, type ProofRecord, rememberProof } from "./proof-record.ts";
import { writeProof } from "./proofs-document.ts";

// Runs the counted proofs. With the full count the figure goes into docs/PROOFS.md or where the proof says, and what has been proven for this state of the
// code is not proven again; a smaller count leaves no trace.

const options = {
  only: { type: "string" },
  count: { type: "string" },
  seed: { type: "string" },
  again: { type: "boolean", default: false },
} as const;

const freshSeed = (): number => Math.floor(Math.random() * 2 ** 31);

const prove = async (proof: Proof, count: number, seed: number, state: CodeState): Promise<ProofRecord | null> => {
  const startedAt = Date.now();
  const { figure, faults } = await proof.run(count, seed);
  for (const fault of faults) console.error(`  ${fault}`);
  if (faults.length > 0) return null;
  const seconds = (Date.now() - startedAt) / 1000;
  return { name: proof.name, count, seed, figure, date: new Date().toISOString().slice(0, 10), seconds, commit: state.commit };
};

/** Returns whether the proof holds. */
const runProof = async (proof: Proof, told: { count: number; seed: number | null; again: boolean }, state: CodeState): Promise<boolean> => {
  const missing = proof.missing?.() ?? null;
  if (missing !== null) {
    console.error(`${proof.name}: ${missing}`);
    return false;
  }
  const known = told.again || told.seed !== null || told.count < proof.fullCount ? null : finishedProof(proof.name, told.count, state);
  const seed = known?.seed ?? told.seed ?? freshSeed();
  console.log(`${proof.name}: ${told.count} of ${proof.fullCount}, seed ${seed}${known === null ? " …" : ", proven before"}`);
  const record = known ?? (await prove(proof, told.count, seed, state));
  console.log(record === null ? `  FAILED with seed ${seed}` : `  ${record.figure}`);
  if (record === null) return false;
  if (told.count < proof.fullCount) return true;
  rememberProof(record, state);
  writeProof(record, proof.document ?? "PROOFS.md");
  return true;
};

const runAll = async (): Promise<number> => {
  const { values } = parseArgs({ options });
  const chosen = allProofs.filter(({ name }) => values.only === undefined || values.only === name);
  if (chosen.length === 0) {
    console.error(`No proof is called "${values.only}"; there are ${allProofs.map(({ name }) => name).join(", ")}.`);
    return 2;
  }
  const state = codeState();
  let failed = 0;
  for (const proof of chosen) {
    const count = values.count === undefined ? proof.fullCount : Number(values.count);
    const seed = values.seed === undefined ? null : Number(values.seed);
    if (!(await runProof(proof, { count, seed, again: values.again }, state))) failed++;
  }
  console.log(`${chosen.length - failed} proven, ${failed} failed`);
  return failed > 0 ? 1 : 0;
};

process.exitCode = await runAll();
