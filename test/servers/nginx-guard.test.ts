import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Imposition } from "../../src/ports/enforcer.ts";
import { nginxMissing } from "./nginx.ts";
import { labAddresses, type NginxLab, startNginxLab } from "./nginx-lab.ts";
import { awkwardBlock, neighbours, pathShapes } from "./nginx-path-shapes.ts";
import { type RawAnswer, sendRaw } from "./nginx-raw-request.ts";
import { knownShapes, ownShapes, type Shape } from "./write-shapes.ts";

const missing = nginxMissing();
const site = "shop.example";
const impose = (measure: Imposition["measure"], more: Imposition["target"] = {}): Imposition => ({
  ...{ id: "2026-000001.1.1", caseId: "2026-000001", measure },
  target: { site, ...more },
});

const filesIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map((path) => [path, readFileSync(path, "latin1")]),
  );

const named = ({ over = "plain", host = "", method, target, headers = [] }: Shape): string =>
  `${over} ${host} ${method} ${target} ${headers}`;

describe.skipIf(missing !== null)(`the guard in nginx${missing === null ? "" : ` (${missing})`}`, () => {
  let lab: NginxLab;
  let tries = 0;
  beforeAll(async () => {
    lab = await startNginxLab({
      sites: [
        { domain: "shop.example", names: ["shop.example", "www.shop.example"], extra: awkwardBlock },
        { domain: "other.example", names: ["other.example"], extra: "location /secret/ { deny all; }" },
      ],
    });
  }, 60_000);
  afterAll(async () => lab?.stop());

  const send = async (shape: Shape, from: string): Promise<{ readonly answer: RawAnswer; readonly ran: readonly string[] }> => {
    const id = `t${++tries}`;
    const headers = [...(shape.headers ?? []), ["X-Try", id]] as const;
    const answer = await sendRaw(lab.nginx, { host: site, ...shape, headers, from });
    const ran = lab.nginx.ran().filter((line) => line.startsWith(`${id} `));
    return { answer, ran: ran.map((line) => line.split(" ")[1] ?? "") };
  };
  /** Those of the shapes that ran something. */
  const running = async (shapes: readonly Shape[], from: string, what: string): Promise<readonly string[]> => {
    const found: string[] = [];
    for (const shape of shapes) if ((await send(shape, from)).ran.includes(what)) found.push(named(shape));
    return found;
  };
  const get = (target: string, from: string, host = site) => send({ method: "GET", target, host }, from);
  const status = async (target: string, from: string, host = site): Promise<number> => (await get(target, from, host)).answer.status;
  const withMeasure = async (imposition: Imposition, work: () => Promise<void>): Promise<void> => {
    await lab.enforcer.apply(imposition);
    try {
      expect((await lab.enforcer.probe(imposition)).state).toBe("in-force");
      await work();
    } finally {
      await lab.enforcer.lift(imposition);
    }
  };

  it("lets no write from abroad through under deny-foreign-writes, and every one from home", async () => {
    const shapes = [...knownShapes, ...ownShapes];
    const usual = await running(shapes, labAddresses.foreign, "mail");
    expect(usual.filter((name) => knownShapes.some((shape) => named(shape) === name))).toHaveLength(29);
    expect(usual.length).toBeGreaterThanOrEqual(29 + 29);
    await withMeasure(impose("deny-foreign-writes"), async () => {
      for (const from of [labAddresses.foreign, labAddresses.foreign6]) expect(await running(shapes, from, "mail")).toEqual([]);
      for (const from of [labAddresses.home, labAddresses.home6, labAddresses.pass])
        expect(await running(shapes, from, "mail")).toEqual(usual);
    });
    expect(await running(shapes, labAddresses.foreign, "mail")).toEqual(usual);
  }, 120_000);

  it("lets everyone read under it, and leaves the neighbour alone", () =>
    withMeasure(impose("deny-foreign-writes"), async () => {
      for (const target of ["/", "/contact/", "/style.css", "/dir/", "/mail.php", "/?page_id=4", "/.well-known/acme-challenge/abc"])
        expect([target, await status(target, labAddresses.foreign)]).toEqual([target, 200]);
      expect((await send({ method: "HEAD", target: "/contact/" }, labAddresses.foreign)).answer.status).toBe(200);
      expect((await send({ method: "OPTIONS", target: "/contact/" }, labAddresses.foreign)).answer.status).toBe(200);
      const neighbour = await send({ method: "POST", target: "/contact/", host: "other.example" }, labAddresses.foreign);
      expect(neighbour.ran).toEqual(["mail"]);
    }));

  it("says why and whom to ask, with the case's number, and lets nobody store it", () =>
    withMeasure(impose("deny-foreign-writes"), async () => {
      const { answer } = await send({ method: "POST", target: "/contact/", body: "a=1" }, labAddresses.foreign);
      expect(answer.status).toBe(403);
      expect(answer.head).toContain("Content-Type: text/html; charset=utf-8");
      expect(answer.head).toContain("Cache-Control: no-store");
      for (const text of ["国外からの送信", "閲覧はできます", "例ホスティング", "sending from abroad", "abuse@host.example", "2026-000001"])
        expect(answer.body).toContain(text);
      expect((await get("/.sekisho/page", labAddresses.foreign)).answer.status).toBe(404);
    }));

  it("leaves a site's own 403 as it is", async () => {
    const imposition = { ...impose("deny-foreign-writes"), target: { site: "other.example" } };
    await withMeasure(imposition, async () => {
      const { answer } = await get("/secret/page.html", labAddresses.foreign, "other.example");
      expect(answer.status).toBe(403);
      expect(answer.body).not.toContain("2026-000001");
    });
  });

  it("closes all from abroad under deny-foreign but certificates' challenges", () =>
    withMeasure(impose("deny-foreign"), async () => {
      for (const target of ["/", "/style.css", "/contact/", "/dir/", "/none.php", "/.well-known/acme-challenge/../../style.css"])
        expect([target, await status(target, labAddresses.foreign), await status(target, labAddresses.foreign6)]).toEqual([
          target,
          403,
          403,
        ]);
      for (const target of [
        "/.well-known/acme-challenge/a.php",
        "/.well-known/acme-challenge/%2e%2e/x",
        "/.well-known/acme-challenge/abc%0a",
      ])
        expect([target, await status(target, labAddresses.foreign)]).toEqual([target, 403]);
      for (const from of [labAddresses.home, labAddresses.home6, labAddresses.pass]) expect(await status("/", from)).toBe(200);
      // There is no such file: the front controller that would answer instead is the site, not a challenge.
      expect((await get("/.well-known/acme-challenge/abc", labAddresses.foreign)).ran).toEqual([]);
      expect(await status("/", labAddresses.foreign, "other.example")).toBe(200);
    }));

  it("stops writes from home as well under deny-writes, but not from whom the operator vouches for", () =>
    withMeasure(impose("deny-writes"), async () => {
      const shapes = [...knownShapes, ...ownShapes];
      for (const from of [labAddresses.foreign, labAddresses.home, labAddresses.home6])
        expect(await running(shapes, from, "mail")).toEqual([]);
      expect((await send({ method: "POST", target: "/contact/" }, labAddresses.pass)).ran).toEqual(["mail"]);
      expect(await status("/contact/", labAddresses.home)).toBe(200);
    }));

  it("closes a site to networks, IPv4 and IPv6, and to nobody else", () =>
    withMeasure(impose("deny-network", { cidrs: ["203.0.113.0/25", "203.0.113.192/27", "2001:db8:1::/48"] }), async () => {
      expect(await status("/", "203.0.113.127")).toBe(403);
      expect(await status("/", "203.0.113.128")).toBe(200);
      expect(await status("/", "203.0.113.200")).toBe(200);
      expect(await status("/", labAddresses.home6)).toBe(403);
      expect(await status("/", labAddresses.foreign6)).toBe(200);
      expect(await status("/", "203.0.113.127", "other.example")).toBe(200);
    }));

  it("closes the script that would run, by whatever address it is reached, and its neighbours not", async () => {
    const usual = await running(pathShapes, labAddresses.home, "mail.php");
    expect(pathShapes.map(named).filter((name) => !usual.includes(name))).toEqual([]);
    expect(usual.length).toBeGreaterThanOrEqual(30);
    await withMeasure(impose("deny-path", { path: "/mail.php" }), async () => {
      for (const from of [labAddresses.home, labAddresses.pass]) expect(await running(pathShapes, from, "mail.php")).toEqual([]);
      for (const [target, what] of neighbours) expect([target, (await get(target, labAddresses.home)).ran]).toEqual([target, [what]]);
      expect((await get("/mail.php", labAddresses.home, "other.example")).ran).toEqual(["mail.php"]);
      expect((await get("/mail.php", labAddresses.home)).answer.body).toContain("2026-000001");
    });
    expect(await running(pathShapes, labAddresses.home, "mail.php")).toEqual(usual);
  }, 60_000);

  it("closes it as well where the server merges slashes, and the configuration is plain", async () => {
    const shapes = pathShapes.filter(({ target, host }) => host === undefined && !/^\/by-|^http/.test(target));
    const other = shapes.map((shape) => ({ ...shape, host: "other.example" }));
    const usual = await running(other, labAddresses.home, "mail.php");
    expect(usual.length).toBeGreaterThanOrEqual(30);
    await withMeasure({ ...impose("deny-path"), target: { site: "other.example", path: "/mail.php" } }, async () => {
      expect(await running(other, labAddresses.home, "mail.php")).toEqual([]);
      expect((await get("/mail.php", labAddresses.home)).ran).toEqual(["mail.php"]);
    });
  }, 60_000);

  it("closes what a directory stands for, and a script whose name holds blanks and Japanese", async () => {
    await withMeasure(impose("deny-path", { path: "/dir/index.php" }), async () => {
      for (const target of ["/dir/", "/dir/index.php", "/dir//", "/dir/?x=1", "/dir/./"])
        expect([target, (await get(target, labAddresses.home)).ran]).toEqual([target, []]);
      expect((await get("/dir/other.php", labAddresses.home)).ran).toEqual(["dir/other.php"]);
    });
    const target = encodeURI("/up loads/フォーム.php");
    expect((await get(target, labAddresses.home)).ran).toEqual(["form"]);
    await withMeasure(impose("deny-path", { path: "/up loads/フォーム.php" }), async () => {
      expect((await get(target, labAddresses.home)).ran).toEqual([]);
    });
  });

  it("has every refusal of ours in the access log, for exact counts, and none that is not", async () => {
    const refused = (): number => lab.nginx.accessLog().filter((line) => line.endsWith(" sekisho=deny-foreign-writes")).length;
    const before = refused();
    await withMeasure(impose("deny-foreign-writes"), async () => {
      for (let count = 0; count < 5; count++) await send({ method: "POST", target: "/contact/" }, labAddresses.foreign);
      const forged = [["User-Agent", "x sekisho=deny-foreign-writes"]] as const;
      await send({ method: "GET", target: "/?sekisho=deny-foreign-writes", headers: forged }, labAddresses.foreign);
      await send({ method: "POST", target: "/contact/", headers: forged }, labAddresses.home);
    });
    expect(refused() - before).toBe(5);
  });

  it("is lifted byte for byte, whatever was in force", async () => {
    const folders = (): unknown => [filesIn(lab.nginx.includeDir), filesIn(join(lab.nginx.dir, "state"))];
    const before = folders();
    const all = [
      impose("deny-foreign"),
      { ...impose("deny-writes"), id: "2026-000002.1.1" },
      { ...impose("deny-path", { path: "/mail.php" }), id: "2026-000003.1.1" },
      {
        ...impose("deny-network", { cidrs: ["192.0.2.0/24"] }),
        id: "2026-000004.1.1",
        target: { site: "other.example", cidrs: ["192.0.2.0/24"] },
      },
    ];
    for (const one of all) await lab.enforcer.apply(one);
    expect(folders()).not.toEqual(before);
    for (const one of all) await lab.enforcer.lift(one);
    expect(folders()).toEqual(before);
  });

  it("takes nothing into its configuration while somebody else's part of it is broken, and imposes what needs no reload all the same", async () => {
    const config = join(lab.nginx.dir, "nginx.conf");
    const whole = readFileSync(config, "utf8");
    const before = filesIn(lab.nginx.includeDir);
    const from = lab.commands.length;
    writeFileSync(config, `${whole}\nnonsense;\n`);
    try {
      await expect(lab.enforcer.apply(impose("deny-path", { path: "/mail.php" }))).rejects.toMatchObject({ code: "server-refused" });
      expect(lab.commands.slice(from)).not.toContain("reload");
      expect(filesIn(lab.nginx.includeDir)).toEqual(before);
      expect((await get("/mail.php", labAddresses.home)).ran).toEqual(["mail.php"]);
      await withMeasure(impose("deny-foreign-writes"), async () => {
        expect((await send({ method: "POST", target: "/contact/" }, labAddresses.foreign)).ran).toEqual([]);
      });
    } finally {
      writeFileSync(config, whole);
    }
  });

  it("overwrites no file that somebody else changed", async () => {
    const path = join(lab.nginx.includeDir, "paths.conf");
    const ours = readFileSync(path, "utf8");
    writeFileSync(path, `${ours}# theirs\n`);
    await expect(lab.enforcer.apply(impose("deny-path", { path: "/mail.php" }))).rejects.toMatchObject({ code: "foreign-edit" });
    expect(readFileSync(path, "utf8")).toBe(`${ours}# theirs\n`);
    writeFileSync(path, ours);
  });

  it("says nothing to strangers at the address of its probe", async () => {
    const { answer } = await get("/.sekisho/probe", labAddresses.home);
    expect(answer.body).not.toContain("sekisho-probe");
    expect((await get("/.sekisho/probe", "127.0.0.1")).answer.body).not.toContain("sekisho-probe");
  });
});
