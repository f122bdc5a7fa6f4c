import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPolicyCommand } from "./policy.ts";
import { runCli } from "./run-cli.ts";

let directory = "";

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sekisho-policy-cli-"));
  writeFileSync(join(directory, "sekisho.yaml"), "timezone: Asia/Tokyo\npolicy: policy.yaml\n");
  writeFileSync(join(directory, "policy.yaml"), "caps: { perServerHour: { value: 1, reason: we are small } }\n");
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

const run = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
  let [out, err] = ["", ""];
  const io = {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    env: { LANG: "en_US.UTF-8" },
    cwd: directory,
  };
  const code = await runCli(["policy", ...args], io, { version: "0", commands: [createPolicyCommand()] });
  return { code, out, err };
};

describe("sekisho policy", () => {
  it("prints the policy that the config names, laid over the built-in one", async () => {
    const { code, out } = await run();
    expect(code).toBe(0);
    expect(out).toContain("policy.yaml, laid over the built-in policy");
    expect(out).toMatch(/Measures without a person, per server and hour: 1 \*\n +we are small/);
    expect(out).toContain("(Asia/Tokyo)");
  });

  it("prints the built-in policy without a config", async () => {
    const { out } = await run("--no-config", "--lang", "ja");
    expect(out).toContain("組み込みのポリシーです");
    expect(out).not.toContain("we are small");
  });

  it("prints one document with every value, its reason and where it is written", async () => {
    const { out } = await run("--json");
    const document = JSON.parse(out);
    expect(document).toMatchObject({ schema: "sekisho.policy/1", file: "policy.yaml", policy: { caps: { perServerHour: 1 } } });
    expect(document.general["caps.perServerHour"]).toEqual({
      value: 1,
      unit: "count",
      reason: "we are small",
      field: "caps.perServerHour",
      isOwn: true,
    });
    expect(document.classes["form-relay"].watch.field).toBe("everyClass.watch");
  });

  it("tells of a file what it would change, and exits with 2 where it is wrong", async () => {
    writeFileSync(join(directory, "next.yaml"), "caps: { perServerHour: { value: 2, reason: we grew } }\n");
    const good = await run("--check", "next.yaml");
    expect(good.code).toBe(0);
    expect(good.out).toMatch(/caps\.perServerHour +1 +2 +we grew/);
    writeFileSync(join(directory, "next.yaml"), "caps: { perServerHor: 2 }\n");
    const wrong = await run("--check", "next.yaml");
    expect([wrong.code, wrong.out]).toEqual([2, ""]);
    expect(wrong.err).toContain('next.yaml:1:9 caps.perServerHor: unknown key; did you mean "perServerHour"?');
  });

  it("tells why, of one class", async () => {
    const { out } = await run("--why", "cron-mailer");
    expect(out).toContain("classes.cron-mailer.watch");
    expect((await run("--why", "cron-mailr")).code).toBe(2);
  });

  it("exits with 2 where the config names a policy that is not there", async () => {
    rmSync(join(directory, "policy.yaml"));
    const { code, err } = await run();
    expect(code).toBe(2);
    expect(err).toContain("policy.yaml: no such file");
  });
});
