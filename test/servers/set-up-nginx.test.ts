import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askProbe, createNginxEnforcer } from "../../src/catalog/index.ts";
import { loadConfig } from "../../src/config.ts";
import { realDisk } from "../../src/kit/disk-steps.ts";
import { createStagedFiles } from "../../src/kit/put-staged.ts";
import { runProgram } from "../../src/kit/run-program.ts";
import { nginxConfigOf } from "../../src/main/nginx-config-of.ts";
import { openPlugs } from "../../src/main/open-plugs.ts";
import { makeNginxPlace, type Nginx, nginxMissing } from "./nginx.ts";
import { writeSite } from "./nginx-scripts.ts";
import { askRaw } from "./raw-request.ts";
import { lyingAt, runSetUp } from "./set-up-run.ts";

const missing = nginxMissing();
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** PHP by a snippet that all sites share, and by lines of a location's own. */
const sitesText = ({ dir, port }: Nginx): string => `server { # the shop
  listen 127.0.0.1:${port}; server_name www.shop.example shop.example;
  root ${dir}/sites/shop.example;
  if ($uri ~ "^/a{9}") { return 404; }
  location / { index index.php; try_files $uri $uri/ /index.php; }
  location ~ \\.php$ { include ${dir}/own/php.inc; }
}
server { listen 127.0.0.1:${port}; server_name neighbour.example; root ${dir}/sites/other.example;
  location ~ \\.php$ { include ${dir}/own/php.inc; } }
server{listen 127.0.0.1:${port};server_name blog.example;root ${dir}/sites/other.example;location ~ \\.php$ {include /etc/nginx/fastcgi_params;fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;fastcgi_param RAN ${dir}/ran/log;fastcgi_pass unix:${dir}/php.sock;}}
`;

const phpText = (dir: string): string => `include /etc/nginx/fastcgi_params;
fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
fastcgi_param RAN ${dir}/ran/log;
fastcgi_pass unix:${dir}/php.sock;
`;

describe.skipIf(missing !== null)(`setting up a real nginx${missing === null ? "" : ` (${missing})`}`, () => {
  let nginx: Nginx;
  let config: string;
  let sites: string;
  const own = (name: string): string => join(nginx.dir, "own", name);
  const lying = () => lyingAt(join(nginx.dir, "nginx.conf"), join(nginx.dir, "own"));
  const setUp = (...args: readonly string[]) => runSetUp(config, ["nginx", ...args]);
  const enforcerOf = () => {
    const told = nginxConfigOf(loadConfig(config), []);
    if (told === null) throw new Error("the config names no nginx");
    const staged = createStagedFiles({ journalDir: join(nginx.dir, "enforcer/nginx/journal"), disk: realDisk, run: runProgram });
    return createNginxEnforcer(told, { staged, run: runProgram, ask: askProbe, clock: { now: Date.now }, wait, read: realDisk.read });
  };
  const ask = (host: string, method: string, path: string) => askRaw(nginx.port, "192.0.2.7", { method, path, host });

  beforeAll(async () => {
    const place = makeNginxPlace();
    mkdirSync(join(place.dir, "own/sites-enabled"), { recursive: true });
    for (const site of ["shop.example", "other.example"]) writeSite(place.root(site));
    nginx = await place.start({
      sites: [{ domain: "other.example", names: ["other.example"] }],
      guarded: false,
      http: `include ${place.dir}/own/sites-enabled/*;`,
    });
    sites = own("sites.conf");
    writeFileSync(sites, sitesText(nginx));
    writeFileSync(own("php.inc"), phpText(nginx.dir), { mode: 0o640 });
    symlinkSync("../sites.conf", own("sites-enabled/all"));
    config = join(nginx.dir, "sekisho.yaml");
    writeFileSync(
      config,
      `home: JP
stateDir: ${nginx.dir}/desk
enforcer: { stateDir: ${nginx.dir}/enforcer }
servers:
  nginx: { includeDir: ${nginx.dir}/own/sekisho, test: ${JSON.stringify(nginx.test)}, reload: ${JSON.stringify(nginx.reload)}, refusedLog: ${nginx.dir}/sekisho-refused.log }
accounts:
  - name: u10123
    uid: 10123
    sites:
      - { domain: shop.example, aliases: [www.shop.example], root: ${nginx.dir}/sites/shop.example, server: nginx, address: "127.0.0.1:${nginx.port}" }
      - { domain: blog.example, server: nginx, address: "127.0.0.1:${nginx.port}" }
      - { domain: gone.example, server: nginx }
`,
    );
    await runProgram(nginx.reload);
  }, 60_000);
  afterAll(async () => nginx?.stop());

  it("changes nothing where nginx's own test fails already, and says so", async () => {
    const before = lying();
    writeFileSync(own("sites-enabled/broken"), "no_such_directive on;\n");
    const end = await setUp("--yes");
    rmSync(own("sites-enabled/broken"));
    expect(end).toMatchObject({ exit: 3, said: expect.stringContaining("nothing was changed") });
    expect(end.said).toContain("no_such_directive");
    expect(lying()).toEqual(before);
  });

  it("shows the whole change and changes nothing unasked", async () => {
    const before = lying();
    const end = await setUp("--dry-run");
    expect(end).toMatchObject({ exit: 0, said: expect.stringContaining("note: gone.example: no server block was found") });
    for (const name of ["http", "server-[0-9a-f]{12}", "php"])
      expect(end.out).toMatch(new RegExp(`^\\+  include ${nginx.dir}/own/sekisho/${name}\\.conf;$`, "m"));
    expect((await setUp()).exit).toBe(2);
    expect(lying()).toEqual(before);
  });

  it("sets up what measures need, does nothing the second time, and takes all of it out again", async () => {
    const before = lying();
    expect(await setUp("--yes")).toMatchObject({ exit: 0 });
    const done = lying();
    expect(await setUp("--yes")).toMatchObject({ exit: 0, out: "nginx is set up already\n" });

    const enforcer = enforcerOf();
    const base = { caseId: "2026-000001", target: { site: "shop.example" } };
    const writes = { ...base, id: "2026-000001.1.1", measure: "deny-writes" } as const;
    const script = { ...base, id: "2026-000001.1.2", measure: "deny-path", target: { site: "shop.example", path: "/index.php" } } as const;
    await enforcer.apply(writes);
    expect([(await ask("www.shop.example", "POST", "/")).status, (await ask("shop.example", "GET", "/")).status]).toEqual([403, 200]);
    expect((await ask("neighbour.example", "POST", "/index.php")).status).toBe(200);
    expect(await enforcer.probe(writes)).toMatchObject({ state: "in-force" });
    await enforcer.apply(script);
    nginx.forget();
    for (const path of ["/index.php", "/not-there"]) expect([path, (await ask("shop.example", "GET", path)).status]).toEqual([path, 403]);
    expect(nginx.ran()).toEqual([]);
    expect((await ask("neighbour.example", "GET", "/index.php")).status).toBe(200);
    expect(await enforcer.probe(script)).toMatchObject({ state: "in-force" });

    expect(await setUp("--remove", "--yes")).toMatchObject({ exit: 1, said: expect.stringContaining("2026-000001.1.1") });
    expect(await setUp("--yes")).toMatchObject({ exit: 0, out: "nginx is set up already\n" });
    await enforcer.lift(writes);
    await enforcer.lift(script);
    expect(lying()).toEqual(done);
    expect(await setUp("--remove", "--yes")).toMatchObject({ exit: 0 });
    expect(lying()).toEqual(before);
    expect((await runProgram(nginx.test)).exit).toBe(0);
    expect(await setUp("--remove", "--yes")).toMatchObject({ exit: 0, out: "nothing of ours is in nginx\n" });
  }, 90_000);

  it("lays out who passes, which a running enforcer keeps up with the config and lays back where it is missing", async () => {
    const [before, text] = [lying(), readFileSync(config, "utf8")];
    expect(await setUp("--yes")).toMatchObject({ exit: 0 });
    const told = loadConfig(config);
    const enforcer = openPlugs(told).enforcers.find(({ name }) => name === "nginx");
    writeFileSync(config, `${text}exceptions: [{ name: monitor, cidr: 192.0.2.77 }]\n`);
    expect(await enforcer?.keep?.()).toEqual([]);
    const passes = own("sekisho/passes.conf");
    expect(readFileSync(passes, "utf8")).toContain("192.0.2.77");
    rmSync(passes);
    expect(await enforcer?.keep?.()).toEqual([`${passes} was missing and is there again`]);
    expect(readFileSync(passes, "utf8")).toContain("192.0.2.77");
    expect(await setUp("--yes")).toMatchObject({ exit: 0, out: "nginx is set up already\n" });
    writeFileSync(config, text);
    expect(await setUp("--remove", "--yes")).toMatchObject({ exit: 0 });
    expect(lying()).toEqual(before);
  }, 60_000);

  it("leaves what the operator changed in between, and takes only its own lines", async () => {
    const before = readFileSync(sites, "utf8");
    const changed = (text: string): string => text.replace("neighbour.example;", "neighbour.example third.example;\n  etag off;");
    expect(await setUp("--yes")).toMatchObject({ exit: 0 });
    writeFileSync(sites, changed(readFileSync(sites, "utf8")));
    expect(await setUp("--remove", "--yes")).toMatchObject({ exit: 0 });
    expect(readFileSync(sites, "utf8")).toBe(changed(before));
    writeFileSync(sites, before);
  }, 60_000);

  it("uses a conf.d that http includes, by a file of its own, but not before the sizes of maps are told", async () => {
    const main = join(nginx.dir, "nginx.conf");
    const text = readFileSync(main, "utf8");
    mkdirSync(own("conf.d"));
    const including = (before: string): string => text.replace(before, `include ${own("conf.d")}/*.conf;\n  ${before}`);
    writeFileSync(main, including("default_type"));
    expect((await setUp("--dry-run")).out).not.toContain("conf.d/sekisho.conf");
    writeFileSync(main, including("client_body_temp_path"));
    const before = lying();
    expect(await setUp("--yes")).toMatchObject({ exit: 0 });
    expect(readFileSync(own("conf.d/sekisho.conf"), "utf8")).toContain("/http.conf;");
    expect(await setUp("--yes")).toMatchObject({ exit: 0, out: "nginx is set up already\n" });
    expect(await setUp("--remove", "--yes")).toMatchObject({ exit: 0 });
    expect(lying()).toEqual(before);
  }, 60_000);
});
