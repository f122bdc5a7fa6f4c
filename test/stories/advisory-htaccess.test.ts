import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apacheMissing } from "../servers/apache.ts";
import { giveToOwner, type HtaccessLab, siteOwner, startHtaccessLab } from "../servers/htaccess-lab.ts";
import { askRaw } from "../servers/raw-request.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const missing = apacheMissing();

describe.skipIf(missing !== null)(`where Apache's virtual hosts are not ours to change${missing === null ? "" : ` (${missing})`}`, () => {
  let dir = "";
  let lab: HtaccessLab;
  let file = "";
  const own = "# mine\nOptions -Indexes\n";

  const sekisho = (...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> =>
    new Promise((resolve) => {
      const env = { ...process.env, LANG: "C", NO_COLOR: "1" };
      execFile(process.execPath, [main, ...args, "--config", "sekisho.yaml"], { cwd: dir, env }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr }),
      );
    });
  const post = async (): Promise<number> =>
    (await askRaw(lab.apache.port, "203.0.113.9", { method: "POST", path: "/", body: "a=b" })).status;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "sekisho-advisory-"));
    lab = await startHtaccessLab({ vhosts: (www) => [{ domain: "shop.example", root: join(www, "shop") }] });
    const root = lab.config.sites[0]?.root ?? "";
    file = join(root, ".htaccess");
    writeFileSync(join(root, "index.php"), "<?php echo 'taken';");
    writeFileSync(file, own);
    giveToOwner(file);
    writeFileSync(join(dir, "decision.key"), "d".repeat(64), { mode: 0o600 });
    mkdirSync(join(dir, "run"), { mode: 0o750 });
    writeFileSync(
      join(dir, "sekisho.yaml"),
      `home: JP
timezone: Asia/Tokyo
stateDir: state
secrets: { decisionKey: { file: decision.key } }
enforcer: { socket: run/enforcer.sock, key: decision.pub, stateDir: enforcer }
accounts:
  - name: u10123
    uid: ${siteOwner.uid}
    sites:
      - { domain: shop.example, root: ${root}, server: apache, guard: htaccess, address: "127.0.0.1:${lab.apache.port}" }
`,
    );
  }, 60_000);

  afterAll(async () => {
    await lab?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it("a site is contained by a block in its own file, proven as advisory, told when its owner takes it out, and released to the byte", async () => {
    const target = ["--site", "shop.example", "--measure", "deny-writes"] as const;
    const shown = await sekisho("contain", ...target, "--class", "form-relay", "--reason", "it burns", "--dry-run");
    expect(shown.said).toContain("+RewriteRule ^ - [F]");
    expect([await post(), readFileSync(file, "utf8")]).toEqual([200, own]);

    expect(await sekisho("contain", ...target, "--class", "form-relay", "--reason", "it burns")).toMatchObject({ code: 0 });
    expect(await post()).toBe(403);
    expect(statSync(file)).toMatchObject(siteOwner);
    const proven = await sekisho("containments", "--verify");
    expect(proven).toMatchObject({ code: 0, said: expect.stringContaining("in-force") });
    expect(proven.said).toContain("advisory");

    const withBlock = readFileSync(file, "utf8");
    writeFileSync(file, own);
    expect((await sekisho("containments", "--verify")).said).toContain("our block is gone");
    expect([await post(), readFileSync(file, "utf8")]).toEqual([200, own]);
    writeFileSync(file, `${withBlock}# theirs\n`);

    expect(await sekisho("release", "--site", "shop.example", "--reason", "it is out")).toMatchObject({ code: 0 });
    expect([await post(), readFileSync(file, "utf8")]).toEqual([200, `${own}# theirs\n`]);
    expect(existsSync(`${file}.sekisho-new`)).toBe(false);
  }, 60_000);

  it("a measure by country has no enforcer there, and nothing is written", async () => {
    const before = readFileSync(file, "utf8");
    const target = ["--site", "shop.example", "--measure", "deny-foreign", "--class", "form-relay", "--reason", "it burns"] as const;
    expect((await sekisho("contain", ...target, "--dry-run")).said).toContain("no enforcer of this desk");
    await sekisho("contain", ...target);
    expect([await post(), readFileSync(file, "utf8")]).toEqual([200, before]);
  }, 60_000);
});
