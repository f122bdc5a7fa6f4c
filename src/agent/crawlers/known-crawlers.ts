/** A search engine's crawler that can be told by its reverse names. */
export interface KnownCrawler {
  /** As `exceptions` of the config call it. */
  readonly name: string;
  /** What its user agent says, in lower case. Anybody can say it. */
  readonly says: readonly string[];
  /** Its addresses' reverse names are one of these or lie below. */
  readonly domains: readonly string[];
}

/**
 * Sources, each operator's own page on how to verify its crawler: developers.google.com/search/docs/crawling-indexing/verifying-googlebot (user-triggered
 * fetchers, whose names lie below googleusercontent.com, are left out: what runs there is also other people's); www.bing.com/webmasters/help/verifying-bingbot;
 * support.apple.com/en-us/119829; yandex.com/support/webmaster/robot-workings/check-yandex-robots.html; help.baidu.com (Baiduspider: baidu.com, baidu.jp);
 * help.yahoo.com (Slurp: crawl.yahoo.net). Crawlers that publish ranges and no names need a file of ranges in the config.
 */
export const knownCrawlers: readonly KnownCrawler[] = [
  { name: "googlebot", says: ["googlebot", "google-inspectiontool", "storebot-google"], domains: ["googlebot.com", "google.com"] },
  { name: "bingbot", says: ["bingbot", "msnbot", "adidxbot"], domains: ["search.msn.com"] },
  { name: "applebot", says: ["applebot"], domains: ["applebot.apple.com"] },
  { name: "yandexbot", says: ["yandex"], domains: ["yandex.ru", "yandex.net", "yandex.com"] },
  { name: "baiduspider", says: ["baiduspider"], domains: ["baidu.com", "baidu.jp"] },
  { name: "yahoo", says: ["yahoo! slurp"], domains: ["crawl.yahoo.net"] },
];

/** The crawler that a user agent claims to be, of those named; null for none. */
export const claimedCrawler = (agent: string, names: ReadonlySet<string>): KnownCrawler | null => {
  const said = agent.toLowerCase();
  return knownCrawlers.find(({ name, says }) => names.has(name) && says.some((word) => said.includes(word))) ?? null;
};
