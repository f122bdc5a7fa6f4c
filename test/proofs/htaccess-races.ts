import { spawn } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHtaccessEnforcer, siteFiles } from "../../src/catalog/index.ts";
import { OperationError } from "../../src/domain/operation-error.ts";
import { realDisk } from "../../src/kit/disk-steps.ts";
import type { Imposition } from "../../src/ports/enforcer.ts";
import { type Finding, faultsKept, type Proof } from "./proof.ts";
import { attacker, owner, pictureOf } from "./quarantine-races.ts";

const name = ".htaccess";

const layGround = (dir: string): { readonly root: string; readonly outside: string } => {
  const root = join(dir, "public_html");
  const outside = join(dir, "neighbour");
  mkdirSync(join(root, "up"), { recursive: true });
  mkdirSync(outside);
  // Everybody may write there: what keeps us out is what we do, not its rights.
  for (const file of ["victim.php", name]) writeFileSync(join(outside, file), "# the neighbour's", { mode: 0o666 });
  writeFileSync(join(root, "other.php"), "<?php // another of the site's");
  for (const path of [dir, root, join(root, "up"), join(root, "other.php")]) {
    chmodSync(path, 0o755);
    if (path.startsWith(root)) chownSync(path, owner.uid, owner.gid);
  }
  chmodSync(outside, 0o777);
  return { root, outside };
};

/** A server that bears whatever is laid: only the files are tried here. */
const bearing: Parameters<typeof createHtaccessEnforcer>[1]["ask"] = async ({ headers }) =>
  headers["Sekisho-Probe"] === undefined
    ? { status: 200, headers: {}, text: "" }
    : { status: 307, headers: { location: "https://sekisho-answer.invalid/?ids=" }, text: "" };

interface Tally {
  laid: number;
  refused: number;
  readonly faults: string[];
}

const orderOf = (turn: number): Imposition => ({
  ...{ id: `race.${turn}`, caseId: "race", measure: "deny-writes" },
  target: { site: "shop.example" },
});

const race = async (dir: string, untilMs: number): Promise<Tally> => {
  const { root, outside } = layGround(dir);
  const before = pictureOf(outside);
  const enforcerOf = (turn: number) =>
    createHtaccessEnforcer(
      {
        ...{ stateDir: join(dir, `state-${turn}`), sites: [{ domain: "shop.example", root: join(root, "up"), ...owner }], passes: [] },
        ...{ endpoints: [{ address: "127.0.0.1", port: 80, isTls: false }], otherRoots: [] },
      },
      { disk: realDisk, files: siteFiles, ask: bearing },
    );
  const ids = process.geteuid?.() === 0 ? owner : {};
  const child = spawn(process.execPath, [attacker, root, outside, name], { ...ids, stdio: "ignore", cwd: "/" });
  const tally: Tally = { laid: 0, refused: 0, faults: [] };
  try {
    for (let turn = 0; Date.now() < untilMs && tally.faults.length < faultsKept; turn++) {
      const enforcer = enforcerOf(turn);
      for (const verb of ["apply", "lift"] as const)
        await enforcer[verb](orderOf(turn))
          .then(() => {
            if (verb === "apply") tally.laid++;
          })
          .catch((error: unknown) => {
            tally.refused++;
            if (!(error instanceof OperationError)) tally.faults.push(`turn ${turn}: ${verb} rejected with ${String(error)}`);
          });
      if (pictureOf(outside) !== before)
        tally.faults.push(`turn ${turn}: a file outside was touched: ${readFileSync(join(outside, name))}`);
    }
  } finally {
    child.kill("SIGKILL");
  }
  return tally;
};

const raceFor = async (seconds: number): Promise<Finding> => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-race-"));
  try {
    const { laid, refused, faults } = await race(dir, Date.now() + seconds * 1_000);
    const outcome = faults.length === 0 ? "0 files outside were touched" : "files outside were touched";
    const figure = `for ${seconds} s the site's user swapped a .htaccess and its folder for links, second names, pipes, devices and endless files while a block was laid and taken out: ${laid.toLocaleString("en")} times laid, ${refused.toLocaleString("en")} times refused, ${outcome}`;
    return { figure, faults };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

export const htaccessRaces: Proof = {
  name: "htaccess-races",
  about: "a block in .htaccess touches nothing else, whatever its owner swaps meanwhile",
  fullCount: 120,
  document: "RELIABILITY.md",
  run: (count) => raceFor(count),
};
