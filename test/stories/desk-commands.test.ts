import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { loadPolicy } from "../../src/config/load-policy.ts";
import type { PolicySheet } from "../../src/domain/policy/policy-sheet.ts";
import { deskCommands } from "../../src/main/desk-commands.ts";
import { openEvidenceKey } from "../../src/main/open-evidence-key.ts";
import { claimJson } from "../desk-lab.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

const configOf = (port: number): string => `timezone: Asia/Tokyo
stateDir: state
web: { listen: "127.0.0.1:0" }
accounts:
  - name: u10123
    uid: 10123
    host: sv1
    owner: { email: owner@elsewhere.example }
    sites: [{ domain: shop.example, address: "127.0.0.1:${port}", accessLogs: [logs/shop.log] }]
`;

let dir = "";
/** The customer's site, after the page with the form was deleted. */
const site = createServer((_, answer) => answer.writeHead(410).end("gone"));
beforeAll(async () => {
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  dir = mkdtempSync(join(tmpdir(), "sekisho-desk-"));
  writeFileSync(join(dir, "sekisho.yaml"), configOf((site.address() as AddressInfo).port));
});

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const env = { LANG: "C.UTF-8", SUDO_USER: "佐藤", NO_COLOR: "1" };

/** Runs one command as a process of its own. */
const spawned = (...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { cwd: dir, env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1, stdout, stderr });
    });
  });

const commands = deskCommands("0.0.0");

/** Runs one command in this process: the same code, without a second to start each time. */
const run = async (...args: readonly string[]): Promise<Ended> => {
  const said = { stdout: "", stderr: "" };
  const output = (name: "stdout" | "stderr") => ({
    write: (text: string) => {
      said[name] += text;
    },
  });
  const code = await runCli(args, { stdout: output("stdout"), stderr: output("stderr"), env, cwd: dir }, { version: "0.0.0", commands });
  return { code, ...said };
};

const jsonOf =
  (start: typeof run) =>
  async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await start(...args, "--json");
    // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape
    return { code, stderr, answer: (stdout === "" ? null : JSON.parse(stdout)) as any };
  };

const json = jsonOf(run);
const spawnedJson = jsonOf(spawned);

interface Serving {
  readonly child: ChildProcess;
  readonly address: string;
  readonly ended: Promise<number | null>;
}

const serve = (): Promise<Serving> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, "serve"], { cwd: dir, stdio: ["ignore", "ignore", "pipe"] });
    const ended = new Promise<number | null>((done) => {
      child.once("exit", (code) => done(code));
    });
    let said = "";
    child.stderr?.on("data", (part: Buffer) => {
      said += part.toString();
      const address = /listens at (http:\/\/127\.0\.0\.1:\d+)\//.exec(said)?.[1];
      if (address !== undefined) resolve({ child, address, ended });
    });
    child.once("exit", () => reject(new Error(`serve ended: ${said}`)));
  });

const ids: string[] = [];
let desk: Serving | null = null;
afterAll(async () => {
  desk?.child.kill("SIGKILL");
  await desk?.ended;
  site.close();
  rmSync(dir, { recursive: true });
});

const caseId = (at: number): string => ids[at] ?? "";

describe("a desk that runs", () => {
  beforeAll(async () => {
    desk = await serve();
  });

  it("has a socket for its group alone, and is the only one", async () => {
    expect(statSync(join(dir, "state/desk.sock")).mode & 0o777).toBe(0o660);
    const second = await spawned("serve");
    expect([second.code, second.stderr]).toEqual([3, expect.stringContaining("in use by another process")]);
  });

  it("takes claims over the network with a token that may bring them, and nothing else with it", async () => {
    const made = await json("token", "create", "--name", "sv1", "--scope", "claim");
    const headers = { authorization: `Bearer ${made.answer.text}`, "content-type": "application/json" };
    for (const key of ["a", "b", "c", "d"]) {
      const answer = await fetch(`${desk?.address}/api/v1/claims`, {
        method: "POST",
        headers,
        body: JSON.stringify(claimJson({ key, account: `u${key}` })),
      });
      ids.push(((await answer.json()) as { readonly caseId: string }).caseId);
    }
    expect(new Set(ids).size).toBe(4);
    expect((await fetch(`${desk?.address}/api/v1/cases`, { headers })).status).toBe(403);
    expect((await fetch(`${desk?.address}/api/v1/cases`)).status).toBe(401);
  });

  it("takes a body of unknown length, and stops reading where it is too large", async () => {
    const made = await json("token", "create", "--name", "sv2", "--scope", "claim");
    const headers = { authorization: `Bearer ${made.answer.text}`, "content-type": "application/json" };
    const send = async (parts: readonly string[]) => {
      const body = ReadableStream.from(parts.map((part) => new TextEncoder().encode(part)));
      return (await fetch(`${desk?.address}/api/v1/claims`, { method: "POST", headers, body, duplex: "half" })).status;
    };
    expect(await send([JSON.stringify(claimJson({ key: "a", account: "ua" }))])).toBe(200);
    expect(await send(Array.from({ length: 40 }, () => " ".repeat(65_536)))).toBe(413);
    expect((await run("token", "revoke", made.answer.token.id)).code).toBe(0);
  });

  it("compares the lines that a case quotes with the log, after a rotation too", async () => {
    const line = '192.0.2.51 - - [02/Mar/2026:09:59:00 +0900] "POST /contact/ HTTP/1.1" 200 1 "-" "x"';
    const digest = openEvidenceKey({ stateDir: { shown: "state", absolute: join(dir, "state") } });
    const sha256 = createHash("sha256").update(line).digest("hex");
    const evidence = [{ input: "logs/shop.log", offset: 0, line, digest: digest(sha256) }];
    const made = await json("token", "create", "--name", "sv3", "--scope", "claim");
    const claimed = await fetch(`${desk?.address}/api/v1/claims`, {
      method: "POST",
      headers: { authorization: `Bearer ${made.answer.text}`, "content-type": "application/json" },
      body: JSON.stringify(claimJson({ key: "quoted", account: "uq", site: "quoted.example", evidence })),
    });
    const { caseId: id } = (await claimed.json()) as { readonly caseId: string };
    const verify = () => json("evidence", "verify", id);
    expect(await verify()).toMatchObject({ code: 1, answer: { lines: [{ state: "gone" }] } });
    mkdirSync(join(dir, "logs"));
    writeFileSync(join(dir, "logs/shop.log"), `${line.replace("contact", "Contact")}\n`);
    expect(await verify()).toMatchObject({ code: 1, answer: { lines: [{ state: "changed", file: "logs/shop.log" }] } });
    writeFileSync(join(dir, "logs/shop.log.1.gz"), gzipSync(`${line}\n`));
    const same = { input: "logs/shop.log", offset: 0, state: "same", file: "logs/shop.log.1.gz", why: null };
    expect(await verify()).toMatchObject({ code: 0, answer: { schema: "sekisho.evidence/1", case: id, lines: [same] } });
    expect((await run("evidence", "verify", id)).stdout).toContain("logs/shop.log:0 (logs/shop.log.1.gz)");
    expect((await run("evidence", "verify", caseId(0))).stdout).toContain("no quoted lines");
    expect((await run("dismiss", id, "--reason", "only to quote")).code).toBe(0);
    expect((await run("token", "revoke", made.answer.token.id)).code).toBe(0);
  });

  it("tells the policy with the reason of each number over its API, as the command prints it", async () => {
    const made = await json("token", "create", "--name", "reader", "--scope", "read");
    const answer = await fetch(`${desk?.address}/api/v1/policy`, { headers: { authorization: `Bearer ${made.answer.text}` } });
    const told = (await answer.json()) as PolicySheet;
    const { watch } = told.classes["form-relay"];
    expect(watch).toMatchObject({ value: expect.any(Number), unit: "minutes", reason: expect.stringMatching(/\w{3}/), isOwn: false });
    expect(told).toEqual(JSON.parse(JSON.stringify(loadPolicy(null, "Asia/Tokyo"))));
    expect((await run("token", "revoke", made.answer.token.id)).code).toBe(0);
  });

  it("lists and shows its cases, for people and for programs", async () => {
    const { answer } = await spawnedJson("cases", "list", "--class", "form-relay", "--site", "shop.example");
    expect(answer).toMatchObject({
      schema: "sekisho.cases/1",
      cases: [{ state: "open", waitingFor: "staff", since: expect.any(String), until: expect.any(String) }, {}, {}, {}],
    });
    expect((await run("cases")).stdout).toContain(caseId(0));
    expect((await json("cases")).answer.cases).toHaveLength(4);
    const shown = await run("cases", "show", caseId(0), "--lang", "ja");
    expect(shown.stdout).toContain("解除の条件");
    expect(shown.stdout).not.toContain("\u001b");
    expect((await run("cases", "show", "2026-999999")).code).toBe(2);
  });

  it("takes a customer's answers from a file, and says where one is wrong", async () => {
    writeFileSync(join(dir, "wrong.yaml"), "- requirement: form-protectd\n  claim: done\n- requirement: harm-stopped\n  claims: done\n");
    const wrong = await run("remediate", caseId(0), "--file", "wrong.yaml");
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain("wrong.yaml:1:16 [0].requirement:");
    expect(wrong.stderr).toContain('did you mean "form-protected"?');
    expect(wrong.stderr).toContain('wrong.yaml:4:3 [1].claims: unknown key; did you mean "claim"?');
    writeFileSync(join(dir, "answers.yaml"), "- { requirement: form-protected, claim: done, text: The page is deleted. }\n");
    const { code, answer } = await json("remediate", caseId(0), "--file", "answers.yaml");
    expect([code, answer.case.requirements[0].claim.kind]).toEqual([0, "done"]);
  });

  it("verifies by asking the site itself, and says no while something is unknown", async () => {
    const { code, answer } = await spawnedJson("verify", caseId(0));
    expect([code, answer.met]).toEqual([1, false]);
    expect(answer.case.requirements).toMatchObject([
      { id: "form-protected", state: "met", finding: { check: "form-closed", code: "form-gone" } },
      { id: "harm-stopped", state: "unknown" },
    ]);
    expect((await run("verify", caseId(0))).stdout).toContain("Not all conditions are met.");
  });

  it("dismisses and releases by the person who asked, once", async () => {
    const dismissed = await json("dismiss", caseId(1), "--reason", "their own newsletter");
    expect([dismissed.code, dismissed.answer.case.state]).toEqual([0, "dismissed"]);
    const released = await spawnedJson("release", caseId(2), "--reason", "the page is gone");
    expect([released.code, released.answer.cases]).toEqual([0, [{ caseId: caseId(2), outcome: "done", why: null }]]);
    const again = await run("release", caseId(2), "--reason", "the page is gone");
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("it is released already")]);
    expect((await run("cases", "show", caseId(2))).stdout).toContain("the page is gone (佐藤)");
  });

  it("pauses and goes on, lists what is in force, makes copies, and proves its records", async () => {
    expect((await run("pause", "--reason", "to look")).stdout).toContain("are paused");
    expect((await json("resume", "--reason", "looked")).answer.changed).toBe(true);
    expect((await json("containments")).answer.containments).toEqual([]);
    expect((await run("undo", "--since", "6h", "--reason", "a wrong threshold")).code).toBe(0);
    expect((await run("backup", "copy.db")).code).toBe(0);
    expect(statSync(join(dir, "copy.db")).mode & 0o777).toBe(0o600);
    expect((await run("backup", "copy.db")).code).toBe(3);
    expect((await json("audit", "verify")).answer.kind).toBe("whole");
  });

  it("revokes a token at once", async () => {
    const { answer } = await json("token", "list");
    const [first] = answer.tokens.filter(({ valid }: { readonly valid: boolean }) => valid);
    expect(first).toMatchObject({ name: "sv1", scopes: ["claim"], createdBy: "佐藤" });
    expect((await run("token", "revoke", first.id)).code).toBe(0);
    expect((await json("token", "list")).answer.tokens.some(({ valid }: { readonly valid: boolean }) => valid)).toBe(false);
  });
});

describe("after the desk has ended", () => {
  it("ended when it was asked to, and took its socket along; commands find the same in the store itself", async () => {
    const before = await json("cases", "list", "--all", "--order", "newest");
    desk?.child.kill("SIGTERM");
    expect(await desk?.ended).toBe(0);
    desk = null;
    expect(existsSync(join(dir, "state/desk.sock"))).toBe(false);
    expect((await spawnedJson("cases", "list", "--all", "--order", "newest")).answer).toEqual(before.answer);
  });

  it("decisions work too, are carried out at once, and go on record", async () => {
    const { code, answer } = await spawnedJson("dismiss", caseId(3), "--reason", "break-glass");
    expect([code, answer.case.state]).toEqual([0, "dismissed"]);
    expect((await run("cases", "show", caseId(3))).stdout).toContain("break-glass (佐藤)");
    expect((await json("audit", "verify")).answer.kind).toBe("whole");
  });

  it("says what is missing where there is no config", async () => {
    const { code, stderr } = await run("cases", "--config", "nowhere.yaml");
    expect([code, stderr]).toEqual([2, expect.stringContaining("nowhere.yaml")]);
    expect((await run("release", "--reason", "x")).stderr).toContain("name a case or containment, or a site with --site");
  });
});
