import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMemoryEnforcer } from "../catalog/index.ts";
import type { Imposition } from "../ports/enforcer.ts";
import type { RefusalLog } from "../ports/refusal-log.ts";
import { refusedLogOf, withCounts } from "./refusals-of.ts";

const one: Imposition = { id: "2026-000001.1.1", caseId: "2026-000001", measure: "deny-writes", target: { site: "shop.example" } };

describe("an enforcer whose server logs what it refuses", () => {
  let dir = "";
  let log: RefusalLog;
  const line = (at = Date.now()): string => `${at} shop.example ${"x".repeat(200)}\n`;
  const counting = () => withCounts(createMemoryEnforcer(), log, dir);

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "sekisho-refused-"));
    log = {
      path: join(dir, "sekisho-refused.log"),
      read: (text) => ({
        at: Number(text.slice(0, 13)),
        site: "shop.example",
        isProbe: false,
        by: [{ measure: "deny-writes", ids: null }],
      }),
      holds: async () => "all",
      hasProbes: false,
    };
    writeFileSync(log.path, "");
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it("gives back to the disk what was read of the log, without a line less counted", async () => {
    const enforcer = counting();
    await enforcer.apply(one);
    const lines = 100_000;
    for (let at = 0; at < 10; at++) appendFileSync(log.path, line().repeat(lines / 10));
    for (let at = 0; at < 8; at++) expect(await enforcer.keep?.()).toEqual([]);
    const { size, blocks } = statSync(log.path);
    expect([size > 20_000_000, blocks * 512 < 8_000_000]).toEqual([true, true]);
    appendFileSync(log.path, line());
    expect(await enforcer.stopped?.(one)).toMatchObject({ count: lines + 1 });
    expect((await enforcer.stopped?.(one))?.isLeast).toBeUndefined();
  });

  it("imposes and lifts where nothing can be noted, and says that it is not counted", async () => {
    writeFileSync(join(dir, "no-folder"), "");
    const enforcer = withCounts(createMemoryEnforcer(), log, join(dir, "no-folder"));
    await enforcer.apply(one);
    expect((await enforcer.probe(one)).state).toBe("in-force");
    expect((await enforcer.keep?.())?.join()).toContain("is not counted");
    await expect(enforcer.stopped?.(one)).rejects.toThrow();
    await enforcer.lift(one);
    expect(await enforcer.standing()).toEqual([]);
  });

  it("counts what stands already from when it is first seen, as at least", async () => {
    const memory = createMemoryEnforcer();
    await memory.apply(one);
    appendFileSync(log.path, line(Date.now() - 5_000));
    const enforcer = withCounts(memory, log, dir);
    await enforcer.keep?.();
    appendFileSync(log.path, line());
    expect(await enforcer.stopped?.(one)).toMatchObject({ count: 1, isLeast: true });
    writeFileSync(join(dir, "refused.json"), "{ spoilt");
    // What is counted from now on is not what was written before, not even within one thousandth of a second.
    for (const now = Date.now(); Date.now() === now; );
    const later = withCounts(memory, log, dir);
    await later.keep?.();
    expect(await later.stopped?.(one)).toMatchObject({ count: 0, isLeast: true });
    expect(readFileSync(join(dir, "refused.json"), "utf8")).toContain(one.id);
  });

  it("has no log where it shall not, or where there is no folder for it", () => {
    expect(refusedLogOf({ refusedLog: false }, log.path)).toBeNull();
    expect(refusedLogOf({}, log.path)).toBe(log.path);
    expect(refusedLogOf({}, "/nonexistent/sekisho-refused.log")).toBeNull();
  });
});
