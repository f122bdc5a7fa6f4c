import { copyFileSync, readFileSync, renameSync, rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apacheRefusals } from "../../src/catalog/index.ts";
import { runProgram } from "../../src/kit/run-program.ts";
import { withCounts } from "../../src/main/refusals-of.ts";
import type { Enforcer, Imposition } from "../../src/ports/enforcer.ts";
import { apacheMissing, writeSite } from "./apache.ts";
import { type ApacheLab, startApacheLab } from "./apache-lab.ts";
import { askRaw } from "./raw-request.ts";

const missing = apacheMissing();
const abroad = "198.51.100.9";
const home = "203.0.113.9";
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const writes = (id: string, site = "shop.example"): Imposition => ({
  ...{ id, caseId: id.split(".")[0] ?? "", measure: "deny-foreign-writes" },
  target: { site },
});

describe.skipIf(missing !== null)(`what a real Apache refused${missing === null ? "" : ` (${missing})`}`, () => {
  let lab: ApacheLab;
  let enforcer: Enforcer;
  let log = "";

  /** As after a kill: nothing is known but what lies on the disk. */
  const startAnew = (): Enforcer => withCounts(lab.enforcer, apacheRefusals(lab.config), lab.config.stateDir);
  const send = async (times: number, from = abroad, host = "shop.example"): Promise<void> => {
    for (let at = 0; at < times; at++) await askRaw(lab.apache.port, from, { method: "POST", path: "/", host });
  };
  const countOf = async (one: Imposition) => (await enforcer.stopped?.(one)) ?? null;
  /** Apache writes a line when the answer is out. */
  const countIs = async (one: Imposition, count: number): Promise<void> => {
    for (let at = 0; at < 40 && (await countOf(one))?.count !== count; at++) await wait(50);
    await wait(100);
    expect((await countOf(one))?.count).toBe(count);
  };
  const impose = async (one: Imposition): Promise<void> => {
    await enforcer.apply(one);
    expect((await enforcer.probe(one)).state).toBe("in-force");
  };

  beforeEach(async () => {
    lab = await startApacheLab({
      vhosts: (www) => [
        { domain: "shop.example", root: join(www, "shop"), extra: `CustomLog ${join(www, "../own.log")} "%m %U %>s"` },
        { domain: "other.example", root: join(www, "other") },
      ],
    });
    for (const { root } of lab.vhosts) writeSite(root, { "index.html": "here", "sub/index.php": "<?php echo 1;" });
    enforcer = startAnew();
    log = lab.config.refusedLog ?? "";
  }, 30_000);
  afterEach(() => lab?.stop());

  it("is counted exactly, for each containment and site, whatever logs a site has, and every line of the customer's is there", async () => {
    const [first, second, elsewhere] = [writes("2026-000001.1.1"), writes("2026-000002.1.1"), writes("2026-000003.1.1", "other.example")];
    await impose(first);
    await impose(elsewhere);
    await send(7);
    await send(4, home);
    await send(5, abroad, "other.example");
    await countIs(first, 7);
    await impose(second);
    await send(3);
    await countIs(first, 10);
    await countIs(second, 3);
    await countIs(elsewhere, 5);
    const { isLeast, from, to } = (await countOf(first)) ?? { isLeast: null, from: 1, to: 0 };
    expect([isLeast, from < to]).toEqual([undefined, true]);

    const told = await countOf(first);
    await enforcer.lift(first);
    await send(2);
    await countIs(second, 5);
    expect(await countOf(first)).toEqual(told);
    await enforcer.lift(second);
    await enforcer.lift(elsewhere);
    enforcer = startAnew();
    expect(await countOf(first)).toEqual(told);

    const own = readFileSync(join(lab.apache.dir, "own.log"), "utf8");
    expect([own.match(/^POST \/ 403$/gm)?.length, own.match(/^POST \/\S* 200$/gm)?.length]).toEqual([12, 4]);
    const common = readFileSync(join(lab.apache.dir, "access.log"), "utf8");
    expect(common.match(/"POST \/ HTTP\/1\.1" 403/g)?.length).toBe(5);
    // Nothing in ours is of a visitor's making.
    const line = /^\d{13} (?:shop|other)\.example [1-] w:(?:2026-00000\d\.1\.1,)+ \S+\/answers\/denied\n/gm;
    expect(readFileSync(log, "utf8").replaceAll(line, "")).toBe("");
  }, 40_000);

  it("counts each request once of two measures of one case, so that its figures add up", async () => {
    const all = { ...writes("2026-000001.1.2"), measure: "deny-writes" } as const;
    const one = writes("2026-000001.1.1");
    await impose(one);
    await impose(all);
    await send(3);
    await send(2, home);
    await countIs(one, 3);
    await countIs(all, 2);
  }, 30_000);

  it("is counted on through rotation by renaming, and a kill loses nothing and counts nothing twice", async () => {
    const one = writes("2026-000001.1.1");
    await impose(one);
    await send(3);
    await countIs(one, 3);
    await send(2);
    enforcer = startAnew();
    renameSync(log, `${log}.1`);
    await send(4);
    expect((await runProgram(lab.apache.reload)).exit).toBe(0);
    await enforcer.keep?.();
    await wait(1_000);
    await send(5);
    await countIs(one, 14);
    enforcer = startAnew();
    await send(1);
    await countIs(one, 15);
    expect((await countOf(one))?.isLeast).toBeUndefined();
    rmSync(`${log}.1`);
    await enforcer.lift(one);
    expect((await countOf(one))?.count).toBe(15);
  }, 30_000);

  it("is at least so much where the log was copied and emptied, and where it was taken away", async () => {
    const one = writes("2026-000001.1.1");
    await impose(one);
    await send(3);
    await countIs(one, 3);
    await send(2);
    await wait(200);
    copyFileSync(log, `${log}.1`);
    truncateSync(log, 0);
    expect((await enforcer.keep?.())?.join()).toContain("was emptied after it was copied");
    await send(4);
    await countIs(one, 9);
    expect((await countOf(one))?.isLeast).toBe(true);
  }, 30_000);

  it("cannot be told where Apache was never seen to write the log, and no order fails by it", async () => {
    const one = writes("2026-000001.1.1");
    // Apache opens its logs twice while it starts; when it answers, it has.
    await send(1);
    rmSync(log);
    await enforcer.apply(one);
    await send(2);
    expect(await countOf(one)).toBeNull();
    await enforcer.lift(one);
    expect(await countOf(one)).toBeNull();
  }, 30_000);

  it("is not written by a customer's own files, nor by what a visitor sends", async () => {
    const one = writes("2026-000001.1.1");
    await impose(one);
    writeSite(lab.vhosts[1]?.root ?? "", {
      ".htaccess": `SetEnv SEKISHO_IDS w:${one.id},\nSetEnvIf X-Any (.*) SEKISHO_SITE=shop.example\nRewriteEngine On\nRewriteRule ^fake$ ${lab.config.includeDir}/answers/denied [E=SEKISHO_IDS:w:${one.id},]\n`,
    });
    const forged = { "X-Any": `\n1795559586767 shop.example - w:${one.id},`.trim(), "User-Agent": `" - w:${one.id},` };
    for (const path of ["/", "/fake", `/?x=%0a1795559586767%20shop.example%20-%20w:${one.id},`])
      for (const host of ["other.example", "shop.example"])
        await askRaw(lab.apache.port, abroad, { method: "GET", path, host, headers: forged });
    await send(1);
    await countIs(one, 1);
  }, 30_000);

  it("is counted where a closed script was come to by a customer's rewriting as well, and says at least, for an index is not", async () => {
    const one = { ...writes("2026-000001.1.1"), measure: "deny-path", target: { site: "shop.example", path: "/sub/index.php" } } as const;
    await impose(one);
    const rewriting = "RewriteEngine On\nRewriteCond %{REQUEST_METHOD} POST\nRewriteRule .* /sub/index.php\n";
    writeSite(lab.vhosts[0]?.root ?? "", { "form/.htaccess": rewriting, "form/x.html": "a form" });
    const paths = ["/sub/", "/sub/index.php", "/sub/index.php/more", "/form/x.html", "/not-there"];
    for (const path of paths) await askRaw(lab.apache.port, home, { method: "POST", path });
    await countIs(one, 3);
    expect((await countOf(one))?.isLeast).toBe(true);
  }, 30_000);
});
