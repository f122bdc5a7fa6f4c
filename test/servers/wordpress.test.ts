import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Imposition } from "../../src/ports/enforcer.ts";
import { hostileHtaccess } from "./hostile-htaccess.ts";
import { labAddresses } from "./nginx-lab.ts";
import { startWordPress, type WordPress } from "./wordpress.ts";
import { mailsBy, startOn, type WordPressLab, wordPressLabMissing } from "./wordpress-lab.ts";
import { domain, owner } from "./wordpress-php.ts";
import { besides, dropped, dropScripts, ruledShapes, saleRule, scriptShapes } from "./wordpress-scripts.ts";
import { mailShapes, readShapes } from "./wordpress-shapes.ts";
import type { Shape } from "./write-shapes.ts";

const missing = wordPressLabMissing();
const { home, home6, foreign, foreign6, pass } = labAddresses;

const impose = (measure: Imposition["measure"], more: Imposition["target"] = {}): Imposition => ({
  ...{ id: "2026-000001.1.1", caseId: "2026-000001", measure },
  target: { site: domain, ...more },
});

const named = ({ over = "plain", host = "", method, target, headers = [], body = "" }: Shape): string =>
  `${over} ${host} ${method} ${target} ${headers} ${body}`;

describe.skipIf(missing !== null)(`WordPress behind the guard${missing === null ? "" : ` (${missing})`}`, () => {
  let wordPress: WordPress;
  beforeAll(async () => {
    wordPress = await startWordPress();
  }, 240_000);
  afterAll(async () => wordPress?.stop(), 60_000);

  describe.each(["Apache", "nginx"] as const)("in %s", (server) => {
    let lab: WordPressLab;
    beforeAll(async () => {
      lab = await startOn[server](wordPress);
      dropScripts(lab.root);
    }, 60_000);
    afterAll(async () => lab?.stop(), 60_000);

    /** Those of the shapes by which mail was sent, in words. */
    const mailing = async (shapes: readonly Shape[], from: string): Promise<readonly string[]> => {
      const asked = shapes.filter(lab.takes);
      const mails = await mailsBy(lab, asked, () => from);
      return asked.filter((_, at) => (mails[at] ?? 0) > 0).map(named);
    };
    const read = async (target: string, from: string): Promise<number> => (await lab.send({ method: "GET", target }, from, "read")).status;
    const within = async (measure: Imposition, work: () => Promise<void>): Promise<void> => {
      await lab.enforcer.apply(measure);
      try {
        expect((await lab.enforcer.probe(measure)).state).toBe("in-force");
        await work();
      } finally {
        await lab.enforcer.lift(measure);
      }
    };
    const logIn = (from: string) =>
      lab.send({ method: "POST", target: "/wp-login.php", body: `log=${owner.name}&pwd=${owner.password}&testcookie=1`, headers: [["Cookie", "wordpress_test_cookie=WP%20Cookie%20check"]] }, from, "log"); // biome-ignore format: one request
    /** Waits until a due order has sent its mail. */
    const done = async (name: string): Promise<boolean> => {
      for (let at = 0; at < 100; at++) {
        if ((await wordPress.counts()).has(name)) return true;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return false;
    };

    it("sends no mail from abroad under deny-foreign-writes by any shape, and by all of them from home", async () => {
      const shapes = [...mailShapes.known, ...mailShapes.own];
      expect(await mailing(mailShapes.known, foreign)).toEqual(mailShapes.known.map(named));
      const own = await mailing(mailShapes.own, foreign);
      expect(mailShapes.known).toHaveLength(29);
      expect(own.length).toBeGreaterThanOrEqual(2 * 29);
      const usual = [...mailShapes.known.map(named), ...own];
      await within(impose("deny-foreign-writes"), async () => {
        for (const from of [foreign, foreign6]) expect(await mailing(shapes, from)).toEqual([]);
        expect(await mailing(shapes, home)).toEqual(usual);
        for (const from of [home6, pass]) expect(await mailing(mailShapes.known, from)).toHaveLength(29);
      });
      expect(await mailing(mailShapes.known.slice(-3), foreign6)).toHaveLength(3);
    }, 240_000);

    it(
      "sends none from anywhere under deny-writes but from who passes",
      () =>
        within(impose("deny-writes"), async () => {
          const shapes = [...mailShapes.known, ...mailShapes.own];
          for (const from of [home, home6, foreign]) expect(await mailing(shapes, from)).toEqual([]);
          expect(await mailing(mailShapes.known.slice(0, 3), pass)).toHaveLength(3);
        }),
      60_000,
    );

    it("is read by everyone under deny-foreign-writes: pages, feeds, its API's answers, its log-in", () =>
      within(impose("deny-foreign-writes"), async () => {
        for (const from of [foreign, foreign6, home])
          for (const [target, status] of readShapes) expect([target, from, await read(target, from)]).toEqual([target, from, status]);
        for (const method of ["HEAD", "OPTIONS"])
          expect((await lab.send({ method, target: "/hello-world/" }, foreign, "read")).status).toBe(200);
      }));

    it("is logged into from home and by who passes, and from abroad when that is over", async () => {
      const isIn = async (from: string): Promise<number> => {
        const { status, head } = await logIn(from);
        if (status !== 302) return status;
        const cookies = [...head.matchAll(/^Set-Cookie: ([^;]+)/gim)].map(([, cookie]) => cookie).join("; ");
        return (await lab.send({ method: "GET", target: "/wp-admin/profile.php", headers: [["Cookie", cookies]] }, from, "in")).status;
      };
      await within(impose("deny-foreign-writes"), async () => {
        expect([await isIn(home), await isIn(home6), await isIn(pass), await isIn(foreign)]).toEqual([200, 200, 200, 403]);
      });
      expect(await isIn(foreign)).toBe(200);
    });

    it("does what is due under deny-foreign-writes, whoever's visit starts it, by its own request to itself", () =>
      within(impose("deny-foreign-writes"), async () => {
        for (const [at, from] of [home, foreign].entries()) {
          const name = `due${server}${at}`;
          await wordPress.orderDue(name);
          await read("/", from);
          expect([from, await done(name)]).toEqual([from, true]);
        }
        expect(lab.accessLog()).toMatch(/127\.0\.0\.1 .*"POST \/wp-cron\.php\?doing_wp_cron=\S+ HTTP\/1\.[01]" (?!403)\d+ /);
      }));

    it("does what is due under deny-writes where wp-cron.php is read, as a server's own cron does; its own request is a write", () =>
      within(impose("deny-writes"), async () => {
        await wordPress.orderDue(`own${server}`);
        await read("/", home);
        await expect.poll(lab.accessLog).toMatch(/127\.0\.0\.1 .*"POST \/wp-cron\.php\S* HTTP\/1\.[01]" 403 /);
        await wordPress.orderDue(`read${server}`);
        await read("/wp-cron.php", foreign);
        expect([await done(`own${server}`), await done(`read${server}`)]).toEqual([true, true]);
      }));

    it.each(Object.entries(dropped))(
      "runs no dropped script in an %s by any address under deny-path, and leaves its neighbours",
      async (_, path) => {
        const htaccess = readFileSync(join(lab.root, ".htaccess"), "utf8");
        writeFileSync(join(lab.root, ".htaccess"), `${saleRule}${htaccess}`);
        const shapes = [...scriptShapes(path), ...(server === "Apache" && path === dropped.upload ? ruledShapes : [])];
        const others = [...besides, ...Object.values(dropped).filter((one) => one !== path)].map((target) => ({ method: "GET", target }));
        const usual = await mailing(shapes, home);
        expect(
          shapes
            .filter(lab.takes)
            .map(named)
            .filter((name) => !usual.includes(name)),
        ).toEqual([]);
        expect(usual.length).toBeGreaterThanOrEqual(30);
        await within(impose("deny-path", { path }), async () => {
          for (const from of [home, pass]) expect(await mailing(shapes, from)).toEqual([]);
          expect(await mailing(others, home)).toEqual(others.map(named));
          expect(await mailing(mailShapes.known.slice(-3), home)).toHaveLength(3);
          for (const [target, status] of readShapes) expect([target, await read(target, home)]).toEqual([target, status]);
          expect((await logIn(home)).status).toBe(302);
        });
        expect(await mailing(shapes.slice(0, 3), home)).toHaveLength(3);
        writeFileSync(join(lab.root, ".htaccess"), htaccess);
      },
      120_000,
    );

    it("keeps its pages under deny-foreign for who is at home, and shows none abroad", () =>
      within(impose("deny-foreign"), async () => {
        for (const [target, status] of readShapes)
          expect([target, await read(target, home), await read(target, foreign), await read(target, pass)]).toEqual([
            target,
            status,
            403,
            status,
          ]);
        for (const from of [foreign, foreign6]) expect(await mailing([...mailShapes.known, ...mailShapes.own], from)).toEqual([]);
      }));

    // Of .htaccess nginx knows nothing.
    if (server === "Apache")
      it("holds with a hostile .htaccess around WordPress' own block, and changes nothing for who is at home", async () => {
        const lines = ["/", "/hello-world/", "/wp-login.php", "/wp-content/plugins/x/mail2.php", "/no-such-page/"];
        const reading = async (): Promise<readonly number[]> => Promise.all(lines.map((target) => read(target, home)));
        const file = join(lab.root, ".htaccess");
        // WordPress' own block as some write it: a request that it has led on is not looked at again.
        const ending = wordPress.htaccess.replace(". /index.php [L]", ". /index.php [END]");
        const texts = hostileHtaccess.map((text, at) => (at % 2 === 0 ? text + wordPress.htaccess : wordPress.htaccess + text));
        const shapes = [...mailShapes.known, ...mailShapes.own.filter(({ target }) => target.includes("/acme-challenge/"))];
        for (const [at, text] of [ending, ...texts].entries()) {
          writeFileSync(file, text);
          const usual = await reading();
          await within(impose("deny-foreign-writes"), async () => {
            expect([text, await mailing(shapes, at % 2 === 0 ? foreign : foreign6)]).toEqual([text, []]);
            expect([text, await reading()]).toEqual([text, usual]);
          });
        }
        writeFileSync(file, wordPress.htaccess);
      }, 240_000);
  });
});
