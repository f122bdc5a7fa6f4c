import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openEvidenceKey } from "./open-evidence-key.ts";

const inFolder = (work: (dir: string) => void): void => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-key-"));
  try {
    work(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
};

const open = (dir: string) => openEvidenceKey({ stateDir: { shown: dir, absolute: join(dir, "state") } });

it("makes a key for its owner alone on first use, and the same digests from then on", () =>
  inFolder((dir) => {
    const [first, again] = [open(dir)("ab"), open(dir)("ab")];
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect([again, open(dir)("cd") === first]).toEqual([first, false]);
    expect(statSync(join(dir, "state/evidence.key")).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(dir, "state"))).toEqual(["evidence.key"]);
    inFolder((other) => expect(open(other)("ab")).not.toBe(first));
  }));

it("never replaces a key that is damaged", () =>
  inFolder((dir) => {
    open(dir);
    writeFileSync(join(dir, "state/evidence.key"), "half");
    expect(() => open(dir)).toThrow(expect.objectContaining({ code: "config-wrong" }));
  }));
