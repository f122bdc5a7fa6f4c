import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apacheMissing } from "../servers/apache.ts";
import { type ApacheLab, startApacheLab } from "../servers/apache-lab.ts";
import { postfixMissing, postfixUsers } from "../servers/postfix.ts";
import { type PostfixLab, startPostfixLab } from "../servers/postfix-lab.ts";

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
servers: { apache: { includeDir: ${apache.config.includeDir}, refusedLog: ${apache.config.refusedLog} } }
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

const mailMissing = postfixMissing();
const [abused] = postfixUsers;

describe.skipIf(mailMissing !== null)(
  `with no desk and no enforcer process, on Postfix${mailMissing === null ? "" : ` (${mailMissing})`}`,
  () => {
    let dir = "";
    let lab: PostfixLab;

    /** Postfix has a mount namespace of its own; /tmp is the same in both. */
    const sekisho = async (...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> => {
      const inside = ["-t", `${lab.postfix.namespace}`, "-m", `--wd=${dir}`, "--"];
      const command = [...inside, process.execPath, main, ...args, "--config", "sekisho.yaml"];
      return new Promise((resolve) => {
        execFile("/usr/bin/nsenter", command, { env: { ...process.env, LANG: "C", NO_COLOR: "1" } }, (error, stdout, stderr) =>
          resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr }),
        );
      });
    };

    beforeAll(async () => {
      dir = mkdtempSync(join(tmpdir(), "sekisho-glass-"));
      lab = await startPostfixLab();
      mkdirSync(join(dir, "run"), { mode: 0o750 });
      writeFileSync(
        join(dir, "sekisho.yaml"),
        `home: JP
timezone: Asia/Tokyo
stateDir: state
servers: { postfix: { configDir: ${lab.postfix.etc} } }
enforcer: { socket: run/enforcer.sock, key: decision.pub, stateDir: enforcer }
accounts: [{ name: ${abused?.name}, uid: ${abused?.uid}, sites: [{ domain: shop.example }] }]
`,
      );
    }, 60_000);

    const arrived = (address: string): boolean => lab.sink.mails.some(({ to }) => to.includes(address));

    afterAll(async () => {
      await lab?.stop();
      rmSync(dir, { recursive: true, force: true });
    });

    it("a person holds an account's mail, looks at it, lets it go and lifts the hold", async () => {
      if (abused === undefined) throw new Error("no user");
      const hold = ["--account", abused.name, "--measure", "hold-mail", "--class", "script-mailer", "--reason", "it burns"];
      const shown = await sekisho("contain", ...hold, "--dry-run");
      expect(shown.said).toContain(`+  "${abused.uid}": {\n+   "action": "hold",`);
      await lab.send(abused, "first@genuine.example");
      await lab.until(() => arrived("first@genuine.example"), "mail goes out before the hold");

      expect(await sekisho("contain", ...hold)).toMatchObject({ code: 0 });
      await lab.send(abused, "second@genuine.example");
      const caseId = JSON.parse((await sekisho("containments", "--json")).said).containments[0].caseId;
      const heldNow = async () => JSON.parse((await sekisho("held", "list", "--case", caseId, "--json")).said).messages;
      const [mail] = await heldNow();
      expect(mail).toMatchObject({ recipientDomains: ["genuine.example"], fate: "unknown" });

      expect(await sekisho("held", "deliver", mail.queueId, "--case", caseId, "--reason", "their own")).toMatchObject({ code: 0 });
      await lab.until(() => arrived("second@genuine.example"), "the mail that was let go");
      expect(await heldNow()).toEqual([]);
      expect(await sekisho("release", caseId, "--reason", "it is out")).toMatchObject({ code: 0 });
      await lab.send(abused, "third@genuine.example");
      await lab.until(() => arrived("third@genuine.example"), "mail goes out after the release");
      expect(await sekisho("audit", "verify")).toMatchObject({ code: 0 });
    }, 120_000);
  },
);
