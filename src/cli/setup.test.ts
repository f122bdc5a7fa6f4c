import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCli } from "./run-cli.ts";
import { createSetUpCommand, type SetUpParts } from "./setup.ts";

const dir = mkdtempSync(join(tmpdir(), "sekisho-setup-"));
writeFileSync(join(dir, "sekisho.yaml"), "home: JP\n");
afterAll(() => rmSync(dir, { recursive: true }));

const run = async (args: readonly string[], answer: boolean | null, after = "b\n") => {
  const [out, said, asked] = [[] as string[], [] as string[], [] as string[]];
  let applied = 0;
  const parts: SetUpParts = {
    plan: async () => ({
      ...{ before: [{ path: "/etc/a.conf", text: "a\n" }], after: [{ path: "/etc/a.conf", text: `a\n${after}` }], notes: ["one gap"] },
      apply: async () => void applied++,
    }),
    renewGeo: async () => ["apache"],
    confirm: async (question) => {
      asked.push(question);
      return answer;
    },
  };
  const io = {
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => said.push(text) },
    env: {},
    cwd: dir,
  };
  const exit = await runCli(["setup", ...args], io, { version: "0", commands: [createSetUpCommand(parts)] });
  return { exit, out: out.join(""), said: said.join(""), asked, applied };
};

describe("sekisho setup", () => {
  it("shows the diff and the gaps, asks, and does it on a yes", async () => {
    const { exit, out, said, asked, applied } = await run(["apache"], true);
    expect([exit, asked, applied]).toEqual([0, ["Change apache like this?"], 1]);
    expect(out).toContain("+b\n");
    expect(said).toContain("note: one gap\n");
  });

  it("changes nothing on a no, and its exit code says so", async () => {
    expect(await run(["nginx", "--remove"], false)).toMatchObject({ exit: 1, applied: 0, asked: ["Take this out of nginx?"] });
  });

  it("changes nothing where nobody can be asked, and says what to do", async () => {
    const end = await run(["postfix"], null);
    expect(end).toMatchObject({ exit: 2, applied: 0, said: expect.stringContaining("run it again with --yes") });
  });

  it("does not ask with --yes, with --dry-run, or where nothing is to be done", async () => {
    expect(await run(["apache", "--yes"], null)).toMatchObject({ exit: 0, applied: 1, asked: [] });
    expect(await run(["apache", "--dry-run"], null)).toMatchObject({ exit: 0, applied: 0, asked: [] });
    expect(await run(["apache"], null, "")).toMatchObject({ exit: 0, applied: 0, asked: [], out: "apache is set up already\n" });
  });

  it("renews geo data without a question", async () => {
    expect(await run(["geo"], null)).toMatchObject({ exit: 0, out: "new geo data: apache\n" });
  });
});
