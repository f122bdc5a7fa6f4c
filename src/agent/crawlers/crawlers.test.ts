import { describe, expect, it } from "vitest";
import { createSetClock } from "../../kit/clock.ts";
import { dayMs, hourMs, minuteMs } from "../../kit/time-units.ts";
import { type CrawlerDns, dnsOf } from "./confirm-crawler.ts";
import { type CrawlerBookParts, createCrawlerBook } from "./crawler-book.ts";
import { type PassConfig, passesOf } from "./passes-of.ts";
import { readPublishedRanges } from "./published-ranges.ts";

const google = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
const bing = "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)";
const start = Date.UTC(2026, 2, 2, 1);

const coded = (code: string): Error => Object.assign(new Error(code), { code });

/** A resolver of its own: reverse names by address, addresses by name; what it does not know is ENOTFOUND. */
const lab = (part: Partial<CrawlerBookParts> = {}) => {
  const clock = createSetClock(start);
  const reverse: Record<string, readonly string[] | Error> = {
    "192.0.2.1": ["crawl-192-0-2-1.googlebot.com."],
    "192.0.2.2": ["crawl-192-0-2-1.googlebot.com"],
    "192.0.2.3": ["googlebot.com.stranger.example"],
    "192.0.2.4": ["notgooglebot.com"],
    "2001:db8::1": ["Crawl-6.GoogleBot.com"],
    "203.0.113.1": ["msnbot-203-0-113-1.search.msn.com"],
  };
  const forward: Record<string, readonly string[]> = {
    "crawl-192-0-2-1.googlebot.com": ["192.0.2.1"],
    "googlebot.com.stranger.example": ["192.0.2.3"],
    "notgooglebot.com": ["192.0.2.4"],
    "crawl-6.googlebot.com": ["2001:0db8:0::1"],
    "msnbot-203-0-113-1.search.msn.com": ["203.0.113.1"],
  };
  let lookups = 0;
  const answer = async (found: readonly string[] | Error | undefined): Promise<readonly string[]> => {
    lookups++;
    if (found === undefined) throw coded("ENOTFOUND");
    if (found instanceof Error) throw found;
    return found;
  };
  const dns: CrawlerDns = { reverse: (address) => answer(reverse[address]), addresses: (name) => answer(forward[name]) };
  const book = createCrawlerBook({ crawlers: ["googlebot", "bingbot"], dns, clock, ...part });
  return { book, clock, reverse, forward, lookups: () => lookups, cidrs: () => book.verified().map(({ cidr }) => cidr) };
};

describe("a crawler", () => {
  it("is verified where its name is the crawler's and leads back to its address, IPv4 and IPv6", async () => {
    const { book } = lab();
    book.seen("192.0.2.1", google);
    book.seen("2001:db8:0:0::1", google);
    book.seen("203.0.113.1", bing);
    expect(await book.work()).toBe(true);
    expect(book.verified()).toEqual([
      { crawler: "googlebot", cidr: "192.0.2.1", verifiedAt: start },
      { crawler: "googlebot", cidr: "2001:db8::1", verifiedAt: start },
      { crawler: "bingbot", cidr: "203.0.113.1", verifiedAt: start },
    ]);
    expect(await book.work()).toBe(false);
  });

  it.each([
    ["its name leads to another address", "192.0.2.2", google],
    ["the domain stands within its name and not at the end", "192.0.2.3", google],
    ["its name only ends with the same letters", "192.0.2.4", google],
    ["it has no name", "192.0.2.9", google],
    ["its name is another crawler's", "203.0.113.1", google],
    ["it claims to be none of the config's", "192.0.2.1", "Mozilla/5.0 (compatible; YandexBot/3.0)"],
    ["it is no address", "shop.example", google],
  ])("is none where %s", async (_, address, agent) => {
    const { book, cidrs } = lab();
    book.seen(address, agent);
    await book.work();
    expect(cidrs()).toEqual([]);
  });

  it("is asked about once in its time, and not at all on a request's path", async () => {
    const { book, clock, lookups } = lab();
    for (let request = 0; request < 100; request++) book.seen("192.0.2.1", google);
    book.seen("192.0.2.4", google);
    expect(lookups()).toBe(0);
    await book.work();
    expect(lookups()).toBe(3);
    for (const address of ["192.0.2.1", "192.0.2.4"]) book.seen(address, google);
    await book.work();
    expect(lookups()).toBe(3);
    clock.set(start + 7 * hourMs);
    book.seen("192.0.2.4", google);
    await book.work();
    expect(lookups()).toBe(4);
  });

  it("is asked about at most so many times a minute; the rest waits", async () => {
    const { book, clock, cidrs, lookups } = lab({ lookupsPerMinute: 6 });
    book.seen("192.0.2.1", google);
    book.seen("2001:db8::1", google);
    await book.work();
    expect([cidrs(), lookups()]).toEqual([["192.0.2.1"], 2]);
    await book.work();
    expect(lookups()).toBe(2);
    clock.set(start + minuteMs);
    await book.work();
    expect(cidrs()).toEqual(["192.0.2.1", "2001:db8::1"]);
  });

  it("stays one while the resolver does not answer, for a week, and not a moment longer once it is another's", async () => {
    const { book, clock, reverse, cidrs } = lab();
    book.seen("192.0.2.1", google);
    book.seen("2001:db8::1", google);
    await book.work();
    reverse["192.0.2.1"] = coded("ESERVFAIL");
    reverse["2001:db8::1"] = ["customer-1.stranger.example"];
    clock.set(start + dayMs);
    expect(await book.work()).toBe(true);
    expect(cidrs()).toEqual(["192.0.2.1"]);
    clock.set(start + 8 * dayMs);
    await book.work();
    expect(cidrs()).toEqual([]);
  });

  it("is not waited for longer than patience lasts", async () => {
    const never = (): Promise<never> => new Promise(() => {});
    const { book, cidrs } = lab({ patienceMs: 5, dns: { reverse: never, addresses: never } });
    book.seen("192.0.2.1", google);
    expect(await book.work()).toBe(false);
    expect(cidrs()).toEqual([]);
  });

  it("that stays away for a month is forgotten", async () => {
    const { book, clock, cidrs } = lab();
    book.seen("192.0.2.1", google);
    await book.work();
    clock.set(start + 31 * dayMs);
    expect(await book.work()).toBe(true);
    expect(cidrs()).toEqual([]);
  });
});

describe("a resolver of Node", () => {
  const of = (four: readonly string[] | Error, six: readonly string[] | Error): Promise<readonly string[]> => {
    const answer = (what: readonly string[] | Error) => async () => {
      if (what instanceof Error) throw what;
      return what;
    };
    return dnsOf({ reverse: async () => [], resolve4: answer(four), resolve6: answer(six) }).addresses("a.example");
  };

  it("answers for a name with addresses of one family, and tells none from no answer", async () => {
    expect(await of(["192.0.2.1"], coded("ENODATA"))).toEqual(["192.0.2.1"]);
    await expect(of(coded("ENODATA"), coded("ENODATA"))).rejects.toMatchObject({ code: "ENODATA" });
    await expect(of(coded("ENODATA"), coded("ETIMEOUT"))).rejects.toMatchObject({ code: "ETIMEOUT" });
  });
});

describe("a file of published ranges", () => {
  const read = (...prefixes: readonly object[]) => readPublishedRanges(JSON.stringify({ creationTime: "2026-03-02T00:00:00", prefixes }));

  it("is read in the form that crawlers publish", () => {
    expect(read({ ipv6Prefix: "2001:db8:4860::/64" }, { ipv4Prefix: "192.0.2.64/27" }, { ipv4Prefix: "192.0.2.64/27" })).toEqual({
      ...{ ok: true, cidrs: ["192.0.2.64/27", "2001:db8:4860::/64"] },
    });
  });

  it("is refused as a whole where one prefix is wrong, and where one would be a pass for everybody", () => {
    expect(read({ ipv4Prefix: "192.0.2.0/24" }, { ipv4Prefix: "0.0.0.0/0" })).toEqual({
      ok: false,
      reason: "prefixes[1]: 0.0.0.0/0 is wider than /8",
    });
    expect(read({ ipv6Prefix: "2001:db8::1/64" })).toMatchObject({ ok: false });
    expect(read({ service: "x" })).toEqual({ ok: false, reason: "prefixes[0] has no ipv4Prefix or ipv6Prefix" });
    for (const text of ["", "[]", "null", "{}", '{"prefixes":{}}']) expect(readPublishedRanges(text).ok).toBe(false);
  });
});

describe("the passes of a config", () => {
  const config: PassConfig = {
    exceptions: [
      { name: "payment", cidr: "203.0.113.192/26", sites: ["WWW.shop.example"] },
      { name: "monitor", cidr: "198.51.100.7", sites: ["*"] },
      { name: "Google", crawler: "googlebot", sites: ["*"] },
      { name: "Bing", crawler: "bingbot", sites: ["two.example"] },
      { name: "elsewhere", cidr: "198.51.100.9", sites: ["none.example"] },
    ],
    accounts: [
      { name: "u1", owner: { addresses: ["203.0.113.5"] }, sites: [{ domain: "shop.example", aliases: ["store.example"] }] },
      { name: "u2", sites: [{ domain: "two.example", aliases: [] }] },
    ],
  };

  it("are its exceptions, its crawlers as far as they are verified or published, and owners on their own sites", () => {
    const networks = [
      { crawler: "googlebot", cidr: "192.0.2.1" },
      { crawler: "googlebot", cidr: "192.0.2.64/27" },
      { crawler: "yandexbot", cidr: "192.0.2.2" },
    ];
    expect(passesOf(config, networks)).toEqual([
      { name: "payment", cidr: "203.0.113.192/26", sites: ["shop.example"] },
      { name: "monitor", cidr: "198.51.100.7", sites: ["*"] },
      { name: "Google", cidr: "192.0.2.1", sites: ["*"] },
      { name: "Google", cidr: "192.0.2.64/27", sites: ["*"] },
      { name: "owner of u1", cidr: "203.0.113.5", sites: ["shop.example"] },
    ]);
  });

  it("let no crawler pass of which nothing is known yet, and are there once each", () => {
    const twice = { ...config, exceptions: [...config.exceptions.slice(0, 3), ...config.exceptions.slice(0, 1)] };
    expect(passesOf(twice, []).map(({ name }) => name)).toEqual(["payment", "monitor", "owner of u1"]);
  });
});
