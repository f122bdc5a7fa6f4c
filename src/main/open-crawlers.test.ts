import {
  chmodSync,
  chownSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Config, loadConfig } from "../config.ts";
import { createSetClock } from "../kit/clock.ts";
import { dayMs, hourMs, minuteMs } from "../kit/time-units.ts";
import { crawlerNetworks, readCrawlers } from "./crawler-networks.ts";
import { openCrawlers } from "./open-crawlers.ts";
import { readVerified } from "./verified-crawlers.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "sekisho-crawlers-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const configOf = (exceptions: string, more = ""): Config => {
  writeFileSync(join(dir, "sekisho.yaml"), `exceptions: ${exceptions}\nstateDir: .\n${more}accounts: []\n`);
  return loadConfig("sekisho.yaml", dir);
};
const google = "[{ name: Google, crawler: googlebot }]";
const agent = "Mozilla/5.0 (compatible; Googlebot/2.1)";
const file = (): string => join(dir, "crawlers.json");
const now = Date.UTC(2026, 2, 2);
const none = { published: {} };
const entry = (cidr: string, crawler = "googlebot", at = now) => ({ crawler, cidr, verifiedAt: new Date(at).toISOString() });
const write = (...crawlers: readonly object[]): void => writeFileSync(file(), JSON.stringify({ crawlers }), { mode: 0o640 });
const passing = (config: Config, last = none, at = now): readonly string[] =>
  readCrawlers(config, last, at).networks.map(({ cidr }) => cidr);
const problems = (config: Config, last = none): string => readCrawlers(config, last, now).problems.join("\n");

describe("a crawler of the config", () => {
  const lab = () => {
    const asked: string[] = [];
    const names: Record<string, string> = { "192.0.2.1": "crawl-1.googlebot.com" };
    const dns = {
      reverse: async (address: string) => {
        asked.push(address);
        return [names[address] ?? "pc.stranger.example"];
      },
      addresses: async () => ["192.0.2.1"],
    };
    return { asked, names, dns };
  };

  it("that the logs show passes once it is verified, and goes on passing over a restart while it is asked about again", async () => {
    const { asked, dns } = lab();
    const config = configOf(google);
    const clock = createSetClock(now);
    const crawlers = openCrawlers(config, { dns, clock });
    crawlers?.seen("192.0.2.1", agent);
    crawlers?.seen("192.0.2.2", agent);
    expect(passing(config)).toEqual([]);
    await crawlers?.work();
    expect(passing(config)).toEqual(["192.0.2.1"]);
    expect(readdirSync(dir).sort()).toEqual(["crawlers.json", "sekisho.yaml"]);
    expect(JSON.parse(readFileSync(file(), "utf8"))).toEqual({ crawlers: [entry("192.0.2.1")] });
    const anew = openCrawlers(config, { dns, clock: createSetClock(now + minuteMs) });
    expect(passing(config)).toEqual(["192.0.2.1"]);
    await anew?.work();
    expect(asked).toEqual(["192.0.2.1", "192.0.2.2", "192.0.2.1"]);
    expect(JSON.parse(readFileSync(file(), "utf8"))).toEqual({ crawlers: [entry("192.0.2.1", "googlebot", now + minuteMs)] });
  });

  it("passes no more once its name is another's, or where nobody asked about it for more than a week", async () => {
    const { dns, names } = lab();
    const config = configOf(google);
    const clock = createSetClock(now);
    const crawlers = openCrawlers(config, { dns, clock });
    crawlers?.seen("192.0.2.1", agent);
    await crawlers?.work();
    expect(passing(config, none, now + 8 * dayMs)).toEqual(["192.0.2.1"]);
    expect(passing(config, none, now + 8 * dayMs + 1)).toEqual([]);
    names["192.0.2.1"] = "pc.stranger.example";
    clock.set(now + dayMs);
    await crawlers?.work();
    expect(passing(config, none, now + dayMs)).toEqual([]);
  });

  it("is looked for only where one is named", () => {
    expect(openCrawlers(configOf("[{ name: m, cidr: 192.0.2.7 }]"))).toBeNull();
  });

  it("that the config names no more passes no more", () => {
    write(entry("192.0.2.1", "bingbot"));
    expect(passing(configOf(google))).toEqual([]);
  });

  it.each([
    ["no JSON", "{"],
    ["a network for everybody", [entry("0.0.0.0/0")]],
    ["a network for everybody of the other family", [entry("::/0")]],
    ["a network, however small", [entry("192.0.2.0/31")]],
    ["no address", [entry("1; allow all")]],
    ["a line of its own", [entry("192.0.2.1\n*/0 P")]],
    ["a field of another kind", [{ ...entry("192.0.2.1"), sites: ["*"] }]],
    ["no time", [{ crawler: "googlebot", cidr: "192.0.2.1" }]],
    ["a time that is yet to come", [entry("192.0.2.1", "googlebot", now + 2 * hourMs)]],
    ["more addresses than the agent keeps", Array.from({ length: 4_001 }, (_, at) => entry(`192.0.${at >> 8}.${at & 255}`))],
  ])("has a list that counts as it last was good, and is told, where it holds %s", (_, content) => {
    if (typeof content === "string") writeFileSync(file(), content);
    else write(entry("192.0.2.9"), ...content);
    const config = configOf(google);
    expect(() => readVerified(config, now)).toThrow("is no list of verified crawlers");
    expect(passing(config)).toEqual([]);
    expect(problems(config)).toContain("it lets nobody pass");
    const last = { ...none, verified: [{ crawler: "googlebot", cidr: "192.0.2.1", verifiedAt: now }] };
    expect(passing(config, last)).toEqual(["192.0.2.1"]);
    expect(problems(config, last)).toContain("what was last good of it counts");
    expect(passing(config, last, now + 9 * dayMs)).toEqual([]);
  });

  it("has no list that is a link, a pipe's place, too large, or others' to write", () => {
    const config = configOf(google);
    symlinkSync(join(dir, "sekisho.yaml"), file());
    expect(problems(config)).toContain(file());
    rmSync(file());
    writeFileSync(file(), " ".repeat(1_000_001), { mode: 0o640 });
    expect(problems(config)).toContain("no regular file of at most");
    write(entry("192.0.2.1"));
    chmodSync(file(), 0o660);
    expect(problems(config)).toContain("others may write it");
    chmodSync(file(), 0o640);
    expect(passing(config)).toEqual(["192.0.2.1"]);
  });

  it.skipIf(process.getuid?.() !== 0)("has no list that is another user's, though it lies there by a second name", () => {
    const config = configOf(google);
    writeFileSync(join(dir, "elsewhere"), JSON.stringify({ crawlers: [entry("192.0.2.1")] }), { mode: 0o640 });
    chownSync(join(dir, "elsewhere"), 4_242, 4_242);
    linkSync(join(dir, "elsewhere"), file());
    expect(problems(config)).toContain("neither root's nor its folder's owner's");
    expect(statSync(file()).nlink).toBe(2);
  });

  it("has its list made anew by the agent where it was spoilt", async () => {
    const { dns } = lab();
    const config = configOf(google);
    const crawlers = openCrawlers(config, { dns, clock: createSetClock(now) });
    crawlers?.seen("192.0.2.1", agent);
    await crawlers?.work();
    writeFileSync(file(), "{");
    await crawlers?.work();
    expect(passing(config)).toEqual(["192.0.2.1"]);
  });

  it("is never this machine, a private network or a proxy of the config", () => {
    write(...["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.1.2.3", "fe80::1", "198.51.100.7", "192.0.2.1"].map((cidr) => entry(cidr)));
    const config = configOf(google, "trustedProxies: [198.51.100.0/24]\n");
    expect(passing(config)).toEqual(["192.0.2.1"]);
    expect(problems(config)).toContain("6 addresses of crawlers are left out");
  });

  it("has at most sixteen single addresses of one IPv6 /64", () => {
    write(...Array.from({ length: 20 }, (_, at) => entry(`2001:db8::${(at + 1).toString(16)}`)), entry("2001:db8:0:1::1"));
    const config = configOf(google);
    expect(passing(config)).toHaveLength(17);
    expect(problems(config)).toContain("4 addresses of crawlers are left out");
  });
});

describe("a crawler's file of ranges", () => {
  const ranged = "[{ name: Google, crawler: googlebot, ranges: googlebot.json }]";
  const ranges = (...cidrs: readonly string[]): void =>
    writeFileSync(join(dir, "googlebot.json"), JSON.stringify({ prefixes: cidrs.map((ipv4Prefix) => ({ ipv4Prefix })) }));

  it("lets its networks pass", () => {
    ranges("192.0.2.64/27");
    expect(readCrawlers(configOf(ranged), none, now).networks).toEqual([{ crawler: "googlebot", cidr: "192.0.2.64/27" }]);
  });

  it("stops set-up, by name, where it is missing, wrong, no file, or everybody's to write", () => {
    const setUp = (exceptions = ranged) => crawlerNetworks(configOf(exceptions), none, now);
    expect(() => setUp()).toThrow("googlebot.json is not there");
    ranges("0.0.0.0/0");
    expect(() => setUp()).toThrow("googlebot.json: prefixes[0]: 0.0.0.0/0 is wider than /8");
    ranges("60.0.0.0/8", "61.0.0.0/32");
    expect(() => setUp()).toThrow("together hold more than a /8 of IPv4");
    ranges("192.0.2.64/27");
    chmodSync(join(dir, "googlebot.json"), 0o666);
    expect(() => setUp()).toThrow("others may write it");
    expect(() => setUp(ranged.replace("googlebot.json", "."))).toThrow("no regular file");
  });

  it("counts as it last was good in a running enforcer where it is spoilt, until it is mended", () => {
    ranges("192.0.2.64/27");
    const config = configOf(ranged);
    const { good } = readCrawlers(config, none, now);
    for (const spoil of [() => writeFileSync(join(dir, "googlebot.json"), "{"), () => rmSync(join(dir, "googlebot.json"))]) {
      spoil();
      expect(readCrawlers(config, good, now).networks).toEqual([{ crawler: "googlebot", cidr: "192.0.2.64/27" }]);
      expect(readCrawlers(config, good, now).good).toEqual(good);
      expect(readCrawlers(config, good, now).problems.join()).toContain("googlebot.json");
    }
    ranges("192.0.2.96/27");
    expect(readCrawlers(config, good, now).networks).toEqual([{ crawler: "googlebot", cidr: "192.0.2.96/27" }]);
  });
});
