import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCli } from "./run-cli.ts";
import { createSimulateCommand, type SimulateRequest } from "./simulate.ts";

let directory = "";

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sekisho-simulate-"));
  mkdirSync(join(directory, "full"));
  writeFileSync(join(directory, "full", "x"), "");
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

const run = async (...args: readonly string[]) => {
  const asked: { request: SimulateRequest; directory: string }[] = [];
  const said = { out: "", err: "" };
  const command = createSimulateCommand({
    kinds: async () => ["form-relay", "order-surge"],
    simulate: async (request, to, progress) => {
      asked.push({ request, directory: to });
      progress({ daysDone: 1, days: 2 });
      if (request.seed === 13) throw new Error("disk full");
      const { accounts } = request;
      return { accounts, sites: 3, siteDays: 6, incidents: 1, unplaced: ["order-surge"], lines: { access: 10, mail: 20 } };
    },
  });
  const output = (key: "out" | "err") => ({ write: (text: string) => (said[key] += text) });
  const io = { stdout: output("out"), stderr: output("err"), env: { LANG: "C.UTF-8" }, cwd: directory };
  const code = await runCli(["simulate", ...args], io, { version: "1.2.3", commands: [command] });
  return { code, asked, ...said };
};

describe("sekisho simulate", () => {
  it("asks for an ordinary world, and says what came of it and what to do next", async () => {
    const { code, asked, out } = await run("--out", "w", "--seed", "7");
    expect(code).toBe(0);
    expect(asked).toEqual([
      {
        directory: join(directory, "w"),
        request: { seed: 7, accounts: 200, days: 30, lines: 3_000_000, incidents: null, kinds: [], outsideRange: false, quiet: false },
      },
    ]);
    expect(out).toContain("200 accounts, 3 sites, 6 site-days, 10 access and 20 mail lines, 1 incidents");
    expect(out).toContain("No place was left for 1 more (order-surge)");
    expect(out).toContain("sekisho scan --config w/sekisho.yaml");
  });

  it("takes every option", async () => {
    const sizes = ["--accounts", "10", "--days", "5", "--lines", "40000", "--incidents", "4"];
    const { asked } = await run("--out", "w", "--seed", "1", ...sizes, "--kinds", "form-relay, order-surge", "--outside-range");
    expect(asked[0]?.request).toEqual({
      seed: 1,
      accounts: 10,
      days: 5,
      lines: 40_000,
      incidents: 4,
      kinds: ["form-relay", "order-surge"],
      outsideRange: true,
      quiet: false,
    });
    expect((await run("--out", "w", "--seed", "1", "--no-incidents")).asked[0]?.request).toMatchObject({ incidents: null, quiet: true });
  });

  it.each([
    [["--seed", "1"], "--out"],
    [["--out", "w"], "--seed"],
    [["--out", "w", "--seed", "-1"], "whole number from 0"],
    [["--out", "w", "--seed", "1", "--days", "0"], "whole number from 1 to 730"],
    [["--out", "w", "--seed", "1", "--lines", "many"], "whole number from 100"],
    [["--out", "w", "--seed", "1", "--kinds", "form-relay,tea"], 'no kind is called "tea"; there are form-relay, order-surge'],
    [["--out", "w", "--seed", "1", "--kinds", "a,,b"], "names with commas between them"],
    [["--out", "full", "--seed", "1"], "full is not empty"],
    [["--out", "full/x", "--seed", "1"], "full/x is not a directory"],
    [["--out", "", "--seed", "1"], "it names no directory"],
  ])("refuses %j as wrong usage", async (args, message) => {
    const { code, err, asked } = await run(...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(asked).toEqual([]);
  });

  it("tells of a world that could not be written as of a failure outside", async () => {
    const { code, err } = await run("--out", "w", "--seed", "13");
    expect(code).toBe(3);
    expect(err).toContain("could not be written to w: disk full");
  });
});
