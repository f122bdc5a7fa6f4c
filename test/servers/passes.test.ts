import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config.ts";
import { createSetClock } from "../../src/kit/clock.ts";
import { realDisk } from "../../src/kit/disk-steps.ts";
import { dayMs } from "../../src/kit/time-units.ts";
import { createPassKeeper, lookEveryMs, type PassingEnforcer, reloadsApartMs } from "../../src/main/keep-passes.ts";
import { createLastGoodKeeper } from "../../src/main/last-good-crawlers.ts";
import { openCrawlers } from "../../src/main/open-crawlers.ts";
import { createPassReader } from "../../src/main/read-passes.ts";
import { servedSites } from "../../src/main/served-sites.ts";
import type { Enforcer } from "../../src/ports/enforcer.ts";
import { apacheMissing, writeSite } from "./apache.ts";
import { startApacheLab } from "./apache-lab.ts";
import { nginxMissing } from "./nginx.ts";
import { startNginxLab } from "./nginx-lab.ts";
import { askRaw } from "./raw-request.ts";

const start = Date.UTC(2026, 2, 2);
const name = "crawl-1.googlebot.com";
const agent = "Mozilla/5.0 (compatible; Googlebot/2.1)";

interface Server {
  readonly port: number;
  readonly enforcer: Enforcer & PassingEnforcer;
  /** From abroad: the crawler's, IPv4 and IPv6, and a stranger's. */
  readonly crawler: string;
  readonly crawler6: string;
  readonly stranger: string;
  readonly reloads: () => number;
  readonly stop: () => Promise<void>;
}

/** An agent that asks a resolver of the test, and the part of the enforcer that keeps who passes, on one state directory. */
const agentAndKeeper = (dir: string, server: Server, kind: "apache" | "nginx") => {
  writeFileSync(
    join(dir, "sekisho.yaml"),
    `exceptions: [{ name: Google, crawler: googlebot }]
stateDir: .
enforcer: { stateDir: enforcer }
accounts: [{ name: u1, uid: 1001, sites: [{ domain: shop.example, root: /nowhere, server: ${kind} }] }]
`,
  );
  const config = loadConfig("sekisho.yaml", dir);
  const clock = createSetClock(start);
  const names: Record<string, string> = { [server.crawler]: name, [server.crawler6]: name };
  const dns = {
    reverse: async (address: string) => [names[address] ?? "pc.stranger.example"],
    addresses: async () => [server.crawler, server.crawler6],
  };
  const crawlers = openCrawlers(config, { dns, clock });
  if (crawlers === null) throw new Error("the config names a crawler");
  const lastGood = createLastGoodKeeper(config, realDisk);
  const reader = createPassReader({ config, load: async (file) => loadConfig(file), lastGood, now: clock.now });
  const apartMs = kind === "nginx" ? reloadsApartMs : 0;
  const { work } = createPassKeeper({ enforcer: server.enforcer, clock, read: () => reader(servedSites(config, kind)), apartMs });
  const look = (ms = reloadsApartMs) => {
    clock.set(clock.now() + ms);
    return work();
  };
  return { crawlers, clock, names, look };
};

const servers = [
  {
    kind: "apache",
    missing: apacheMissing(),
    begin: async (): Promise<Server> => {
      const lab = await startApacheLab({ vhosts: (www) => [{ domain: "shop.example", root: join(www, "shop") }] });
      writeSite(lab.vhosts[0]?.root ?? "", { "index.html": "shop" });
      const { apache, enforcer, stop } = lab;
      const from = { crawler: "198.51.100.10", crawler6: "2001:db8:f000::10", stranger: "198.51.100.66" };
      return { port: apache.port, enforcer, ...from, reloads: () => 0, stop };
    },
  },
  {
    kind: "nginx",
    missing: nginxMissing(),
    begin: async (): Promise<Server> => {
      const { nginx, enforcer, commands, stop } = await startNginxLab();
      const from = { crawler: "203.0.113.10", crawler6: "2001:db8:2::10", stranger: "203.0.113.66" };
      return { port: nginx.port, enforcer, ...from, reloads: () => commands.filter((one) => one === "reload").length, stop };
    },
  },
] as const;

describe.each(servers)("who passes on a running $kind", ({ kind, missing, begin }) => {
  describe.skipIf(missing !== null)(missing ?? "while a site is closed to visitors from abroad", () => {
    let [server, dir] = [undefined as unknown as Server, ""];
    let lab: ReturnType<typeof agentAndKeeper>;
    const statusOf = async (from: string): Promise<number> => (await askRaw(server.port, from, { method: "GET", path: "/" })).status;
    const statuses = async () => [await statusOf(server.crawler), await statusOf(server.crawler6), await statusOf(server.stranger)];
    const list = (): string => join(dir, "crawlers.json");

    beforeAll(async () => {
      dir = mkdtempSync(join(tmpdir(), "sekisho-passes-"));
      server = await begin();
      lab = agentAndKeeper(dir, server, kind);
      await server.enforcer.apply({
        ...{ id: "2026-000001.1.1", caseId: "2026-000001", measure: "deny-foreign", target: { site: "shop.example" } },
      });
    }, 60_000);
    afterAll(async () => {
      await server?.stop();
      rmSync(dir, { recursive: true });
    });

    it("is a crawler from the period on in which the agent verified it, without any set-up", async () => {
      expect(await lab.look()).toEqual([]);
      expect(await statuses()).toEqual([403, 403, 403]);
      const before = server.reloads();
      for (const address of [server.crawler, server.crawler6, server.stranger]) lab.crawlers.seen(address, agent);
      await lab.crawlers.work();
      expect(await statuses()).toEqual([403, 403, 403]);
      expect(await lab.look()).toEqual([]);
      expect(await statuses()).toEqual([200, 200, 403]);
      expect(await lab.look(lookEveryMs)).toEqual([]);
      expect(server.reloads() - before).toBe(kind === "nginx" ? 1 : 0);
    }, 30_000);

    it.each([
      ["everybody", `{"crawlers":[{"crawler":"googlebot","cidr":"0.0.0.0/0","verifiedAt":"2026-03-02T00:00:00.000Z"}]}`],
      ["everybody by IPv6", `{"crawlers":[{"crawler":"googlebot","cidr":"::/0","verifiedAt":"2026-03-02T00:00:00.000Z"}]}`],
      ["half a list", `{"crawlers":[`],
      [
        "thousands of addresses",
        JSON.stringify({
          crawlers: Array.from({ length: 65_536 }, (_, at) => ({
            ...{ crawler: "googlebot", cidr: `198.51.${at >> 8}.${at & 255}`, verifiedAt: "2026-03-02T00:00:00.000Z" },
          })),
        }),
      ],
    ])("is whom it was before where the agent's list holds %s, and that is told", async (_, text) => {
      writeFileSync(list(), text);
      expect((await lab.look()).join()).toContain("crawlers.json");
      expect(await statuses()).toEqual([200, 200, 403]);
    });

    it("is whom it was before where the agent's list is a link to another", async () => {
      writeFileSync(
        join(dir, "other.json"),
        `{"crawlers":[{"crawler":"googlebot","cidr":"${server.stranger}","verifiedAt":"2026-03-02T00:00:00.000Z"}]}`,
      );
      rmSync(list());
      symlinkSync("other.json", list());
      expect((await lab.look()).join()).toContain("crawlers.json");
      expect(await statuses()).toEqual([200, 200, 403]);
    });

    it("is no crawler any more whose name has become another's", async () => {
      lab.names[server.crawler] = "pc.stranger.example";
      lab.clock.set(lab.clock.now() + dayMs);
      await lab.crawlers.work();
      expect(await lab.look()).toEqual([]);
      expect(await statuses()).toEqual([403, 200, 403]);
    }, 30_000);

    it("is no crawler any more that nobody verified for more than a week", async () => {
      expect(await lab.look(8 * dayMs + reloadsApartMs)).toEqual([]);
      expect(await statuses()).toEqual([403, 403, 403]);
    }, 30_000);
  });
});
