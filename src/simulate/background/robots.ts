import { addressOf, countryOfAttackers } from "../address-book.ts";
import { crawlers, feedReaders, monitorAgent, otherBots } from "../agents.ts";
import type { Chance } from "../chance.ts";
import { dayMs } from "../habits.ts";
import type { Page, Site } from "../model.ts";
import { type Guest, hitOf, type Tape } from "../tape.ts";

/** Programs that mean no harm: search engines, other readers, monitors, feed readers. */

const crawlerWeights = crawlers.map((crawler) => [crawler, crawler.weight] as const);

const crawl = (tape: Tape, site: Site, start: number, chance: Chance): void => {
  const pages: readonly Page[] = [...site.pages, ...site.articles];
  for (let left = chance.poisson(2 + site.visitsPerDay * 0.7); left > 0; left--) {
    const crawler = chance.weighted(crawlerWeights);
    const guest = { source: `198.18.${crawler.block}.${chance.int([1, 60])}`, agent: crawler.agent, protocol: "HTTP/1.1" };
    const page = chance.pick(pages);
    const drawn = chance.next();
    const at = start + Math.floor(chance.next() * dayMs);
    if (drawn < 0.08) tape.hit(hitOf(site, guest, { at, target: "/robots.txt", bytes: 120 }));
    else if (drawn < 0.12) tape.hit(hitOf(site, guest, { at, target: `/${chance.word(8)}/`, status: 404, bytes: 9000 }));
    else
      tape.hit(
        hitOf(site, guest, { at, target: page.path, status: drawn < 0.2 ? 304 : 200, bytes: drawn < 0.2 ? 0 : Math.round(page.bytes / 4) }),
      );
  }
};

const readByOthers = (tape: Tape, site: Site, start: number, chance: Chance): void => {
  for (let visits = chance.poisson(0.8); visits > 0; visits--) {
    const guest: Guest = {
      source: addressOf("hosting", countryOfAttackers(chance), chance),
      agent: chance.pick(otherBots),
      protocol: "HTTP/1.1",
    };
    let at = start + Math.floor(chance.next() * dayMs);
    for (let left = Math.min(60, chance.poisson(1 + site.visitsPerDay * 0.2)); left > 0; left--) {
      const page = chance.pick(site.articles);
      tape.hit(hitOf(site, guest, { at, target: page.path, bytes: Math.round(page.bytes / 4) }));
      at += chance.int([900, 20_000]);
    }
  }
};

const monitor = (tape: Tape, site: Site, start: number, chance: Chance): void => {
  const guest = { source: `198.18.176.${10 + (site.id % 40)}`, agent: monitorAgent, protocol: "HTTP/1.1" };
  // Every quarter of an hour on sites of some size; a few monitors post to a health page.
  const method = site.id % 7 === 0 ? "POST" : "HEAD";
  const target = method === "POST" ? "/wp-json/health/v1/ping" : "/";
  for (let at = start + chance.int([0, 900_000]); at < start + dayMs; at += 900_000 + chance.int([-900, 900])) {
    tape.hit(hitOf(site, guest, { at, method, target, bytes: method === "POST" ? 15 : 0 }));
  }
};

const readFeed = (tape: Tape, site: Site, start: number, chance: Chance): void => {
  for (let reader = 0; reader < site.feedReaders; reader++) {
    const guest = {
      source: addressOf("hosting", "US", chance.fork("feed", reader)),
      agent: feedReaders[reader % feedReaders.length] ?? "-",
      protocol: "HTTP/1.1",
    };
    for (let left = Math.min(8, 1 + Math.floor(site.visitsPerDay / 10)); left > 0; left--) {
      const at = start + Math.floor(chance.next() * dayMs);
      const isSame = chance.bool(0.7);
      tape.hit(
        hitOf(site, guest, { at, target: site.isWordPress ? "/feed/" : "/rss.xml", status: isSame ? 304 : 200, bytes: isSame ? 0 : 9200 }),
      );
    }
  }
};

export const robotsOfDay = (tape: Tape, site: Site, { start, chance }: { readonly start: number; readonly chance: Chance }): void => {
  crawl(tape, site, start, chance);
  readByOthers(tape, site, start, chance);
  if (site.isMonitored && site.visitsPerDay > 8) monitor(tape, site, start, chance);
  readFeed(tape, site, start, chance);
};
