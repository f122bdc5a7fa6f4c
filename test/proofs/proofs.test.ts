import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { postgresFolders } from "../../scripts/postgres-server.mjs";
import { allProofs } from "./all-proofs.ts";

/** 2.5 % of the full count. `npm run proofs` runs all of it. */
const share = 0.025;
const hasPostgres = postgresFolders().length > 0;
const told = process.env.SEKISHO_PROOF_SEED;
const seed = told === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(told);

/** A process of its own: the test runner rewrites modules in a way that makes byte loops ten times slower, and proofs take times. */
const prove = (name: string, count: number) => {
  const args = [
    "--expose-gc",
    fileURLToPath(new URL("./run.ts", import.meta.url)),
    "--only",
    name,
    "--count",
    `${count}`,
    "--seed",
    `${seed}`,
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return { status, said: `${stdout}${stderr}` };
};

describe(`counted proofs, small (again with SEKISHO_PROOF_SEED=${seed})`, () => {
  for (const { name, about, fullCount, needsPostgres = false, missing = () => null } of allProofs)
    it.skipIf((needsPostgres && !hasPostgres) || missing() !== null)(
      `${name}: ${about}${missing() === null ? "" : ` (${missing()})`}`,
      () => {
        const count = Math.ceil(fullCount * share);
        const { status, said } = prove(name, count);
        expect(said).toContain(`${name}: ${count} of ${fullCount}, seed ${seed}`);
        expect(said).toContain("1 proven, 0 failed");
        expect(status).toBe(0);
      },
      120_000,
    );
});
