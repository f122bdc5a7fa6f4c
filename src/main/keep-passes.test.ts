import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Pass } from "../agent/crawlers/passes-of.ts";
import { loadConfig } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";
import { createSetClock } from "../kit/clock.ts";
import { realDisk } from "../kit/disk-steps.ts";
import { createPassKeeper, lookEveryMs, reloadsApartMs } from "./keep-passes.ts";
import { createLastGoodKeeper, readLastGood } from "./last-good-crawlers.ts";
import { createPassReader } from "./read-passes.ts";
import { servedSites } from "./served-sites.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "sekisho-passes-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const start = Date.UTC(2026, 2, 2);

/** An enforcer that writes who passes into one file, and a config that is read anew. */
const lab = (apartMs = 0) => {
  const clock = createSetClock(start);
  const path = join(dir, "pass.txt");
  const textOf = (passes: readonly Pass[]): string => passes.map(({ name, cidr }) => `${name} ${cidr}\n`).join("");
  const puts: string[] = [];
  let refusal: string | null = null;
  const enforcer = {
    passFile: (passes: readonly Pass[]) => ({ path, text: textOf(passes) }),
    letPass: async (passes: readonly Pass[]) => {
      if (refusal !== null) throw new OperationError("foreign-edit", refusal);
      if (readFileSync(path, "utf8") !== textOf(passes)) puts.push(textOf(passes));
      writeFileSync(path, textOf(passes));
      return [];
    },
  };
  const write = (exceptions: string, owner = "203.0.113.5"): void =>
    writeFileSync(
      join(dir, "sekisho.yaml"),
      `exceptions: ${exceptions}
stateDir: .
enforcer: { stateDir: enforcer }
accounts: [{ name: u1, uid: 1001, owner: { email: o@elsewhere.example, addresses: [${owner}] }, sites: [{ domain: shop.example, server: nginx }] }]
`,
    );
  const begin = () => {
    const config = loadConfig("sekisho.yaml", dir);
    const lastGood = createLastGoodKeeper(config, realDisk);
    const reader = createPassReader({ config, load: async (file) => loadConfig(file), lastGood, now: clock.now });
    return createPassKeeper({ enforcer, clock, read: () => reader(servedSites(config, "nginx")), apartMs });
  };
  const later = (ms: number): void => clock.set(clock.now() + ms);
  const refuse = (why: string | null): void => {
    refusal = why;
  };
  return { path, puts, write, begin, later, refuse };
};

const lying = (): string => readFileSync(join(dir, "pass.txt"), "utf8");
const googlebot = "[{ name: Google, crawler: googlebot, ranges: googlebot.json }]";
const ranges = (cidr: string): void => writeFileSync(join(dir, "googlebot.json"), `{"prefixes":[{"ipv4Prefix":"${cidr}"}]}`);

describe("who passes, while the enforcer runs", () => {
  it("follows the config's exceptions and its owners' addresses", async () => {
    const { write, begin, later, path } = lab();
    write("[{ name: monitor, cidr: 192.0.2.7 }]");
    writeFileSync(path, "");
    const { work } = begin();
    expect(await work()).toEqual([]);
    expect(lying()).toBe("monitor 192.0.2.7\nowner of u1 203.0.113.5\n");
    write("[{ name: payment, cidr: 198.51.100.0/26 }]", "203.0.113.6");
    await work();
    expect(lying()).toContain("monitor");
    later(lookEveryMs);
    await work();
    expect(lying()).toBe("payment 198.51.100.0/26\nowner of u1 203.0.113.6\n");
  });

  it("stays as it was while the config is wrong, and says so", async () => {
    const { write, begin, later, path } = lab();
    write("[{ name: monitor, cidr: 192.0.2.7 }]");
    writeFileSync(path, "");
    const { work } = begin();
    await work();
    write("[{ name: monitor, cidr: 192.0.2.7/24 }]");
    later(lookEveryMs);
    expect((await work()).join()).toContain("bits set beyond its prefix");
    expect(lying()).toContain("monitor 192.0.2.7\n");
    write("[]");
    later(lookEveryMs);
    expect(await work()).toEqual([]);
    expect(lying()).toBe("owner of u1 203.0.113.5\n");
  });

  it("is remembered over a restart where a crawler's ranges are spoilt meanwhile", async () => {
    const { write, begin, path } = lab();
    write(googlebot);
    ranges("192.0.2.64/27");
    writeFileSync(path, "");
    await begin().work();
    writeFileSync(join(dir, "googlebot.json"), "{");
    expect((await begin().work()).join()).toContain("googlebot.json");
    expect(lying()).toContain("Google 192.0.2.64/27\n");
    expect(readLastGood(loadConfig("sekisho.yaml", dir)).published).toEqual({
      [`googlebot ${join(dir, "googlebot.json")}`]: [{ crawler: "googlebot", cidr: "192.0.2.64/27" }],
    });
  });

  it("changes at most once a minute where it costs a reload, and then to what is known by then", async () => {
    const { write, begin, later, path, puts } = lab(reloadsApartMs);
    write(googlebot);
    ranges("192.0.2.0/27");
    writeFileSync(path, "");
    const { work } = begin();
    await work();
    for (let at = 1; at <= 5; at++) {
      ranges(`192.0.2.${32 * at}/27`);
      later(lookEveryMs);
      await work();
    }
    expect(puts).toHaveLength(1);
    later(lookEveryMs);
    await work();
    expect(puts).toHaveLength(2);
    expect(lying()).toContain("Google 192.0.2.160/27\n");
  });

  it("is not laid out where nothing is set up, is laid back as it was left, and is not forced where somebody else changed it", async () => {
    const { write, begin, later, path, refuse, puts } = lab();
    write("[{ name: monitor, cidr: 192.0.2.7 }]");
    const { work, left } = begin();
    expect(await work()).toEqual([]);
    expect(puts).toEqual([]);
    expect(left()).toEqual({ path, text: "monitor 192.0.2.7\nowner of u1 203.0.113.5\n" });
    writeFileSync(path, "");
    refuse("pass.txt: somebody else changed it");
    later(lookEveryMs);
    expect(await work()).toEqual(["who passes stays as it was: pass.txt: somebody else changed it"]);
    expect(await work()).toHaveLength(1);
    refuse(null);
    later(lookEveryMs);
    expect(await work()).toEqual([]);
    expect(lying()).toBe(left().text);
  });
});
