import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A proof that held, as it is remembered and quoted. */
export interface ProofRecord {
  readonly name: string;
  readonly count: number;
  readonly seed: number;
  readonly figure: string;
  /** ISO date in UTC. */
  readonly date: string;
  readonly seconds: number;
  /** Short commit; a plus says that the tree had changes. Empty without git. */
  readonly commit: string;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const file = join(root, ".cache", "proofs.json");

const git = (...args: readonly string[]): string | null => {
  const done = spawnSync("git", [...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, GIT_OPTIONAL_LOCKS: "0" },
    maxBuffer: 2 ** 28,
  });
  return done.status === 0 ? done.stdout : null;
};

/** What the proofs are about: the commit, and what in the tree is not committed. `digest` is null without git. */
export interface CodeState {
  readonly commit: string;
  readonly digest: string | null;
}

const untracked = (names: string): string =>
  names
    .split("\0")
    .filter((name) => name !== "" && existsSync(join(root, name)))
    .map((name) => name + readFileSync(join(root, name), "latin1"))
    .join("");

/** Two runs on the same state of `src` and `test` have the same digest. */
export const codeState = (): CodeState => {
  const rooms = ["src", "test", "package-lock.json"];
  const commit = git("rev-parse", "--short", "HEAD")?.trim();
  const changes = git("diff", "HEAD", "--binary", "--", ...rooms);
  const added = git("ls-files", "-z", "--others", "--exclude-standard", "--", ...rooms);
  if (commit === undefined || changes === null || added === null) return { commit: "", digest: null };
  const isClean = changes === "" && added === "";
  const digest = createHash("sha256")
    .update(`${commit}\n${changes}\n${untracked(added)}`)
    .digest("hex");
  return { commit: isClean ? commit : `${commit}+`, digest };
};

type Stored = Record<string, ProofRecord>;

const load = (): Stored => (existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Stored) : {});

const keyOf = (name: string, count: number, { digest }: CodeState): string => `${name} ${count} ${digest}`;

/** The record of a proof that held for this code with this count; null when there is none. */
export const finishedProof = (name: string, count: number, state: CodeState): ProofRecord | null =>
  state.digest === null ? null : (load()[keyOf(name, count, state)] ?? null);

/** Remembers a proof, so that a run that was broken off need not begin again. */
export const rememberProof = (record: ProofRecord, state: CodeState): void => {
  mkdirSync(join(root, ".cache"), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...load(), [keyOf(record.name, record.count, state)]: record }, null, 2)}\n`);
};
