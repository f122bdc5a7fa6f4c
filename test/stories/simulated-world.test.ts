import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ScanReport } from "../../src/domain/scan-report.ts";
import { type SimulatedWorld, simulateWorld } from "../../src/simulate/simulate-world.ts";
import { scanFiles } from "./scan-files.ts";

let directory = "";
let world: SimulatedWorld;
let report: ScanReport;

const rowsOf = (table: string): string[][] =>
  readFileSync(join(directory, "truth", table), "utf8")
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "sekisho-story-"));
  // Large enough for all three kinds of mail server.
  const options = { seed: 5, accounts: 44, days: 9, lines: 40_000, incidents: 12, kinds: [], outsideRange: false, quiet: false };
  world = simulateWorld(options, directory, () => {});
  report = await scanFiles({ config: join(directory, "sekisho.yaml") });
}, 60_000);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("the logs of a simulated world", () => {
  it("are read to the last line", () => {
    expect(report.inputs.filter(({ rejected }) => rejected > 0)).toEqual([]);
    const formats = new Set(report.inputs.map(({ format }) => format));
    expect([...formats].toSorted()).toEqual(["combined", "exim", "php-mail", "postfix"]);
  });

  it("hold the requests and the messages that the truth tells of", () => {
    expect(report.totals.requests).toBe(world.lines.access);
    expect(report.totals.writes).toBe(rowsOf("writes.csv").filter((row) => row.at(-1) === "0").length);
    const own = rowsOf("mails.csv").filter((row) => row.at(-1) === "0").length;
    // Of a few the line that says how many recipients they have was lost, and they are not counted.
    expect(report.totals.messages).toBeGreaterThan(own * 0.95);
    expect(report.totals.messages).toBeLessThanOrEqual(own * 1.02);
  });
});
