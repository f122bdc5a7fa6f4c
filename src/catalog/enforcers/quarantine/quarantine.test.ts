import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { enforcerSuite } from "../../../../test/contracts/enforcer.ts";
import { realDisk } from "../../../kit/disk-steps.ts";
import type { Imposition } from "../../../ports/enforcer.ts";
import { createMemoryEnforcer } from "../memory.ts";
import { createQuarantine } from "./quarantine.ts";

const isRoot = process.geteuid?.() === 0;
/** An id that is nobody's: what the child may do is that of a user without any rights. */
const owner = isRoot ? { uid: 54_321, gid: 54_321 } : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 251));

// One folder for all: the contract's impositions are named before a test begins.
const dir = mkdtempSync(join(tmpdir(), "sekisho-quarantine-"));
const root = join(dir, "public_html");

const lay = (name: string): string => {
  const file = join(root, name);
  writeFileSync(file, bytes);
  chmodSync(file, 0o640);
  chownSync(file, owner.uid, owner.gid);
  utimesSync(file, 1_700_000_000, 1_700_000_000);
  return file;
};

const start = async () => {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(join(root, "up"), { recursive: true });
  for (const path of [dir, root, join(root, "up")]) {
    chmodSync(path, 0o755);
    chownSync(path, owner.uid, owner.gid);
  }
  lay("mail.php");
  lay("up/x.php");
  const web = createMemoryEnforcer(["deny-path"]);
  const folder = join(dir, "state");
  const sites = [{ domain: "shop.example", root, ...owner }];
  return { web, enforcer: createQuarantine({ folder, sites, closePath: () => web, disk: realDisk }), stop: async () => undefined };
};

const taking = (name: string, id = "2026-000001.1.1"): Imposition => ({
  ...{ id, caseId: "2026-000001", measure: "quarantine-file" },
  target: { site: "shop.example", file: join(root, name) },
});

enforcerSuite({ name: "quarantine", start, impositions: [taking("mail.php"), taking("up/x.php", "2026-000002.1.1")] });

describe("a file that is taken away", () => {
  it("is closed before it is taken, kept byte for byte, and comes back as it was", async () => {
    const { enforcer, web } = await start();
    const file = join(root, "mail.php");
    const before = statSync(file);
    await enforcer.apply(taking("mail.php"));
    expect(existsSync(file)).toBe(false);
    expect(web.impositions()).toMatchObject([{ measure: "deny-path", target: { site: "shop.example", path: "/mail.php" } }]);
    await enforcer.lift(taking("mail.php"));
    expect(readFileSync(file).equals(bytes)).toBe(true);
    const { mode, uid, gid, mtimeMs } = statSync(file);
    expect({ mode, uid, gid, mtimeMs }).toEqual({ mode: before.mode, uid: before.uid, gid: before.gid, mtimeMs: before.mtimeMs });
    expect(web.impositions()).toEqual([]);
  });

  it("that appears again is noticed, and its path is still closed", async () => {
    const { enforcer, web } = await start();
    await enforcer.apply(taking("mail.php"));
    writeFileSync(join(root, "mail.php"), "again");
    expect(await enforcer.probe(taking("mail.php"))).toMatchObject({ state: "not-in-force", proof: expect.stringContaining("again") });
    expect(web.impositions()).toHaveLength(1);
  });

  it("is not laid over what appeared meanwhile", async () => {
    const { enforcer } = await start();
    await enforcer.apply(taking("mail.php"));
    writeFileSync(join(root, "mail.php"), "theirs");
    await expect(enforcer.lift(taking("mail.php"))).rejects.toMatchObject({ code: "foreign-edit" });
    expect(readFileSync(join(root, "mail.php"), "utf8")).toBe("theirs");
  });

  it("goes back when the last of two cases lets go", async () => {
    const { enforcer } = await start();
    await enforcer.apply(taking("mail.php", "a.1"));
    await enforcer.apply(taking("mail.php", "b.1"));
    await enforcer.lift(taking("mail.php", "a.1"));
    expect(existsSync(join(root, "mail.php"))).toBe(false);
    await enforcer.lift(taking("mail.php", "b.1"));
    expect(existsSync(join(root, "mail.php"))).toBe(true);
  });

  it("must lie below the site's root", async () => {
    const { enforcer } = await start();
    for (const file of ["/etc/passwd", join(root, "../state/x"), `${root}x/a.php`, `${root}/../a.php`, root, `${root}/a\nb.php`]) {
      const wrong: Imposition = { ...taking("mail.php"), target: { site: "shop.example", file } };
      await expect(enforcer.apply(wrong), file).rejects.toMatchObject({ code: "target-wrong" });
    }
  });
});

describe("what is no plain file of the site", () => {
  const secret = join(tmpdir(), `sekisho-outside-${process.pid}`);
  const tricks: readonly (readonly [string, (file: string) => void])[] = [
    ["a link to another file", (file) => symlinkSync(secret, file)],
    ["a pipe, which would wait for ever", (file) => void spawnSync("mkfifo", [file])],
    ["a second name of a file", (file) => linkSync(join(root, "up/x.php"), file)],
    ["a folder", (file) => mkdirSync(file)],
    [
      "a sparse file without end",
      (file) => {
        writeFileSync(file, "");
        truncateSync(file, 2 ** 40);
        chownSync(file, owner.uid, owner.gid);
      },
    ],
  ];

  it.each(tricks)("%s is left alone, and nothing outside is touched", async (_, trick) => {
    const { enforcer, web } = await start();
    writeFileSync(secret, "outside", { mode: 0o666 });
    rmSync(join(root, "mail.php"));
    trick(join(root, "mail.php"));
    await expect(enforcer.apply(taking("mail.php"))).rejects.toMatchObject({ code: "server-refused" });
    expect(readFileSync(secret, "utf8")).toBe("outside");
    expect([await enforcer.standing(), web.impositions()]).toEqual([[], []]);
    rmSync(secret);
  });

  it("a folder on the way that is a link is not followed", async () => {
    const { enforcer } = await start();
    renameSync(join(root, "up"), join(root, "real"));
    symlinkSync(join(root, "real"), join(root, "up"));
    await expect(enforcer.apply(taking("up/x.php"))).rejects.toMatchObject({ code: "server-refused" });
    expect(existsSync(join(root, "real/x.php"))).toBe(true);
  });
});
