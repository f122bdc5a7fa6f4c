import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Config, loadConfig } from "../config.ts";
import { createSetClock } from "../kit/clock.ts";
import { minuteMs } from "../kit/time-units.ts";
import { crawlerNetworks, verifiedNetworks } from "./crawler-networks.ts";
import { nginxConfigOf } from "./nginx-config-of.ts";
import { openCrawlers } from "./open-crawlers.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "sekisho-crawlers-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const configOf = (exceptions: string): Config => {
  const text = `
exceptions: ${exceptions}
servers: { nginx: { includeDir: /etc/nginx/sekisho } }
stateDir: .
accounts: [{ name: u1, uid: 1001, sites: [{ domain: blog.example, server: nginx }] }]
`;
  writeFileSync(join(dir, "sekisho.yaml"), text);
  return loadConfig("sekisho.yaml", dir);
};
const google = "[{ name: Google, crawler: googlebot }]";
const agent = "Mozilla/5.0 (compatible; Googlebot/2.1)";
const file = (): string => join(dir, "crawlers.json");

describe("a crawler of the config", () => {
  it("that the logs show is a pass in what the servers are told once it is verified, and is asked about again after a restart", async () => {
    const asked: string[] = [];
    const dns = {
      reverse: async (address: string) => {
        asked.push(address);
        return address === "192.0.2.1" ? ["crawl-1.googlebot.com"] : ["pc.stranger.example"];
      },
      addresses: async () => ["192.0.2.1"],
    };
    const config = configOf(google);
    const clock = createSetClock(Date.UTC(2026, 2, 2));
    const crawlers = openCrawlers(config, { dns, clock });
    crawlers?.seen("192.0.2.1", agent);
    crawlers?.seen("192.0.2.2", agent);
    expect(nginxConfigOf(config)?.passes).toEqual([]);
    await crawlers?.work();
    expect(nginxConfigOf(config)?.passes).toEqual([{ name: "Google", cidr: "192.0.2.1", sites: ["*"] }]);
    expect(readdirSync(dir).sort()).toEqual(["crawlers.json", "sekisho.yaml"]);
    await openCrawlers(config, { dns, clock: createSetClock(clock.now() + minuteMs) })?.work();
    expect(asked).toEqual(["192.0.2.1", "192.0.2.2", "192.0.2.1"]);
    expect(JSON.parse(readFileSync(file(), "utf8"))).toEqual({ crawlers: [{ crawler: "googlebot", cidr: "192.0.2.1" }] });
  });

  it("is looked for only where one is named", () => {
    expect(openCrawlers(configOf("[{ name: m, cidr: 192.0.2.7 }]"))).toBeNull();
  });

  it("that the config names no more passes no more", () => {
    writeFileSync(file(), JSON.stringify({ crawlers: [{ crawler: "bingbot", cidr: "192.0.2.1" }] }));
    expect(crawlerNetworks(configOf(google))).toEqual([]);
  });

  it.each([
    ["no JSON", "{"],
    ["a network for everybody", '{"crawlers":[{"crawler":"googlebot","cidr":"0.0.0.0/0"}]}'],
    ["no address", '{"crawlers":[{"crawler":"googlebot","cidr":"1; allow all"}]}'],
    ["a field of another kind", '{"crawlers":[{"crawler":"googlebot","cidr":"192.0.2.1","sites":["*"]}]}'],
  ])("has a file of verified addresses that is refused as a whole where it holds %s", (_, text) => {
    writeFileSync(file(), text);
    expect(() => verifiedNetworks(configOf(google))).toThrow("is no list of verified crawlers");
    expect(crawlerNetworks(configOf(google))).toEqual([]);
  });

  it("has no file of verified addresses that is a link to another", () => {
    symlinkSync(join(dir, "sekisho.yaml"), file());
    expect(() => verifiedNetworks(configOf(google))).toThrow(file());
    expect(crawlerNetworks(configOf(google))).toEqual([]);
  });
});

describe("a crawler's file of ranges", () => {
  const ranged = "[{ name: Google, crawler: googlebot, ranges: googlebot.json }]";

  it("lets its networks pass", () => {
    writeFileSync(join(dir, "googlebot.json"), '{"prefixes":[{"ipv4Prefix":"192.0.2.64/27"}]}');
    expect(nginxConfigOf(configOf(ranged))?.passes).toEqual([{ name: "Google", cidr: "192.0.2.64/27", sites: ["*"] }]);
  });

  it("is named where it is missing, wrong or no file", () => {
    expect(() => nginxConfigOf(configOf(ranged))).toThrow("googlebot.json is not there");
    writeFileSync(join(dir, "googlebot.json"), '{"prefixes":[{"ipv4Prefix":"0.0.0.0/0"}]}');
    expect(() => nginxConfigOf(configOf(ranged))).toThrow("googlebot.json: prefixes[0]: 0.0.0.0/0 is wider than /8");
    expect(() => nginxConfigOf(configOf(ranged.replace("googlebot.json", ".")))).toThrow("no regular file");
  });
});
