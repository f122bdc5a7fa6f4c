import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { siteFiles } from "../../src/catalog/index.ts";
import { OperationError } from "../../src/domain/operation-error.ts";
import { realDisk } from "../../src/kit/disk-steps.ts";
import type { Imposition } from "../../src/ports/enforcer.ts";
import { type Apache, apacheMissing, writeSite } from "./apache.ts";
import { type FormShape, formProgram, frontController, ownShapes, wordpressShapes } from "./form-shapes.ts";
import { hostileHtaccess } from "./hostile-htaccess.ts";
import { giveToOwner, type HtaccessLab, siteOwner, startHtaccessLab } from "./htaccess-lab.ts";
import { askRaw } from "./raw-request.ts";

const missing = apacheMissing();
const visitor = "192.0.2.7";
const visitorV6 = "2001:db8:1::7";
const pass = "198.51.100.200";
const form = wordpressShapes[0] as FormShape;
const page: FormShape = { method: "GET", path: "/" };

const one = (measure: Imposition["measure"], target: Imposition["target"] = {}, number = 1): Imposition => ({
  ...{ id: `2026-00000${number}.1.1`, caseId: `2026-00000${number}`, measure },
  target: { site: "shop.example", ...target },
});

describe.skipIf(missing !== null)(`a block in .htaccess${missing === null ? "" : ` (${missing})`}`, () => {
  let lab: HtaccessLab;
  let apache: Apache;
  let root: string;
  let file: string;
  let outbox: string;

  const statusOf = async (from: string, shape: FormShape): Promise<number> => (await askRaw(apache.port, from, shape)).status;
  const mails = (): number => (existsSync(outbox) ? readFileSync(outbox, "utf8").split("\n").length : 0);
  /** As the site's owner does: the file is theirs. */
  const write = (path: string, text: string | Buffer, mode = 0o644): void => {
    rmSync(path, { force: true, recursive: true });
    writeFileSync(path, text);
    chmodSync(path, mode);
    giveToOwner(path);
  };
  const ownerWrites = (text: string): void => write(file, text);

  beforeAll(async () => {
    lab = await startHtaccessLab({
      vhosts: (www) => [
        { domain: "shop.example", aliases: ["www.shop.example"], root: `${www}/shop` },
        { domain: "within.example", root: `${www}/shop/within` },
        ...(
          [
            ["none", "AllowOverride None"],
            ["narrow", "AllowOverride AuthConfig Limit"],
            ["links", "AllowOverride All\nOptions None"],
          ] as const
        ).map(([name, options]) => ({
          ...{ domain: `${name}.example`, root: `${www}/${name}` },
          extra: `<Directory ${www}/${name}>\n${options}\n</Directory>`,
        })),
        {
          domain: "tls.example",
          root: `${www}/tls`,
          extra: "RewriteEngine On\nRewriteCond %{HTTPS} !=on\nRewriteRule ^ https://tls.example/ [R=301,L]",
        },
      ],
      passes: [{ name: "payments", cidr: `${pass}/32`, sites: ["*"] }],
    });
    ({ apache } = lab);
    root = (lab.config.sites[0] as { root: string }).root;
    file = join(root, ".htaccess");
    outbox = join(apache.dir, "www", "outbox");
    chmodSync(join(apache.dir, "www"), 0o777);
    writeSite(root, {
      "index.php": formProgram(outbox),
      "mail.php": `<?php file_put_contents("${outbox}", "mail.php\\n", FILE_APPEND); echo "sent";`,
      "up/mail.php": `<?php file_put_contents("${outbox}", "up/mail.php\\n", FILE_APPEND); echo "sent";`,
      "up/fine.php": "<?php echo 'fine';",
      passwords: `u:${spawnSync("openssl", ["passwd", "-apr1", "p"], { encoding: "utf8" }).stdout}`,
      "within/index.php": "<?php echo 'within';",
    });
    for (const { root: other } of lab.config.sites) if (other !== root) writeSite(other, { "index.php": "<?php echo 'other';" });
  }, 60_000);
  afterAll(() => lab.stop());
  afterEach(async () => {
    for (const path of [join(apache.dir, "state"), file, join(root, "up/.htaccess"), join(root, "within/.htaccess")])
      rmSync(path, { force: true, recursive: true });
  });

  describe("measures", () => {
    it("lets no write of any form through from anybody who does not pass, and all reads", async () => {
      ownerWrites(frontController);
      const before = mails();
      expect(await statusOf(visitor, form)).toBe(200);
      expect(mails()).toBeGreaterThan(before);
      await lab.open().apply(one("deny-writes"));
      const held = mails();
      for (const shape of [...wordpressShapes, ...ownShapes]) for (const from of [visitor, visitorV6]) await statusOf(from, shape);
      expect(mails()).toBe(held);
      expect([await statusOf(visitor, page), await statusOf(pass, form)]).toEqual([200, 200]);
      expect(mails()).toBeGreaterThan(held);
    });

    it("turns networks of both families away and nobody beside them, but for ACME", async () => {
      await lab.open().apply(one("deny-network", { cidrs: ["192.0.2.0/25", "2001:db8:1::/48"] }));
      const challenge: FormShape = { method: "GET", path: "/.well-known/acme-challenge/abc" };
      expect(await Promise.all([visitor, visitorV6, "192.0.2.128", "2001:db8:2::1"].map((from) => statusOf(from, page)))).toEqual([
        ...[403, 403, 200, 200],
      ]);
      expect(await statusOf(visitor, challenge)).toBe(404);
    });

    it("closes one script however it is come to, and none beside it", async () => {
      ownerWrites("RewriteEngine On\nRewriteRule ^kontakt$ up/mail.php [L]\nDirectoryIndex mail.php index.php\n");
      await lab.open().apply(one("deny-path", { path: "/up/mail.php" }));
      const held = mails();
      const shapes = [
        "/up/mail.php",
        "/up//mail.php",
        "/up/./mail.php",
        "/up/mail.php/x",
        "/%75p/mail.php",
        "/up/mail.php?a=b",
        "/up/",
        "/kontakt",
      ];
      for (const path of shapes) expect([path, await statusOf(visitor, { method: "GET", path })]).toEqual([path, 403]);
      expect(mails()).toBe(held);
      expect(await statusOf(visitor, { method: "GET", path: "/up/fine.php" })).toBe(200);
    });

    it("leaves a site that lies within the folder of another alone", async () => {
      await lab.open().apply(one("deny-writes"));
      const within = async (method: string) => (await askRaw(apache.port, visitor, { method, path: "/", host: "within.example" })).status;
      expect([await within("GET"), await within("POST"), await statusOf(visitor, form)]).toEqual([200, 200, 403]);
    });

    it("can be counted from a log that ends in the field of the guard", async () => {
      await lab.open().apply(one("deny-writes"));
      const log = join(apache.dir, "access.log");
      const seen = readFileSync(log, "utf8").length;
      await statusOf(visitor, form);
      const lines = readFileSync(log, "utf8").slice(seen).trim().split("\n");
      expect(lines).toEqual([expect.stringMatching(/"[a-z]:2026-000001\.1\.1,[>!]*"$/)]);
    });
  });

  describe("a customer's own file", () => {
    const mode = 0o604;

    it("keeps its refusals, its rewriting, its bytes, its mode and its owner", async () => {
      const own = `# caf\u00e9\r\nOrder allow,deny\r\nAllow from all\r\nDeny from 192.0.2.9\r\n${frontController}# no line end`;
      write(file, Buffer.from(own, "latin1"), mode);
      const enforcer = lab.open();
      await enforcer.apply(one("deny-writes"));
      expect([await statusOf("192.0.2.9", page), await statusOf(visitor, { method: "GET", path: "/a/b" })]).toEqual([403, 200]);
      expect(statSync(file)).toMatchObject(siteOwner);
      expect(statSync(file).mode & 0o777).toBe(mode);
      await enforcer.lift(one("deny-writes"));
      expect(readFileSync(file, "latin1")).toBe(own);
      expect(statSync(file).mode & 0o777).toBe(mode);
    });

    it("keeps a password before the site; where that was there first, no block is laid, for it could not be seen", async () => {
      const lock = `AuthType Basic\nAuthName x\nAuthUserFile ${root}/passwords\nRequire valid-user\n`;
      const enforcer = lab.open();
      ownerWrites(lock);
      await expect(enforcer.apply(one("deny-writes"))).rejects.toThrow("asks for a password");
      expect(readFileSync(file, "utf8")).toBe(lock);
      ownerWrites("");
      await enforcer.apply(one("deny-writes"));
      writeFileSync(file, `${readFileSync(file, "utf8")}${lock}`);
      const login = { Authorization: `Basic ${Buffer.from("u:p").toString("base64")}` };
      expect(await statusOf(visitor, page)).toBe(401);
      expect(await statusOf(visitor, { ...page, headers: login })).toBe(200);
      expect(await statusOf(visitor, { method: "POST", path: "/", headers: login })).toBe(403);
      expect(await enforcer.probe(one("deny-writes"))).toMatchObject({ state: "unknown", proof: expect.stringContaining("lock") });
    });

    it("may be edited while the block stands: what they wrote stays when it goes", async () => {
      ownerWrites("# one\n");
      const enforcer = lab.open();
      await enforcer.apply(one("deny-writes"));
      writeFileSync(file, `# before\n${readFileSync(file, "utf8")}# two\n`);
      await enforcer.apply(one("deny-network", { cidrs: ["192.0.2.0/24"] }, 2));
      await enforcer.lift(one("deny-writes"));
      await enforcer.lift(one("deny-network", {}, 2));
      expect(readFileSync(file, "utf8")).toBe("# before\n# one\n# two\n");
    });

    it("is taken away again where none was, unless they wrote one meanwhile; an empty one stays", async () => {
      const enforcer = lab.open();
      await enforcer.apply(one("deny-writes"));
      await enforcer.lift(one("deny-writes"));
      expect(existsSync(file)).toBe(false);
      await enforcer.apply(one("deny-writes"));
      writeFileSync(file, `${readFileSync(file, "utf8")}# mine\n`);
      await enforcer.lift(one("deny-writes"));
      expect(readFileSync(file, "utf8")).toBe("# mine\n");
      ownerWrites("");
      await enforcer.apply(one("deny-writes"));
      await enforcer.lift(one("deny-writes"));
      expect(readFileSync(file, "utf8")).toBe("");
    });

    it("that has no rewriting keeps that of the folder above it", async () => {
      const above = join(apache.dir, "www/.htaccess");
      writeFileSync(above, "RewriteEngine On\nRewriteRule secret - [R=410]\n");
      try {
        await lab.open().apply(one("deny-writes"));
        expect([await statusOf(visitor, { method: "GET", path: "/secret" }), await statusOf(visitor, form)]).toEqual([410, 403]);
      } finally {
        rmSync(above);
      }
    });

    it("is not written over where our lines in it were changed, and stays as it is", async () => {
      const enforcer = lab.open();
      await enforcer.apply(one("deny-writes"));
      for (const edit of [
        (text: string) => text.replace("RewriteRule ^ - [F]\n", ""),
        (text: string) => text.replace("</IfModule>", "# theirs\n</IfModule>"),
        (text: string) => text.replace(/# .*to here\n/, ""),
        (text: string) => text + text,
      ]) {
        const left = readFileSync(file, "utf8");
        writeFileSync(file, edit(left));
        await expect(enforcer.apply(one("deny-network", { cidrs: ["192.0.2.0/24"] }, 2))).rejects.toMatchObject({ code: "foreign-edit" });
        await expect(enforcer.lift(one("deny-writes"))).rejects.toMatchObject({ code: "foreign-edit" });
        expect(readFileSync(file, "utf8")).toBe(edit(left));
        expect(await enforcer.drift()).toEqual([file]);
        expect((await enforcer.probe(one("deny-writes"))).state).not.toBe("in-force");
        writeFileSync(file, left);
      }
      expect((await enforcer.probe(one("deny-writes"))).state).toBe("in-force");
    });
  });

  describe("what is no plain file of the site's own", () => {
    const outside = (): string => join(apache.dir, "www", "outside");
    const tricks: readonly (readonly [string, () => void])[] = [
      ["a link", () => symlinkSync(outside(), file)],
      ["a pipe", () => void spawnSync("mkfifo", [file])],
      ["a second name of another file", () => linkSync(outside(), file)],
      ["a folder", () => mkdirSync(file)],
      [
        "somebody else's file",
        () => {
          ownerWrites("# theirs\n");
          chownSync(file, 0, 0);
        },
      ],
    ];

    it.each(tricks)("%s is left alone", async (_, trick) => {
      write(outside(), "# outside\n", 0o666);
      rmSync(file, { force: true });
      trick();
      await expect(lab.open().apply(one("deny-writes"))).rejects.toMatchObject({ code: "server-refused" });
      expect(readFileSync(outside(), "utf8")).toBe("# outside\n");
      expect(await lab.open().standing()).toEqual([]);
      rmSync(outside());
    });

    it("a file whose group the site's user may not give is left alone", async () => {
      ownerWrites("# mine\n");
      chownSync(file, siteOwner.uid, 33);
      await expect(lab.open().apply(one("deny-writes"))).rejects.toThrow("its group 33");
      expect([readFileSync(file, "utf8"), existsSync(`${file}.sekisho-new`)]).toEqual(["# mine\n", false]);
    });
  });

  describe("a server that does not bear it", () => {
    it.each([
      ["narrow.example", "AllowOverride without FileInfo", "answers 500"],
      ["none.example", "AllowOverride None", "AllowOverride None"],
      ["links.example", "Options without FollowSymLinks", "answers 403"],
    ])("has it taken back at once: %s, %s", async (site, _, words) => {
      const enforcer = lab.open();
      const target = { site };
      await expect(enforcer.apply(one("deny-writes", target))).rejects.toMatchObject({
        ...{ code: "server-refused", message: expect.stringContaining(words) },
      });
      const own = lab.config.sites.find(({ domain }) => domain === site)?.root ?? "";
      expect(existsSync(join(own, ".htaccess"))).toBe(false);
      expect((await askRaw(apache.port, visitor, { method: "GET", path: "/", host: site })).status).toBe(200);
      expect([await enforcer.standing(), (await enforcer.probe(one("deny-writes", target))).state]).toEqual([[], "not-in-force"]);
    });

    it("is told apart from one that was broken before", async () => {
      ownerWrites("Nonsense\n");
      await expect(lab.open().apply(one("deny-writes"))).rejects.toThrow("answered 500 before already");
      expect(readFileSync(file, "utf8")).toBe("Nonsense\n");
    });

    it("gets nothing at all where nobody answers", async () => {
      const enforcer = lab.open({ ask: async () => Promise.reject(new Error("refused")) });
      await expect(enforcer.apply(one("deny-writes"))).rejects.toThrow("does not answer");
      expect(existsSync(file)).toBe(false);
    });

    it("may send plain visitors on to TLS: the block is seen there", async () => {
      const enforcer = lab.open();
      await enforcer.apply(one("deny-writes", { site: "tls.example" }));
      const { state, proof } = await enforcer.probe(one("deny-writes", { site: "tls.example" }));
      expect([state, proof.includes(`:${apache.tlsPort}`), proof.includes(`:${apache.port}:`)]).toEqual(["in-force", true, false]);
      await enforcer.lift(one("deny-writes", { site: "tls.example" }));
    });
  });

  describe("an order that does not live to its end", () => {
    /** Ends as a process does that is killed: at the given step, before it or right after it, and nothing more is done. */
    const dyingAt = (step: number, isAfter: boolean) => {
      let steps = 0;
      const may =
        <Args extends readonly unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
        async (...args: Args): Promise<Result> => {
          steps++;
          if (steps > step || (steps === step && !isAfter)) throw new Error("killed");
          const result = await work(...args);
          if (steps === step) throw new Error("killed");
          return result;
        };
      const { read, makeFolder } = realDisk;
      const disk = { read, makeFolder, write: may(realDisk.write), rename: may(realDisk.rename) };
      return { parts: { disk, files: { ...siteFiles, change: may(siteFiles.change) } }, taken: () => steps };
    };

    it.each([
      ["apply", false],
      ["lift", true],
    ] as const)(
      "%s is exactly on or exactly off after a start, wherever it was killed",
      async (verb, wasOn) => {
        const states = new Set<string>();
        for (let step = 1; step <= 5; step++)
          for (const isAfter of [false, true]) {
            rmSync(join(apache.dir, "state"), { recursive: true, force: true });
            ownerWrites("# mine\n");
            if (wasOn) await lab.open().apply(one("deny-writes"));
            const { parts } = dyingAt(step, isAfter);
            await lab
              .open(parts)
              [verb](one("deny-writes"))
              .catch(() => undefined);
            const next = lab.open();
            await next.recover();
            const isOn = (await next.standing()).length === 1;
            states.add(isOn ? "on" : "off");
            expect([(await next.probe(one("deny-writes"))).state, await next.drift()]).toEqual([isOn ? "in-force" : "not-in-force", []]);
            expect(await statusOf(visitor, { method: "POST", path: "/" })).toBe(isOn ? 403 : 200);
            if (!isOn) expect(readFileSync(file, "utf8")).toBe("# mine\n");
            expect(await next.recover()).toEqual([]);
          }
        expect(states).toEqual(new Set(["on", "off"]));
      },
      120_000,
    );

    it("is taken back at the next start where the site does not bear the block, and what a killed child left beside is gone", async () => {
      const site = "narrow.example";
      const own = lab.config.sites.find(({ domain }) => domain === site)?.root ?? "";
      const { parts } = dyingAt(3, true);
      await expect(lab.open(parts).apply(one("deny-writes", { site }))).rejects.toThrow();
      expect((await askRaw(apache.port, visitor, { method: "GET", path: "/", host: site })).status).toBe(500);
      write(join(own, ".htaccess.sekisho-new"), "half");
      const enforcer = lab.open();
      expect(await enforcer.recover()).toEqual([expect.stringContaining("taken back")]);
      expect([existsSync(join(own, ".htaccess")), existsSync(join(own, ".htaccess.sekisho-new"))]).toEqual([false, false]);
      expect((await askRaw(apache.port, visitor, { method: "GET", path: "/", host: site })).status).toBe(200);
    });

    it("is taken back within seconds where its owner was just writing, without a new start", async () => {
      const site = "narrow.example";
      const front = async () => (await askRaw(apache.port, visitor, { method: "GET", path: "/", host: site })).status;
      let changes = 0;
      const change: typeof siteFiles.change = async (...args) => {
        changes++;
        if (changes === 2) throw new OperationError("foreign-edit", "somebody changed it meanwhile");
        await siteFiles.change(...args);
      };
      const enforcer = lab.open({ files: { ...siteFiles, change } });
      await expect(enforcer.apply(one("deny-writes", { site }))).rejects.toThrow("answers 500 with a block in its .htaccess");
      expect(await front()).toBe(500);
      expect(await enforcer.keep?.()).toEqual([expect.stringContaining("taken back")]);
      expect([await front(), await enforcer.keep?.(), await enforcer.standing()]).toEqual([200, [], []]);
    });

    it("holds up no other site, where its own cannot be looked at any more", async () => {
      const { parts } = dyingAt(3, true);
      await expect(lab.open(parts).apply(one("deny-writes"))).rejects.toThrow();
      chownSync(file, 0, 0);
      const enforcer = lab.open();
      expect(await enforcer.recover()).toEqual([expect.stringContaining("still half done")]);
      await enforcer.apply(one("deny-writes", { site: "within.example" }, 2));
      expect((await enforcer.probe(one("deny-writes", { site: "within.example" }, 2))).state).toBe("in-force");
      await enforcer.lift(one("deny-writes", { site: "within.example" }, 2));
    });
  });

  describe("ways round it, as they are", () => {
    it("what is no rewriting does not open it, wherever it stands in the file; of the rewriting only that which switches it off", async () => {
      const enforcer = lab.open();
      const opening: string[] = [];
      const write: FormShape = { method: "POST", path: "/" };
      for (const text of hostileHtaccess) {
        ownerWrites("");
        await enforcer.apply(one("deny-writes"));
        const block = readFileSync(file, "utf8");
        for (const [where, whole] of [
          ["before", text + block],
          ["after", block + text],
        ]) {
          writeFileSync(file, whole ?? "");
          const isOpen = (await statusOf(visitor, write)) === 200;
          const { state } = await enforcer.probe(one("deny-writes"));
          if (isOpen) opening.push(`${where}: ${text.trim().replaceAll("\n", "; ")}`);
          if (isOpen) expect(state).not.toBe("in-force");
        }
        ownerWrites("");
        await enforcer.lift(one("deny-writes"));
      }
      expect(opening).toEqual([
        "after: RewriteEngine Off",
        "before: RewriteEngine On; RewriteRule .* - [END]",
        "before: RewriteEngine On; RewriteOptions Inherit; RewriteRule ^ - [E=SEKISHO_MODE:-,E=!SEKISHO_DENY,L]",
      ]);
    }, 120_000);

    it("`RewriteEngine Off` further down in the same file switches it off: refused at the order, told afterwards", async () => {
      ownerWrites("RewriteEngine Off\n");
      const enforcer = lab.open();
      await expect(enforcer.apply(one("deny-writes"))).rejects.toThrow("RewriteEngine Off");
      expect(readFileSync(file, "utf8")).toBe("RewriteEngine Off\n");
      ownerWrites("");
      await enforcer.apply(one("deny-writes"));
      writeFileSync(file, `${readFileSync(file, "utf8")}RewriteEngine Off\n`);
      expect(await statusOf(visitor, { method: "POST", path: "/" })).toBe(200);
      expect((await enforcer.probe(one("deny-writes"))).state).toBe("not-in-force");
    });

    const below: FormShape = { method: "POST", path: "/up/fine.php" };
    /** As WordPress writes it for a folder. */
    const frontBelow =
      "RewriteEngine On\nRewriteBase /up/\nRewriteRule ^index\\.php$ - [L]\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule . /up/fine.php [L]\n";

    it("a folder's own rewriting opens that folder where the root rewrites too: told for folders right below the root", async () => {
      ownerWrites(frontController);
      const enforcer = lab.open();
      await enforcer.apply(one("deny-writes"));
      expect(await statusOf(visitor, below)).toBe(403);
      ownerWritesBelow(frontBelow);
      expect([await statusOf(visitor, below), await statusOf(visitor, form)]).toEqual([200, 403]);
      expect(await enforcer.probe(one("deny-writes"))).toMatchObject({ state: "not-in-force", proof: expect.stringContaining("/up/") });
      ownerWritesBelow("Require all denied\n");
      expect((await enforcer.probe(one("deny-writes"))).state).toBe("in-force");
    });

    it("where the root does not rewrite by itself the block goes before a folder's own rewriting, until that says otherwise", async () => {
      const enforcer = lab.open();
      await enforcer.apply(one("deny-writes"));
      await enforcer.apply(one("deny-path", { path: "/up/mail.php" }, 2));
      ownerWritesBelow(frontBelow);
      const script: FormShape = { method: "GET", path: "/up/mail.php" };
      const read: FormShape = { method: "GET", path: "/up/a/b" };
      const statuses = async () => [await statusOf(visitor, below), await statusOf(visitor, script), await statusOf(visitor, read)];
      expect(await statuses()).toEqual([403, 403, 200]);
      expect((await enforcer.probe(one("deny-writes"))).state).toBe("in-force");
      expect((await enforcer.probe(one("deny-path", { path: "/up/mail.php" }, 2))).state).toBe("in-force");
      ownerWritesBelow(`RewriteOptions IgnoreInherit\n${frontBelow}`);
      expect(await statuses()).toEqual([200, 200, 200]);
      expect((await enforcer.probe(one("deny-writes"))).state).toBe("not-in-force");
    });

    it("the same for one script: told, and no probe runs it", async () => {
      ownerWrites(frontController);
      const enforcer = lab.open();
      await enforcer.apply(one("deny-path", { path: "/up/mail.php" }));
      ownerWritesBelow("RewriteEngine On\n");
      const held = mails();
      expect((await enforcer.probe(one("deny-path", { path: "/up/mail.php" }))).state).toBe("not-in-force");
      expect(mails()).toBe(held);
      expect(await statusOf(visitor, { method: "GET", path: "/up/mail.php" })).toBe(200);
    });

    it("a rewrite to the script with [END], and a copy of it, are not seen", async () => {
      ownerWrites("RewriteEngine On\nRewriteRule ^kontakt$ up/mail.php [END]\n");
      const enforcer = lab.open();
      await enforcer.apply(one("deny-path", { path: "/up/mail.php" }));
      expect(await statusOf(visitor, { method: "GET", path: "/kontakt" })).toBe(200);
      expect((await enforcer.probe(one("deny-path", { path: "/up/mail.php" }))).state).toBe("in-force");
    });

    it("taken out by its owner it stays out: told, put back by an order alone, and its lift is done", async () => {
      ownerWrites("# mine\n");
      const enforcer = lab.open();
      await enforcer.apply(one("deny-writes"));
      ownerWrites("# mine\n");
      expect(await enforcer.probe(one("deny-writes"))).toMatchObject({ state: "not-in-force", proof: expect.stringContaining("gone") });
      expect([await enforcer.drift(), readFileSync(file, "utf8")]).toEqual([[file], "# mine\n"]);
      await enforcer.apply(one("deny-writes"));
      expect((await enforcer.probe(one("deny-writes"))).state).toBe("in-force");
      ownerWrites("# mine\n");
      await enforcer.lift(one("deny-writes"));
      expect([await enforcer.standing(), await enforcer.drift(), readFileSync(file, "utf8")]).toEqual([[], [], "# mine\n"]);
    });

    const ownerWritesBelow = (text: string): void => write(join(root, "up/.htaccess"), text);
  });
});
