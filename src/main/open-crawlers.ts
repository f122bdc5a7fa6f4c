import { Resolver } from "node:dns/promises";
import { mkdirSync } from "node:fs";
import { type CrawlerDns, dnsOf } from "../agent/crawlers/confirm-crawler.ts";
import { createCrawlerBook, type VerifiedCrawler } from "../agent/crawlers/crawler-book.ts";
import type { Config } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { Clock } from "../kit/clock.ts";
import { realDisk } from "../kit/disk-steps.ts";
import { namedCrawlers } from "./crawler-networks.ts";
import { crawlersFile, crawlersText, readVerified } from "./verified-crawlers.ts";

/** Verifies the crawlers of the config that the access logs show. */
interface Crawlers {
  readonly seen: (address: string, userAgent: string) => void;
  /** To be called each minute: asks about what waits, and writes down who is verified since when, where that is not what lies there. */
  readonly work: () => Promise<void>;
}

interface CrawlersParts {
  readonly dns: CrawlerDns;
  readonly clock: Clock;
}

const fileMode = 0o640;

const realParts = (): CrawlersParts => ({ dns: dnsOf(new Resolver()), clock: { now: Date.now } });

/** A file that is none is made anew. */
const verifiedBefore = (config: Pick<Config, "stateDir">, now: number): readonly VerifiedCrawler[] => {
  try {
    return readVerified(config, now) ?? [];
  } catch (error) {
    if (error instanceof OperationError) return [];
    throw error;
  }
};

const lyingAt = async (path: string): Promise<string | null> => {
  const found = await realDisk.read(path).catch(() => null);
  return found === null || found.mode !== fileMode ? null : found.content.toString();
};

/** Null where the config names no crawler: nobody is asked anything. */
export const openCrawlers = (config: Pick<Config, "exceptions" | "stateDir">, given?: CrawlersParts): Crawlers | null => {
  const crawlers = namedCrawlers(config);
  if (crawlers.length === 0) return null;
  const parts = given ?? realParts();
  const book = createCrawlerBook({ ...parts, crawlers, before: verifiedBefore(config, parts.clock.now()) });
  const path = crawlersFile(config);
  return {
    seen: book.seen,
    work: async () => {
      await book.work();
      const text = crawlersText(book.verified());
      // What somebody else left there is put right as well.
      if ((await lyingAt(path)) === text) return;
      mkdirSync(config.stateDir.absolute, { recursive: true, mode: 0o750 });
      await realDisk.write(`${path}.new`, text, fileMode);
      await realDisk.rename(`${path}.new`, path);
    },
  };
};
