import { copyFileSync, mkdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askProbe, createNginxEnforcer, nginxRefusals } from "../../src/catalog/index.ts";
import { loadConfig } from "../../src/config.ts";
import { realDisk } from "../../src/kit/disk-steps.ts";
import { createStagedFiles } from "../../src/kit/put-staged.ts";
import { runProgram } from "../../src/kit/run-program.ts";
import { nginxConfigOf } from "../../src/main/nginx-config-of.ts";
import { withCounts } from "../../src/main/refusals-of.ts";
import type { Enforcer, Imposition } from "../../src/ports/enforcer.ts";
import { makeNginxPlace, type Nginx, nginxMissing } from "./nginx.ts";
import { writeSite } from "./nginx-scripts.ts";
import { askRaw } from "./raw-request.ts";
import { lyingAt, runSetUp } from "./set-up-run.ts";

const missing = nginxMissing();
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const domains = ["inherits.example", "own.example", "quiet.example", "limited.example"];

/** Every way in which a server block can log: by http's lines, by its own, not at all; and places with a word of their own. */
const serversText = ({ dir, port }: Nginx): string => `
server { listen 127.0.0.1:${port}; server_name inherits.example; root ${dir}/sites/shop.example;
  location = /silent { access_log off; return 200 "silent"; } location = /apart { access_log ${dir}/apart.log; return 200 "apart"; } }
server { listen 127.0.0.1:${port}; server_name own.example; root ${dir}/sites/shop.example;
  access_log ${dir}/own-1.log combined buffer=4k flush=100ms; access_log ${dir}/own-2.log main; }
server { listen 127.0.0.1:${port}; server_name quiet.example; root ${dir}/sites/shop.example; access_log off; }
server { listen 127.0.0.1:${port}; server_name limited.example; root ${dir}/sites/shop.example; limit_req zone=slow burst=100 nodelay; }
`;

const writes = (id: string, site: string): Imposition => ({ id, caseId: id.split(".")[0] ?? "", measure: "deny-writes", target: { site } });

describe.skipIf(missing !== null)(`what a real nginx refused${missing === null ? "" : ` (${missing})`}`, () => {
  let nginx: Nginx;
  let config = "";
  let log = "";
  let enforcer: Enforcer;
  const own = (name: string): string => join(nginx.dir, "own", name);
  const counts = (): string => join(nginx.dir, "enforcer/nginx/refused.json");
  const lying = () => lyingAt(join(nginx.dir, "nginx.conf"), join(nginx.dir, "own"), log, ...[1, 2].map((at) => `${log}.${at}`), counts());
  const setUp = (...args: readonly string[]) => runSetUp(config, ["nginx", "--yes", ...args]);

  /** As after a kill: nothing is known but what lies on the disk. */
  const startAnew = (): Enforcer => {
    const told = nginxConfigOf(loadConfig(config), []);
    if (told === null) throw new Error("the config names no nginx");
    const staged = createStagedFiles({ journalDir: join(nginx.dir, "enforcer/nginx/journal"), disk: realDisk, run: runProgram });
    const plain = createNginxEnforcer(told, {
      staged,
      run: runProgram,
      ask: askProbe,
      clock: { now: Date.now },
      wait,
      read: realDisk.read,
    });
    return withCounts(plain, nginxRefusals(told, realDisk), told.stateDir);
  };
  const send = async (host: string, times: number, method = "POST", path = "/"): Promise<void> => {
    for (let at = 0; at < times; at++) await askRaw(nginx.port, "192.0.2.7", { method, path, host });
  };
  const countOf = async (one: Imposition) => (await enforcer.stopped?.(one)) ?? null;
  /** nginx writes a line when the answer is out. */
  const countIs = async (one: Imposition, count: number): Promise<void> => {
    for (let at = 0; at < 40 && (await countOf(one))?.count !== count; at++) await wait(50);
    await wait(100);
    expect((await countOf(one))?.count).toBe(count);
  };
  const linesOf = (name: string, site = ""): number =>
    readFileSync(join(nginx.dir, name), "utf8")
      .split("\n")
      .filter((line) => line.includes('"POST ') && line.includes(site)).length;

  beforeAll(async () => {
    const place = makeNginxPlace();
    mkdirSync(join(place.dir, "own"));
    writeSite(place.root("shop.example"));
    writeFileSync(join(place.dir, "own/servers.conf"), "");
    nginx = await place.start({
      sites: [{ domain: "other.example", names: ["other.example"] }],
      guarded: false,
      http: `limit_req_zone $binary_remote_addr zone=slow:1m rate=100r/s;\n  include ${place.dir}/own/servers.conf;`,
    });
    writeFileSync(own("servers.conf"), serversText(nginx));
    log = join(nginx.dir, "sekisho-refused.log");
    config = join(nginx.dir, "sekisho.yaml");
    writeFileSync(
      config,
      `home: JP
stateDir: ${nginx.dir}/desk
enforcer: { stateDir: ${nginx.dir}/enforcer }
servers:
  nginx: { includeDir: ${nginx.dir}/own/sekisho, test: ${JSON.stringify(nginx.test)}, reload: ${JSON.stringify(nginx.reload)}, refusedLog: ${log} }
accounts:
  - name: u10123
    uid: 10123
    sites:
${domains.map((domain) => `      - { domain: ${domain}, server: nginx, address: "127.0.0.1:${nginx.port}" }\n`).join("")}`,
    );
    expect((await runProgram(nginx.reload)).exit).toBe(0);
  }, 60_000);
  afterAll(async () => nginx?.stop());

  it("is counted exactly, however a server block logs, and the customer's own log has every line it had before", async () => {
    const before = lying();
    expect(await setUp()).toMatchObject({ exit: 0 });
    expect(await setUp()).toMatchObject({ exit: 0, out: "nginx is set up already\n" });
    enforcer = startAnew();
    const all = domains.map((domain, at) => writes(`2026-00000${at + 1}.1.1`, domain));
    const [inherits, own1, quiet, limited] = all as [Imposition, Imposition, Imposition, Imposition];
    for (const one of all) await enforcer.apply(one);
    await send("inherits.example", 5);
    await send("own.example", 6);
    await send("quiet.example", 7);
    await send("limited.example", 2);
    for (const [one, count] of [[inherits, 5], [own1, 6], [quiet, 7], [limited, 2]] as const) await countIs(one, count); // biome-ignore format: pairs
    // A limit of the site's may answer in our place, and that is not counted.
    expect([(await countOf(inherits))?.isLeast, (await countOf(limited))?.isLeast]).toEqual([undefined, true]);
    await wait(300);
    expect([linesOf("access.log"), linesOf("own-1.log"), linesOf("own-2.log")]).toEqual([7, 6, 6]);
    await send("inherits.example", 1, "GET", "/silent");
    await send("inherits.example", 1, "GET", "/apart");
    expect(readFileSync(join(nginx.dir, "apart.log"), "utf8").match(/GET \/apart/g)?.length).toBe(1);
    expect(readFileSync(join(nginx.dir, "access.log"), "utf8")).not.toMatch(/GET \/(?:silent|apart)/);

    // A second case on the same site, and what is sent to look like a line.
    const second = writes("2026-000009.1.1", "inherits.example");
    await enforcer.apply(second);
    await send("inherits.example", 3);
    await send("inherits.example", 1, "GET", "/?%0a1772420400.025%20inherits.example%20deny-writes");
    await countIs(inherits, 8);
    await countIs(second, 3);
    expect(readFileSync(log, "utf8").replaceAll(/^\d+\.\d{3} [a-z]+\.example deny-writes\n/gm, "")).toBe("");

    // Rotation by renaming, a kill in between, and then by copying.
    await send("inherits.example", 2);
    enforcer = startAnew();
    renameSync(log, `${log}.1`);
    await send("inherits.example", 2);
    expect((await runProgram(nginx.reload.map((word) => (word === "reload" ? "reopen" : word)))).exit).toBe(0);
    await wait(300);
    await send("inherits.example", 2);
    await countIs(inherits, 14);
    expect((await countOf(inherits))?.isLeast).toBeUndefined();
    copyFileSync(log, `${log}.2`);
    truncateSync(log, 0);
    await send("inherits.example", 1);
    await countIs(inherits, 15);
    await countIs(second, 10);
    expect((await countOf(second))?.isLeast).toBe(true);

    const told = await countOf(inherits);
    for (const one of [...all, second]) await enforcer.lift(one);
    expect(await countOf(inherits)).toEqual(told);
    expect((await setUp("--remove")).exit).toBe(0);
    expect(lying()).toEqual(before);
  }, 90_000);
});
