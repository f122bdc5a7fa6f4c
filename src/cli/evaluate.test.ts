import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scanLogs } from "../../test/stories/scan-files.ts";
import { writeStoryWorld } from "../../test/story-world.ts";
import type { Evaluation } from "../simulate/scoring/evaluation.ts";
import { createEvaluateCommand } from "./evaluate.ts";
import { runCli } from "./run-cli.ts";

let directory = "";

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "sekisho-evaluate-"));
  writeStoryWorld(join(directory, "world"));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

const run = async (...args: string[]) => {
  const written = { out: "", err: "" };
  const output = (key: "out" | "err") => ({
    write: (text: string) => {
      written[key] += text;
    },
  });
  const io = { stdout: output("out"), stderr: output("err"), env: { LANG: "C" }, cwd: directory };
  const code = await runCli(["evaluate", ...args], io, { version: "1", commands: [createEvaluateCommand({ scan: scanLogs })] });
  return { code, ...written };
};

/** The world with one file of its truth changed, under another name. */
const spoilt = (name: string, spoil: (file: string) => void, file: string): string => {
  cpSync(join(directory, "world"), join(directory, name), { recursive: true });
  spoil(join(directory, name, "truth", file));
  return name;
};

describe("sekisho evaluate", () => {
  it("scans a world and scores the report against the truth", async () => {
    const { code, out, err } = await run("world", "--json");
    expect([code, err]).toEqual([0, ""]);
    const evaluation = JSON.parse(out) as Evaluation;
    expect(evaluation).toMatchObject({
      schema: "sekisho.evaluation/1",
      worlds: [{ directory: "world", seed: "story", siteDays: 7, incidents: 1, cases: 2 }],
      // The story has a newsletter too, which this world's truth leaves out.
      matching: { matched: 1, unmatchedCases: 1 },
      wrongfulAbuseCases: { events: 0 },
      acting: { actAt: 0.95 },
      firstMeasure: { best: { hits: 1 }, harmful: { hits: 0 } },
      misses: [{ incident: null, said: { class: "newsletter" } }],
    });
    expect(evaluation.verdicts[0]).toMatchObject({ precision: { hits: 1, n: 1 }, recall: { hits: 1, n: 1 } });
    expect(evaluation.attribution[0]).toMatchObject({ top1: { hits: 1, n: 1 } });
    expect(evaluation.impact.both).toMatchObject({ hits: 1, n: 1 });
    expect(evaluation.counts).toMatchObject({ messages: { error: { median: 0 } }, requests: { error: { median: 0 } } });
  });

  it("prints tables no wider than 100 columns, several worlds summed up, and what came out wrong where asked", async () => {
    const { code, out } = await run("world", "world", "--misses", "--act-at", "0.9");
    expect(code).toBe(0);
    expect(out.split("\n").filter((line) => line.length > 100)).toEqual([]);
    expect(out).toMatch(/2 worlds, 14 site-days/);
    expect(out).toMatch(/form-relay +2\/2 +1\.000 \[0\.342, 1\.000\]/);
    expect(out).toMatch(/0\.9 \* +2 /);
  });

  it("refuses a directory that is no world, before it scans any", async () => {
    const { code, err } = await run("world", ".");
    expect(code).toBe(2);
    expect(err).toContain(".: is no world, it has no sekisho.yaml, no truth/world.json");
    expect(err).toContain("sekisho simulate --out DIR");
  });

  it("refuses a confidence that is none", async () => {
    const { code, err } = await run("world", "--act-at", "95");
    expect(code).toBe(2);
    expect(err).toContain("at most 1");
  });

  it("names file, line and field of a truth that cannot be read", async () => {
    const badMail = spoilt("mail", (file) => appendFileSync(file, "x,sv1,Q,u10123,,,1,0,,0,0\n"), "mails.csv");
    expect((await run(badMail)).err).toMatch(/mail\/truth\/mails\.csv:\d+ at: a number expected, not "x"/);
    const badIncident = spoilt("incident", (file) => writeFileSync(file, '{"id":"i1","class":"relay"}\n'), "incidents.jsonl");
    expect((await run(badIncident)).err).toMatch(/incidents\.jsonl:1 \w+: /);
    const noJson = spoilt("json", (file) => writeFileSync(file, "{"), "world.json");
    expect(await run(noJson)).toMatchObject({ code: 3, err: expect.stringContaining("world.json is no JSON") });
    const fewFields = spoilt("fields", (file) => appendFileSync(file, "1,2\n"), "exceptions.csv");
    expect((await run(fewFields)).err).toMatch(/exceptions\.csv:3 3 fields expected, not 2/);
    const noColumn = spoilt("column", (file) => writeFileSync(file, "site,day\n"), "foreign.csv");
    expect((await run(noColumn)).err).toMatch(/foreign\.csv:1 the columns foreignRequests are missing/);
  });
});
