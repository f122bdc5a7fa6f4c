import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { realDisk } from "./disk-steps.ts";
import { createStagedFiles } from "./put-staged.ts";
import { runProgram } from "./run-program.ts";

describe("staged files", () => {
  let dir = "";
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "sekisho-staged-"));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const start = async (journalDir = join(dir, "journal")) => {
    const staged = createStagedFiles({ journalDir, disk: realDisk, run: runProgram });
    await staged.recover();
    return staged;
  };
  const text = (name: string): string => readFileSync(join(dir, name), "utf8");
  const change = (content: string | null, test: readonly string[] | null = null) => ({
    ...{ name: "try", test, activate: null },
    files: [{ path: join(dir, "a.conf"), content }],
  });

  it("puts files in place and takes them away again", async () => {
    const staged = await start();
    await staged.put(change("one"));
    expect(text("a.conf")).toBe("one");
    await staged.put(change(null));
    expect(() => text("a.conf")).toThrow("ENOENT");
  });

  it("has the files from before back when the server's own test refuses", async () => {
    const staged = await start();
    await staged.put(change("one"));
    await expect(staged.put(change("two", ["false"]))).rejects.toMatchObject({ kind: "refused" });
    expect(text("a.conf")).toBe("one");
  });

  it("does not overwrite what somebody else wrote", async () => {
    const staged = await start();
    await staged.put(change("one"));
    writeFileSync(join(dir, "a.conf"), "theirs");
    await expect(staged.put(change("two"))).rejects.toMatchObject({ kind: "foreign" });
    expect(text("a.conf")).toBe("theirs");
    expect(await staged.drift()).toEqual([join(dir, "a.conf")]);
  });

  it("takes on a file that somebody laid there just as it shall be", async () => {
    writeFileSync(join(dir, "a.conf"), "one");
    const staged = await start();
    await expect(staged.put(change("two"))).rejects.toMatchObject({ kind: "foreign" });
    await staged.put(change("one"));
    await staged.put(change("two"));
    expect(text("a.conf")).toBe("two");
  });

  it("changes a file of somebody else as often as it is told, and does not take it for ours", async () => {
    const staged = await start();
    const theirs = (content: string, test: readonly string[] | null = null) => ({
      ...{ name: "try", test, activate: null },
      files: [{ path: join(dir, "theirs.conf"), content, theirs: true as const }],
    });
    writeFileSync(join(dir, "theirs.conf"), "one");
    await staged.put(theirs("one and ours"));
    writeFileSync(join(dir, "theirs.conf"), "two and ours");
    expect(await staged.drift()).toEqual([]);
    await staged.put(theirs("two"));
    expect(text("theirs.conf")).toBe("two");
    await expect(staged.put(theirs("three", ["false"]))).rejects.toMatchObject({ kind: "refused" });
    expect(text("theirs.conf")).toBe("two");
  });

  it("leaves mode and owner of a file of somebody else as they were", async () => {
    const path = join(dir, "theirs.conf");
    const isRoot = process.getuid?.() === 0;
    writeFileSync(path, "one");
    if (isRoot) chownSync(path, 4_242, 4_243);
    chmodSync(path, 0o640);
    const before = statSync(path);
    await (await start()).put({ name: "try", test: null, activate: null, files: [{ path, content: "two", theirs: true }] });
    const { uid, gid, mode } = statSync(path);
    expect([text("theirs.conf"), uid, gid, mode]).toEqual(["two", before.uid, before.gid, before.mode]);
  });
});
