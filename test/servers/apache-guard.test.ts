import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Imposition } from "../../src/ports/enforcer.ts";
import { apacheMissing, writeSite } from "./apache.ts";
import { type ApacheLab, startApacheLab } from "./apache-lab.ts";
import { type FormShape, formProgram, frontController, ownShapes, wordpressShapes } from "./form-shapes.ts";
import { hostileHtaccess } from "./hostile-htaccess.ts";
import { pathShapes, pathSite } from "./path-shapes.ts";
import { askHttp2, askRaw } from "./raw-request.ts";

const missing = apacheMissing();
const home = "192.0.2.7";
const homeV6 = "2001:db8:1::7";
const abroad = "198.51.100.7";
const abroadV6 = "2001:db8:f123:4::7";
const pass = "198.51.100.200";
const passV6 = "2001:db8:f00d::1";

const page: FormShape = { method: "GET", path: "/" };
const form: FormShape = wordpressShapes[0] as FormShape;

describe.skipIf(missing !== null)(`the guard in a running Apache${missing === null ? "" : ` (${missing})`}`, () => {
  let lab: ApacheLab;
  let root: string;
  let outbox: string;
  const inForce: Imposition[] = [];

  const impose = async (measure: Imposition["measure"], target: Imposition["target"] = {}): Promise<Imposition> => {
    const id = `2026-00000${inForce.length + 1}.1.1`;
    const one: Imposition = { id, caseId: id.slice(0, 11), measure, target: { site: "shop.example", ...target } };
    inForce.push(one);
    await lab.enforcer.apply(one);
    return one;
  };
  const ask = (from: string, shape: FormShape) => askRaw(lab.apache.port, from, shape);
  const statusOf = async (from: string, shape: FormShape): Promise<number> => (await ask(from, shape)).status;
  const mails = (): readonly string[] =>
    existsSync(outbox)
      ? readFileSync(outbox, "utf8")
          .split("\n")
          .filter((line) => line !== "")
      : [];
  /** The shapes that sent mail. */
  const sent = async (from: string, shapes: readonly FormShape[]): Promise<readonly FormShape[]> => {
    const through: FormShape[] = [];
    for (const shape of shapes) {
      const before = mails().length;
      await ask(from, shape);
      if (mails().length > before) through.push(shape);
    }
    return through;
  };
  const mailsOf = async (from: string, shapes: readonly FormShape[]): Promise<number> => (await sent(from, shapes)).length;

  beforeAll(async () => {
    lab = await startApacheLab({
      vhosts: (www) => [
        {
          domain: "shop.example",
          aliases: ["www.shop.example", "other-name.example"],
          root: `${www}/shop`,
          extra: `Alias /alias/ ${www}/shop/sub/`,
        },
        { domain: "neighbour.example", root: `${www}/neighbour` },
      ],
      passes: [
        { name: "payments", cidr: `${pass}/32`, sites: ["*"] },
        { name: "owner", cidr: `${passV6}/128`, sites: ["shop.example"] },
        { name: "a network", cidr: "2001:db8:f100::/48", sites: ["shop.example"] },
        { name: "and one within it", cidr: "2001:db8:f100:5::/64", sites: ["shop.example"] },
      ],
    });
    root = (lab.config.sites[0] as { root: string }).root;
    outbox = join(lab.apache.dir, "www", "outbox");
    writeSite(root, { "index.php": formProgram(outbox), ".htaccess": frontController });
    writeSite(join(lab.apache.dir, "www", "neighbour"), { "index.php": formProgram(outbox), ".htaccess": frontController });
    chmodSync(join(lab.apache.dir, "www"), 0o777);
  }, 60_000);
  afterEach(async () => {
    for (const one of inForce.splice(0)) await lab.enforcer.lift(one);
    writeSite(root, { ".htaccess": frontController });
  });
  afterAll(async () => lab?.stop());

  it("lets every shape of a form through while nothing is in force", async () => {
    for (const from of [home, abroad])
      expect(await sent(from, [...wordpressShapes, ...ownShapes])).toEqual([...wordpressShapes, ...ownShapes]);
  });

  it("deny-foreign-writes: no shape of a form sends mail from abroad, each does from home, and everybody reads", async () => {
    expect(wordpressShapes).toHaveLength(29);
    expect(ownShapes.length).toBeGreaterThanOrEqual(29);
    await impose("deny-foreign-writes");
    const shapes = [...wordpressShapes, ...ownShapes];
    expect(await mailsOf(abroad, shapes)).toBe(0);
    expect(await mailsOf(abroadV6, shapes)).toBe(0);
    expect(await mailsOf(home, shapes)).toBe(shapes.length);
    expect(await mailsOf(homeV6, shapes)).toBe(shapes.length);
    for (const from of [home, homeV6, abroad, abroadV6])
      for (const method of ["GET", "HEAD", "OPTIONS"])
        for (const path of ["/", "/contact/?payment=method", "/?q=a_method"])
          expect([from, path, await statusOf(from, { method, path })]).toEqual([from, path, 200]);
    expect(await mailsOf(abroad, [{ ...form, host: "neighbour.example" }])).toBe(1);
  });

  it("keeps the same over HTTP/2, with TLS and without, and over TLS with HTTP/1.1's answer", async () => {
    await impose("deny-foreign-writes");
    for (const origin of [`http://127.0.0.1:${lab.apache.port}`, `https://127.0.0.1:${lab.apache.tlsPort}`]) {
      for (const [from, status] of [
        [abroad, 403],
        [abroadV6, 403],
        [home, 200],
      ] as const) {
        expect((await askHttp2(origin, from, form)).status).toBe(status);
        expect((await askHttp2(origin, from, page)).status).toBe(200);
      }
    }
  });

  it("deny-foreign: nothing from abroad, by any method, but what passes", async () => {
    await impose("deny-foreign");
    for (const method of ["GET", "HEAD", "POST", "PUT", "OPTIONS", "TRACE", "FOO"]) {
      expect([method, await statusOf(abroad, { method, path: "/" })]).toEqual([method, 403]);
      expect([method, await statusOf(abroadV6, { method, path: "/" })]).toEqual([method, 403]);
    }
    for (const from of [home, homeV6, pass, passV6, "2001:db8:f100:6::1", "2001:db8:f100:5::1", "127.0.0.1"])
      expect([from, await statusOf(from, page)]).toEqual([from, 200]);
    expect(await statusOf("2001:db8:f00d::2", page)).toBe(403);
  });

  it("lets certificates be renewed, and nothing else that looks like it", async () => {
    writeSite(root, { ".well-known/acme-challenge/token_-1": "answer", ".well-known/acme-challenge/a.php": "<?php echo 1;" });
    await impose("deny-foreign");
    expect(await ask(abroad, { method: "GET", path: "/.well-known/acme-challenge/token_-1" })).toMatchObject({ status: 200 });
    for (const name of ["a.php", "../../index.php", "%2e%2e/%2e%2e/index.php", "x/../../../index.php", "", "token_-1/x"])
      expect([name, await statusOf(abroad, { method: "GET", path: `/.well-known/acme-challenge/${name}` })]).toEqual([name, 403]);
  });

  it("lets no write through by a challenge's address, where a site's own rules end with [END]", async () => {
    writeSite(root, { ".htaccess": frontController.replace(". /index.php [L]", ". /index.php [END]") });
    const challenge = "/.well-known/acme-challenge/abc?rest_route=/contact-form-7/v1/contact-forms/6/feedback";
    const fields = form.body ?? "";
    const shapes: readonly FormShape[] = [
      { ...form, path: challenge },
      { ...form, path: challenge.replace("?", "?x=1&") },
      { method: "GET", path: `${challenge}&_method=POST&${fields}` },
      { method: "GET", path: `${challenge}&${fields}`, headers: { "X-HTTP-Method-Override": "POST" } },
    ];
    expect(await mailsOf(abroad, shapes)).toBe(shapes.length);
    for (const measure of ["deny-foreign-writes", "deny-foreign"] as const) {
      const one = await impose(measure);
      expect(await mailsOf(abroad, shapes)).toBe(0);
      expect(await mailsOf(home, shapes)).toBe(shapes.length);
      await lab.enforcer.lift(one);
    }
  });

  it("deny-writes: nobody writes but who passes; everybody reads", async () => {
    await impose("deny-writes");
    for (const from of [home, homeV6, abroad, abroadV6, "127.0.0.1"]) {
      expect(await mailsOf(from, [...wordpressShapes, ...ownShapes])).toBe(0);
      expect(await statusOf(from, page)).toBe(200);
    }
    for (const from of [pass, passV6]) expect(await mailsOf(from, [form])).toBe(1);
  });

  it("deny-network: those networks and no address beside them", async () => {
    const networks = ["192.0.2.64/27", "203.0.113.9", "2001:db8:1:200::/55", "2001:db8:2::5", "2001:db8:3::/48"];
    await impose("deny-network", { cidrs: networks });
    const inside = [
      "192.0.2.64",
      "192.0.2.95",
      "203.0.113.9",
      "2001:db8:1:200::1",
      "2001:db8:1:3ff:1:2:3:4",
      "2001:db8:2::5",
      "2001:db8:3:ffff::1",
    ];
    const outside = [
      "192.0.2.63",
      "192.0.2.96",
      "203.0.113.8",
      "2001:db8:1:1ff::1",
      "2001:db8:1:400::",
      "2001:db8:2::6",
      "2001:db8:4::",
      "198.51.100.1",
    ];
    for (const from of inside) expect([from, await statusOf(from, page)]).toEqual([from, 403]);
    for (const from of outside) expect([from, await statusOf(from, page)]).toEqual([from, 200]);
  });

  it("deny-network: of two containments on nested networks each is named, and each is lifted by itself", async () => {
    const wide = await impose("deny-network", { cidrs: ["192.0.0.0/16"] });
    const narrow = await impose("deny-network", { cidrs: ["192.0.2.0/24", "2001:db8:9::1"] });
    const same = await impose("deny-network", { cidrs: ["192.0.2.0/24", "2001:db8:9::1"] });
    for (const one of [wide, narrow, same]) expect((await lab.enforcer.probe(one)).state).toBe("in-force");
    await lab.enforcer.lift(wide);
    await lab.enforcer.lift(same);
    expect((await lab.enforcer.probe(narrow)).state).toBe("in-force");
    expect([await statusOf("192.0.3.1", page), await statusOf("192.0.2.1", page)]).toEqual([200, 403]);
  });

  it("deny-path: no shape runs the script, and its neighbours run", async () => {
    writeSite(root, pathSite);
    mkdirSync(join(root, "links"), { recursive: true });
    for (const [from, to] of [
      ["links/folder", "sub"],
      ["links/other.php", "sub/mail.php"],
    ] as const)
      if (!existsSync(join(root, from))) symlinkSync(join(root, to), join(root, from));
    expect(pathShapes.length).toBeGreaterThanOrEqual(30);
    for (const shape of pathShapes)
      expect([shape, (await ask(home, { method: "GET", path: shape })).text.includes("RAN")]).toEqual([shape, true]);
    await impose("deny-path", { path: "/sub/mail.php" });
    for (const host of ["shop.example", "WWW.shop.example", "other-name.example:80"])
      for (const shape of pathShapes)
        expect([shape, (await ask(home, { method: "GET", path: shape, host })).text.includes("RAN")]).toEqual([shape, false]);
    for (const headers of [{ "X-HTTP-Method-Override": "PUT" }, {}])
      for (const method of ["POST", "PUT", "HEAD", "FOO"])
        expect(await statusOf(home, { method, path: "/sub/mail.php", headers })).toBe(403);
    for (const origin of [`http://127.0.0.1:${lab.apache.port}`, `https://127.0.0.1:${lab.apache.tlsPort}`])
      expect((await askHttp2(origin, home, { method: "GET", path: "/links/folder/mail.php" })).status).toBe(403);
    for (const neighbour of ["/sub/mail2.php", "/sub/mail.php.txt", "/links/folder/mail2.php", "/mail.php", "/alias/mail2.php"])
      expect([neighbour, (await ask(home, { method: "GET", path: neighbour })).text.includes("NEIGHBOUR")]).toEqual([neighbour, true]);
    expect(await statusOf(home, page)).toBe(200);
  });

  it("holds against every hostile .htaccess", async () => {
    await impose("deny-foreign");
    expect(hostileHtaccess.length).toBeGreaterThanOrEqual(12);
    for (const text of hostileHtaccess) {
      writeSite(root, { ".htaccess": text, "sub/.htaccess": text });
      for (const path of ["/", "/index.php", "/sub/mail2.php"])
        for (const from of [abroad, abroadV6]) {
          const answer = await ask(from, { method: "GET", path });
          expect([text, path, answer.status, answer.text.includes("例ホスティング")]).toEqual([text, path, 403, true]);
        }
    }
    rmSync(join(root, "sub/.htaccess"));
  });

  it("leaves the customer's own locks as they are, and their page of refusal theirs", async () => {
    writeSite(root, { "in/index.html": "inside", "in/.passwords": "u:$apr1$xxxxxxxx$dxHfLAsjHkDRmG83UXe8K0\n" });
    const lock = `AuthType Basic\nAuthName x\nAuthUserFile ${root}/in/.passwords\nRequire valid-user\n`;
    const locks: readonly (readonly [string, number])[] = [
      [lock, 401],
      ["Require ip 203.0.113.0/24\n", 403],
      [`Order allow,deny\nAllow from all\nDeny from ${home}\n`, 403],
      ['Require all denied\nErrorDocument 403 "of our own"\n', 403],
    ];
    await impose("deny-foreign");
    for (const [text, status] of locks) {
      writeSite(root, { "in/.htaccess": text });
      const answer = await ask(home, { method: "GET", path: "/in/index.html" });
      expect([text, answer.status, answer.text.includes("例ホスティング")]).toEqual([text, status, false]);
      expect((await ask(abroad, { method: "GET", path: "/in/index.html" })).text).toContain("例ホスティング");
    }
    expect((await ask(home, { method: "GET", path: "/a/pretty/address" })).text).toContain("a page");
  });

  it("says on its page why, whom to ask and which case, in Japanese and English, and lets nobody keep it", async () => {
    const one = await impose("deny-foreign");
    const { status, text } = await ask(abroad, page);
    expect(status).toBe(403);
    for (const word of ["不正な利用", "abused", "abuse@host.example", one.id, "charset=utf-8", "Cache-Control: no-store"])
      expect(text).toContain(word);
    expect((await ask(abroad, { method: "GET", path: "/.sekisho-probe" })).text).toContain(one.id);
  });

  it("answers a probe only by itself: its header opens nothing, whoever sends it", async () => {
    await impose("deny-foreign-writes");
    const posing = { ...form, headers: { "Sekisho-Probe": home } };
    const before = mails().length;
    expect((await ask(abroad, posing)).status).toBe(404);
    expect(mails().length).toBe(before);
  });

  for (const [what, file, said] of [
    ["countries", "geo/geo.db", "geo=0"],
    ["modes", "maps/mode.txt", "mode=-"],
  ] as const)
    it(`opens where the map of ${what} is gone, and the probe says so`, async () => {
      const one = await impose("deny-foreign");
      const map = join(lab.config.includeDir, file);
      renameSync(map, `${map}.away`);
      expect([await statusOf(home, page), await statusOf(abroad, page)]).toEqual([200, 200]);
      expect(await lab.enforcer.probe(one)).toMatchObject({ state: "not-in-force", proof: expect.stringContaining(said) });
      renameSync(`${map}.away`, map);
      expect([await statusOf(home, page), await statusOf(abroad, page)]).toEqual([200, 403]);
    });

  it("logs which containment refused a request, so that it can be counted", async () => {
    const one = await impose("deny-foreign");
    const other = await impose("deny-foreign-writes");
    await ask(abroad, form);
    const line = readFileSync(join(lab.apache.dir, "access.log"), "utf8").trimEnd().split("\n").at(-1);
    expect(line?.endsWith(` "f:${one.id},w:${other.id},"`)).toBe(true);
  });

  it("restores every file byte for byte with the last lift", async () => {
    const everything = (dir: string): Readonly<Record<string, string>> =>
      Object.fromEntries(
        readdirSync(dir, { recursive: true, encoding: "utf8" })
          .map((name) => join(dir, name))
          .filter((path) => statSync(path).isFile())
          .map((path) => [path, `${statSync(path).mode} ${readFileSync(path, "base64")}`]),
      );
    const places = () => ({ ...everything(lab.config.includeDir), ...everything(lab.config.stateDir) });
    const before = places();
    const those = [
      await impose("deny-foreign"),
      await impose("deny-foreign"),
      await impose("deny-writes"),
      await impose("deny-path", { path: "/index.php" }),
      await impose("deny-network", { cidrs: ["192.0.2.0/25", "2001:db8::/40"] }),
    ];
    expect(places()).not.toEqual(before);
    for (const one of those) await lab.enforcer.lift(one);
    expect(places()).toEqual(before);
  });
});
