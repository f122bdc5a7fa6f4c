import { spawn } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createQuarantine } from "../../src/catalog/enforcers/quarantine/quarantine.ts";
import { OperationError } from "../../src/domain/operation-error.ts";
import { realDisk } from "../../src/kit/disk-steps.ts";
import type { Imposition } from "../../src/ports/enforcer.ts";
import { type Finding, faultsKept, type Proof } from "./proof.ts";

export const attacker = fileURLToPath(new URL("./race-attacker.ts", import.meta.url));
const isRoot = process.geteuid?.() === 0;
export const owner = isRoot ? { uid: 54_322, gid: 54_322 } : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

/** Everything in a folder: names, bytes, owners, times. */
export const pictureOf = (folder: string): string =>
  JSON.stringify(
    readdirSync(folder)
      .sort()
      .map((name) => {
        const { uid, mode, mtimeMs, ino, nlink } = statSync(join(folder, name));
        return [name, readFileSync(join(folder, name), "utf8"), uid, mode, mtimeMs, ino, nlink];
      }),
  );

const layGround = (dir: string): { readonly root: string; readonly outside: string } => {
  const root = join(dir, "public_html");
  const outside = join(dir, "neighbour");
  mkdirSync(join(root, "up"), { recursive: true });
  mkdirSync(outside);
  // The neighbour's folder is as open as one can be: what keeps us out is what we do, not its rights.
  for (const name of ["victim.php", "x.php"]) writeFileSync(join(outside, name), "<?php // the neighbour's", { mode: 0o666 });
  writeFileSync(join(root, "other.php"), "<?php // another of the site's");
  for (const path of [dir, outside, root, join(root, "up"), join(root, "other.php")]) {
    chmodSync(path, 0o755);
    if (path.startsWith(root)) chownSync(path, owner.uid, owner.gid);
  }
  return { root, outside };
};

interface Tally {
  taken: number;
  refused: number;
  readonly faults: string[];
}

const race = async (dir: string, untilMs: number): Promise<Tally> => {
  const { root, outside } = layGround(dir);
  const before = pictureOf(outside);
  // A store of its own for each turn: what a refused lift left standing would be no race any more.
  const enforcerOf = (turn: number) =>
    createQuarantine({
      ...{ folder: join(dir, `state-${turn}`), sites: [{ domain: "shop.example", root, ...owner }], closePath: () => null, disk: realDisk },
    });
  const ids = isRoot ? owner : {};
  const child = spawn(process.execPath, [attacker, root, outside], { ...ids, stdio: "ignore", cwd: "/" });
  const tally: Tally = { taken: 0, refused: 0, faults: [] };
  const target = { site: "shop.example", file: join(root, "up/x.php") };
  const one = (turn: number): Imposition => ({ id: `race.${turn}`, caseId: "race", measure: "quarantine-file", target });
  try {
    for (let turn = 0; Date.now() < untilMs && tally.faults.length < faultsKept; turn++) {
      const enforcer = enforcerOf(turn);
      for (const verb of ["apply", "lift"] as const)
        await enforcer[verb](one(turn))
          .then(() => {
            if (verb === "apply") tally.taken++;
          })
          .catch((error: unknown) => {
            tally.refused++;
            if (!(error instanceof OperationError)) tally.faults.push(`turn ${turn}: ${verb} rejected with ${String(error)}`);
          });
      if (pictureOf(outside) !== before) tally.faults.push(`turn ${turn}: a file outside was touched: ${pictureOf(outside)}`);
    }
  } finally {
    child.kill("SIGKILL");
  }
  return tally;
};

const raceFor = async (seconds: number): Promise<Finding> => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-race-"));
  try {
    const { taken, refused, faults } = await race(dir, Date.now() + seconds * 1_000);
    const outcome = faults.length === 0 ? "0 files outside were touched" : "files outside were touched";
    const figure = `for ${seconds} s the site's user swapped a file and its folder for links, second names, pipes, devices and endless files while they were taken away and laid back: ${taken.toLocaleString("en")} times taken, ${refused.toLocaleString("en")} times refused, ${outcome}`;
    return { figure, faults };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

export const quarantineRaces: Proof = {
  name: "quarantine-races",
  about: "taking a file away touches nothing else, whatever its owner swaps meanwhile",
  fullCount: 120,
  document: "RELIABILITY.md",
  run: (count) => raceFor(count),
};
