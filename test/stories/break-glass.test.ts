import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apacheMissing } from "../servers/apache.ts";
import { type ApacheLab, startApacheLab } from "../servers/apache-lab.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const missing = apacheMissing();

describe.skipIf(missing !== null)(`with no desk and no enforcer process, as root${missing === null ? "" : ` (${missing})`}`, () => {
  let dir = "";
  let apache: ApacheLab;

  const sekisho = (...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> =>
    new Promise((resolve) => {
      const env = { ...process.env, LANG: "C", NO_COLOR: "1" };
      execFile(process.execPath, [main, ...args, "--config", "sekisho.yaml"], { cwd: dir, env }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr }),
      );
    });

  const post = (): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = { Host: "shop.example", "X-Forwarded-For": "203.0.113.9" };
      const sent = request({ host: "127.0.0.1", port: apache.apache.port, method: "POST", path: "/", headers, agent: false }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      sent.on("error", reject);
      sent.end("a=b");
    });

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "sekisho-glass-"));
    apache = await startApacheLab({ vhosts: (www) => [{ domain: "shop.example", root: join(www, "shop") }] });
    writeFileSync(join(apache.vhosts[0]?.root ?? "", "index.php"), "<?php echo 'taken';");
    writeFileSync(join(dir, "decision.key"), "d".repeat(64), { mode: 0o600 });
    mkdirSync(join(dir, "run"), { mode: 0o750 });
    writeFileSync(
      join(dir, "sekisho.yaml"),
      `home: JP
timezone: Asia/Tokyo
stateDir: state
secrets: { decisionKey: { file: decision.key } }
servers: { apache: { includeDir: ${apache.config.includeDir} } }
enforcer: { socket: run/enforcer.sock, key: decision.pub, stateDir: enforcer }
accounts:
  - name: u10123
    uid: 10123
    sites:
      - { domain: shop.example, root: ${apache.vhosts[0]?.root}, server: apache, address: "127.0.0.1:${apache.apache.port}" }
`,
    );
  }, 60_000);

  afterAll(async () => {
    await apache?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it("a person contains, proves and releases on the server itself, and all of it is on record", async () => {
    expect(await post()).toBe(200);
    const target = ["--site", "shop.example", "--measure", "deny-writes"] as const;
    const unnamed = await sekisho("contain", ...target, "--reason", "it burns");
    expect([unnamed.code, unnamed.said]).toEqual([2, expect.stringContaining("no case is open")]);
    const shown = await sekisho("contain", ...target, "--class", "form-relay", "--reason", "it burns", "--dry-run");
    expect(shown.said).toMatch(/^\+.*shop\.example/m);
    expect(await post()).toBe(200);

    expect(await sekisho("contain", ...target, "--class", "form-relay", "--reason", "it burns")).toMatchObject({ code: 0 });
    expect(await post()).toBe(403);
    expect(await sekisho("containments", "--verify")).toMatchObject({ code: 0, said: expect.stringContaining("in-force") });

    expect(await sekisho("release", "--site", "shop.example", "--reason", "it is out")).toMatchObject({ code: 0 });
    expect(await post()).toBe(200);
    expect(await sekisho("audit", "verify")).toMatchObject({ code: 0 });
  }, 120_000);
});
