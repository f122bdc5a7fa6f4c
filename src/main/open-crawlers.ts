import { Resolver } from "node:dns/promises";
import { mkdirSync } from "node:fs";
import { type CrawlerDns, dnsOf } from "../agent/crawlers/confirm-crawler.ts";
import { createCrawlerBook } from "../agent/crawlers/crawler-book.ts";
import type { Config } from "../config.ts";
import type { Clock } from "../kit/clock.ts";
import { realDisk } from "../kit/disk-steps.ts";
import { crawlersFile, namedCrawlers, verifiedNetworks } from "./crawler-networks.ts";

/** Verifies the crawlers of the config that the access logs show. */
interface Crawlers {
  readonly seen: (address: string, userAgent: string) => void;
  /** To be called each minute: asks about what waits, and writes down what is verified where it changed. */
  readonly work: () => Promise<void>;
}

interface CrawlersParts {
  readonly dns: CrawlerDns;
  readonly clock: Clock;
}

const fileMode = 0o640;

const realParts = (): CrawlersParts => ({ dns: dnsOf(new Resolver()), clock: { now: Date.now } });

/** What was verified before is asked about again at once; a file that is none is made anew. */
const before = (config: Pick<Config, "exceptions" | "stateDir">) => {
  try {
    return verifiedNetworks(config);
  } catch {
    return [];
  }
};

/** Null where the config names no crawler: nobody is asked anything. */
export const openCrawlers = (config: Pick<Config, "exceptions" | "stateDir">, parts?: CrawlersParts): Crawlers | null => {
  const crawlers = namedCrawlers(config);
  if (crawlers.length === 0) return null;
  const book = createCrawlerBook({ crawlers, ...(parts ?? realParts()) });
  for (const { cidr, crawler } of before(config)) book.seen(cidr, crawler);
  const path = crawlersFile(config);
  let isUnwritten = false;
  return {
    seen: book.seen,
    work: async () => {
      isUnwritten = (await book.work()) || isUnwritten;
      if (!isUnwritten) return;
      mkdirSync(config.stateDir.absolute, { recursive: true, mode: 0o750 });
      await realDisk.write(`${path}.new`, `${JSON.stringify({ crawlers: book.verified() }, null, 1)}\n`, fileMode);
      await realDisk.rename(`${path}.new`, path);
      isUnwritten = false;
    },
  };
};
