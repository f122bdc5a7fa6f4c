import { describe, expect, it } from "vitest";
import { allProofs } from "./all-proofs.ts";

/** 2.5 % of the full count. `npm run proofs` runs all of it. */
const share = 0.025;
const told = process.env.SEKISHO_PROOF_SEED;
const seed = told === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(told);

describe(`counted proofs, small (again with SEKISHO_PROOF_SEED=${seed})`, () => {
  for (const { name, about, fullCount, run } of allProofs) {
    const count = Math.ceil(fullCount * share);
    it(`${name}, ${count} of ${fullCount}, seed ${seed}: ${about}`, async () => {
      expect((await run(count, seed)).faults).toEqual([]);
    }, 120_000);
  }
});
