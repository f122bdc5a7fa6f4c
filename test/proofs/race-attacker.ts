import { spawnSync } from "node:child_process";
import { linkSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// The site's own user at work: as fast as it can, it swaps the folder and the file for whatever might lead root astray. Ended by a signal.

const [root = "", outside = "", name = "x.php"] = process.argv.slice(2);
const up = join(root, "up");
const file = join(up, name);
const aside = join(root, "aside");

const quietly = (work: () => unknown): void => {
  try {
    work();
  } catch {
    // The enforcer was faster; the next trick comes at once.
  }
};

const tricks: readonly (() => void)[] = [
  () => writeFileSync(file, "<?php // plain"),
  () => symlinkSync(join(outside, "victim.php"), file),
  () => linkSync(join(root, "other.php"), file),
  () => void spawnSync("mkfifo", [file]),
  () => {
    writeFileSync(file, "");
    truncateSync(file, 2 ** 40);
  },
  () => {
    renameSync(up, aside);
    symlinkSync(outside, up);
  },
  () => symlinkSync("/dev/zero", file),
];

const plain = 0;
const longestMs = 120;
const longestPlainMs = 900;

/** What lies there stays for a moment, so that the other side comes upon it at every stage of its work; a plain file stays longer. */
const stay = (trick: number): void => {
  const most = trick === plain ? longestPlainMs : longestMs;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Math.random() * most);
};

for (let turn = 0; ; turn++) {
  const trick = turn % 2 === 0 ? plain : 1 + (Math.trunc(turn / 2) % (tricks.length - 1));
  quietly(() => rmSync(up, { recursive: true, force: true }));
  quietly(() => rmSync(aside, { recursive: true, force: true }));
  quietly(() => mkdirSync(up, { recursive: true }));
  quietly(tricks[trick] ?? (() => undefined));
  stay(trick);
}
