import { appendFileSync, chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApacheEnforcer } from "../../src/catalog/index.ts";
import { loadConfig } from "../../src/config.ts";
import { askServer } from "../../src/kit/ask-server.ts";
import { realDisk } from "../../src/kit/disk-steps.ts";
import { createStagedFiles } from "../../src/kit/put-staged.ts";
import { runProgram } from "../../src/kit/run-program.ts";
import { apacheConfigOf } from "../../src/main/apache-config-of.ts";
import { openPlugs } from "../../src/main/open-plugs.ts";
import { type Apache, apacheMissing, makeApachePlace, writeSite } from "./apache.ts";
import { askRaw } from "./raw-request.ts";
import { lyingAt, runSetUp } from "./set-up-run.ts";

const missing = apacheMissing();
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Comments in Shift_JIS, and lines that end as Windows ends them, are not ours to mend. */
const comment = Buffer.concat([Buffer.from("# "), Buffer.from([0x8b, 0x4c, 0x8e, 0x96]), Buffer.from("\r\n")]);

const sitesText = ({ dir, port, tlsPort }: Apache): Buffer =>
  Buffer.concat([
    comment,
    Buffer.from(`<VirtualHost 127.0.0.1:${port}>\r
  ServerName shop.example:80\r
  ServerAlias www.shop.example other-name.example\r
  DocumentRoot ${dir}/www/shop\r
</VirtualHost>
<VirtualHost 127.0.0.1:${port}>
ServerName neighbour.example
DocumentRoot ${dir}/www/neighbour
</VirtualHost>
<IfModule ssl_module>
    <VirtualHost \\
        127.0.0.1:${tlsPort}>
        ServerName shop.example
        DocumentRoot ${dir}/www/shop
        SSLEngine On
        SSLCertificateFile ${dir}/tls.pem
    </VirtualHost>
</IfModule>
<VirtualHost 127.0.0.1:${port}>
  ServerName web1.host.example
  ServerAlias blog.example
  DocumentRoot ${dir}/www/blog
</VirtualHost>`),
  ]);

describe.skipIf(missing !== null)(`setting up a real Apache${missing === null ? "" : ` (${missing})`}`, () => {
  let apache: Apache;
  let config: string;
  let conf: string;
  let sites: string;
  const lying = () => lyingAt(conf, ...["conf-enabled", "sites-available", "sites-enabled", "ours"].map((name) => join(apache.dir, name)));
  const setUp = (...args: readonly string[]) => runSetUp(config, ["apache", ...args]);
  const enforcerOf = () => {
    const own = apacheConfigOf(loadConfig(config), []);
    if (own === null) throw new Error("the config names no Apache");
    const staged = createStagedFiles({ journalDir: join(apache.dir, "enforcer/apache/journal"), disk: realDisk, run: runProgram });
    return createApacheEnforcer(own, { staged, disk: realDisk, ask: askServer, clock: { now: Date.now }, wait });
  };

  beforeAll(async () => {
    const place = await makeApachePlace();
    const root = join(place.dir, "www/first");
    writeSite(root, { "index.html": "first" });
    // What the launcher's own configuration includes; ours goes elsewhere.
    writeFileSync(join(place.dir, "sekisho/server.conf"), "");
    apache = await place.start({ vhosts: [{ domain: "lab.example", root, isGuarded: false }], includeOf: () => "" });
    conf = join(apache.dir, "apache.conf");
    config = join(apache.dir, "sekisho.yaml");
    sites = join(apache.dir, "sites-available/two.conf");
    for (const name of ["conf-enabled", "sites-available", "sites-enabled"]) mkdirSync(join(apache.dir, name));
    for (const name of ["shop", "neighbour", "blog"]) writeSite(join(apache.dir, "www", name), { "index.html": name });
    writeFileSync(sites, sitesText(apache));
    chownSync(sites, 4_242, 4_243);
    chmodSync(sites, 0o640);
    symlinkSync("../sites-available/two.conf", join(apache.dir, "sites-enabled/two.conf"));
    appendFileSync(conf, "IncludeOptional conf-enabled/*.conf\nIncludeOptional sites-enabled/*.conf\n");
    writeFileSync(
      config,
      `home: JP
stateDir: ${apache.dir}/desk
enforcer: { stateDir: ${apache.dir}/enforcer }
operator: { name: 例ホスティング, contact: abuse@host.example }
servers:
  apache: { includeDir: ${apache.dir}/ours/sekisho, test: ${JSON.stringify(apache.test)}, reload: ${JSON.stringify(apache.reload)}, refusedLog: ${apache.dir}/sekisho-refused.log }
accounts:
  - name: u10123
    uid: 10123
    sites:
      - { domain: shop.example, aliases: [www.shop.example], root: ${apache.dir}/www/shop, server: apache, address: "127.0.0.1:${apache.port}" }
      - { domain: blog.example, root: ${apache.dir}/www/blog, server: apache, address: "127.0.0.1:${apache.port}" }
      - { domain: gone.example, root: ${apache.dir}/www/gone, server: apache }
`,
    );
    mkdirSync(join(apache.dir, "ours"));
  }, 60_000);
  afterAll(async () => apache?.stop());

  it("changes nothing where Apache's own test fails already, and says so", async () => {
    const before = lying();
    writeFileSync(join(apache.dir, "conf-enabled/broken.conf"), "NoSuchDirective on\n");
    const end = await setUp("--yes");
    rmSync(join(apache.dir, "conf-enabled/broken.conf"));
    expect(end).toMatchObject({ exit: 3, said: expect.stringContaining("nothing was changed; mend that first") });
    expect(end.said).toContain("NoSuchDirective");
    expect(lying()).toEqual(before);
  });

  it("shows the whole change and asks for nothing it cannot be answered", async () => {
    const before = lying();
    const end = await setUp();
    expect(end).toMatchObject({ exit: 2, said: expect.stringContaining("run it again with --yes") });
    expect(end.said).toContain("note: gone.example: no virtual host was found");
    expect(end.out.match(/^\+ {2}Include ".*"$/gm)).toEqual([
      `+  Include "${apache.dir}/ours/sekisho/sites/shop.example.conf"`,
      `+  Include "${apache.dir}/ours/sekisho/sites/shop.example.conf"`,
      `+  Include "${apache.dir}/ours/sekisho/sites/blog.example.conf"`,
    ]);
    expect((await setUp("--dry-run")).exit).toBe(0);
    expect(lying()).toEqual(before);
  }, 30_000);

  it("sets up what a measure needs, does nothing the second time, and takes all of it out again", async () => {
    const before = lying();
    expect(await setUp("--yes")).toMatchObject({ exit: 0 });
    expect(existsSync(join(apache.dir, "sekisho-refused.log"))).toBe(true);
    const done = lying();
    expect(done[sites]).toMatch(/^100640 4242:4243 /);
    expect(await setUp("--yes")).toMatchObject({ exit: 0, out: "apache is set up already\n" });

    const enforcer = enforcerOf();
    const one = { id: "2026-000001.1.1", caseId: "2026-000001", measure: "deny-writes", target: { site: "shop.example" } } as const;
    await enforcer.apply(one);
    const status = async (host: string, method: string): Promise<number> =>
      (await askRaw(apache.port, "192.0.2.7", { method, path: "/", host })).status;
    expect([await status("other-name.example", "POST"), await status("shop.example", "GET")]).toEqual([403, 200]);
    expect([await status("neighbour.example", "POST"), await status("blog.example", "POST")]).toEqual([200, 200]);
    expect(await enforcer.probe(one)).toMatchObject({ state: "in-force" });

    expect(await setUp("--remove", "--yes")).toMatchObject({ exit: 1, said: expect.stringContaining("2026-000001.1.1") });
    expect(await setUp("--yes")).toMatchObject({ exit: 0, out: "apache is set up already\n" });
    await enforcer.lift(one);
    expect(lying()).toEqual(done);

    expect(await setUp("--remove", "--yes")).toMatchObject({ exit: 0 });
    expect(lying()).toEqual(before);
    expect(existsSync(join(apache.dir, "sekisho-refused.log"))).toBe(false);
    expect(await status("shop.example", "POST")).toBe(200);
    expect(await setUp("--remove", "--yes")).toMatchObject({ exit: 0, out: "nothing of ours is in apache\n" });
  }, 90_000);

  it("lays out who passes, which a running enforcer keeps up with the config and lays back where it is missing", async () => {
    const [before, text] = [lying(), readFileSync(config, "utf8")];
    expect(await setUp("--yes")).toMatchObject({ exit: 0 });
    const told = loadConfig(config);
    const enforcer = openPlugs(told).enforcers.find(({ name }) => name === "apache");
    writeFileSync(config, `${text}exceptions: [{ name: monitor, cidr: 192.0.2.77 }]\n`);
    expect(await enforcer?.keep?.()).toEqual([]);
    const passes = join(apache.dir, "ours/sekisho/maps/pass.txt");
    expect(readFileSync(passes, "utf8")).toContain("192.0.2.77");
    rmSync(passes);
    expect(await enforcer?.keep?.()).toEqual([`${passes} was missing and is there again`]);
    expect(readFileSync(passes, "utf8")).toContain("192.0.2.77");
    expect(await setUp("--yes")).toMatchObject({ exit: 0, out: "apache is set up already\n" });
    writeFileSync(config, text);
    expect(await setUp("--remove", "--yes")).toMatchObject({ exit: 0 });
    expect(lying()).toEqual(before);
  }, 60_000);

  it("leaves what the operator changed in between, in use or not, and takes only its own lines", async () => {
    const before = readFileSync(sites, "latin1");
    const changed = (text: string): string =>
      text.replace("ServerName neighbour.example", "ServerName other.example\nServerAdmin a@host.example");
    expect(await setUp("--yes")).toMatchObject({ exit: 0 });
    writeFileSync(sites, changed(readFileSync(sites, "latin1")), "latin1");
    rmSync(join(apache.dir, "sites-enabled/two.conf"));
    expect(await setUp("--remove", "--yes")).toMatchObject({ exit: 0 });
    expect(readFileSync(sites, "latin1")).toBe(changed(before));
    expect(lyingAt(join(apache.dir, "ours"), join(apache.dir, "conf-enabled"))).toEqual({
      [join(apache.dir, "ours")]: expect.any(String),
      [join(apache.dir, "conf-enabled")]: expect.any(String),
    });
  }, 60_000);
});
