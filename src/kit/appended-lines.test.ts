import { appendFileSync, copyFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AppendedLines, createAppendedLines, type LogMark } from "./appended-lines.ts";

const most = 1024 * 1024;

describe("what is appended to a log", () => {
  let dir = "";
  let path = "";
  let lines: AppendedLines;
  let marks: readonly LogMark[] = [];
  let now = 1_000_000;

  const read = async (mostBytes = most) => {
    const found = await lines.read(marks, mostBytes, now);
    marks = found.marks;
    return found;
  };
  /** As after a crash: nothing is known but the marks. */
  const startAnew = async (): Promise<void> => {
    await lines.close();
    lines = createAppendedLines(path);
  };

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "sekisho-lines-"));
    path = join(dir, "refused.log");
    lines = createAppendedLines(path);
    marks = [];
    now = 1_000_000;
  });
  afterEach(async () => {
    await lines.close();
    rmSync(dir, { recursive: true });
  });

  it("is read once, by whole lines, also after a new start", async () => {
    expect(await read()).toMatchObject({ lines: [], isThere: false, gap: null });
    appendFileSync(path, "one\ntwo\nthr");
    expect(await read()).toMatchObject({ lines: ["one", "two"], isThere: true, isAtEnd: true, gap: null });
    expect((await read()).lines).toEqual([]);
    await startAnew();
    appendFileSync(path, "ee\n");
    expect(await read()).toMatchObject({ lines: ["three"], gap: null });
  });

  it("is read again where a crash came before the marks were kept", async () => {
    appendFileSync(path, "one\n");
    const before = marks;
    await read();
    marks = before;
    await startAnew();
    expect((await read()).lines).toEqual(["one"]);
  });

  it("goes on through a rotation by renaming, with the last lines of the old file first", async () => {
    appendFileSync(path, "one\n");
    await read();
    appendFileSync(path, "two\n");
    renameSync(path, `${path}.1`);
    expect(await read()).toMatchObject({ lines: ["two"], isThere: true, gap: null });
    appendFileSync(path, "four\n");
    appendFileSync(`${path}.1`, "three\n");
    expect(await read()).toMatchObject({ lines: ["three", "four"], gap: null });
    appendFileSync(`${path}.1`, "late\n");
    await startAnew();
    expect(await read()).toMatchObject({ lines: ["late"], gap: null });
    now += 16 * 60_000;
    expect((await read()).marks).toHaveLength(1);
  });

  it("is read to its end although it was renamed, packed and removed meanwhile", async () => {
    appendFileSync(path, "one\n");
    await read();
    appendFileSync(path, "two\n");
    rmSync(path);
    writeFileSync(path, "three\n");
    expect(await read()).toMatchObject({ lines: ["two", "three"], gap: null });
  });

  it("says so where a file that was being read is gone after a new start", async () => {
    appendFileSync(path, "one\n");
    await read();
    await lines.close();
    renameSync(path, join(dir, "elsewhere"));
    lines = createAppendedLines(path);
    appendFileSync(path, "two\n");
    expect(await read()).toMatchObject({ lines: ["two"], gap: expect.stringContaining("is gone") });
    expect(await read()).toMatchObject({ lines: [], gap: null });
  });

  it("goes on through a rotation by copying, whatever was written since, and says that lines may be missing", async () => {
    appendFileSync(path, "one\n");
    await read();
    appendFileSync(path, "two\n");
    copyFileSync(path, `${path}.1`);
    truncateSync(path, 0);
    appendFileSync(path, "three, and more than there was before\n");
    expect(await read()).toMatchObject({
      lines: ["two", "three, and more than there was before"],
      gap: expect.stringContaining("emptied after it was copied"),
    });
    expect(await read()).toMatchObject({ lines: [], gap: null });
    truncateSync(path, 0);
    expect(await read()).toMatchObject({ lines: [], gap: expect.stringContaining("emptied") });
  });

  it("is read so many bytes at a time, and what is left the next time", async () => {
    const line = `${"x".repeat(99)}\n`;
    writeFileSync(path, line.repeat(10_000));
    let count = 0;
    for (let isAtEnd = false; !isAtEnd; ) {
      const found = await read(300_000);
      expect(found.lines.length).toBeLessThan(6_000);
      count += found.lines.length;
      isAtEnd = found.isAtEnd;
    }
    expect(count).toBe(10_000);
  });

  it("passes over a stretch without a line end, which no log of ours has", async () => {
    writeFileSync(path, `${"\0".repeat(600_000)}\none\n`);
    expect((await read(2 * most)).lines.at(-1)).toBe("one");
  });
});
