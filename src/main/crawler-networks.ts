import type { CrawlerNetwork, VerifiedCrawler } from "../agent/crawlers/crawler-book.ts";
import { readPublishedRanges } from "../agent/crawlers/published-ranges.ts";
import type { Config } from "../config.ts";
import { notPublic } from "../domain/deny-row.ts";
import { OperationError } from "../domain/operation-error.ts";
import { blocksMeet } from "../kit/block-holds.ts";
import { type IpRange, readCidr } from "../kit/ip-range.ts";
import type { LastGood } from "./last-good-crawlers.ts";
import { readSmallFile } from "./small-file.ts";
import { isFresh, readVerified } from "./verified-crawlers.ts";

export type CrawlerConfig = Pick<Config, "exceptions" | "stateDir" | "trustedProxies">;

/** Who crawls from where by what lies on the disk, and what of it could not be used, in words. */
export interface CrawlerReading {
  readonly networks: readonly CrawlerNetwork[];
  readonly problems: readonly string[];
  /** What was good of each source, to be kept for when it is not. */
  readonly good: LastGood;
}

const mostRangesBytes = 4_000_000;
/** Apache's map holds what is said of single addresses in one IPv6 /64 on one line, which it cuts off after 1,024 bytes. */
const mostOfOne64 = 16;

export const namedCrawlers = ({ exceptions }: Pick<Config, "exceptions">): readonly string[] => [
  ...new Set(exceptions.flatMap(({ crawler }) => crawler ?? [])),
];

type Ranged = CrawlerConfig["exceptions"][number];

/** The ranges of one exception, whole. Throws `config-wrong` or `input-unreadable`, naming the file. */
const publishedOf = ({ name, crawler = "", ranges }: Ranged): readonly CrawlerNetwork[] => {
  if (ranges === undefined) return [];
  const text = readSmallFile(ranges.absolute, { mostBytes: mostRangesBytes, from: "operators" });
  if (text === null) throw new OperationError("config-wrong", `exceptions "${name}": ranges: ${ranges.shown} is not there`);
  const reading = readPublishedRanges(text);
  if (!reading.ok) throw new OperationError("config-wrong", `exceptions "${name}": ranges: ${ranges.shown}: ${reading.reason}`);
  return reading.cidrs.map((cidr) => ({ crawler, cidr }));
};

const rangeOf = (cidr: string): IpRange | null => {
  const reading = readCidr(cidr);
  return reading.ok ? reading.range : null;
};

/** A pass for a proxy, or for what a spoilt forwarding header leaves, would be a pass for everybody. */
const createIsVisitor = ({ trustedProxies }: CrawlerConfig) => {
  const others = [...notPublic, ...trustedProxies].flatMap((cidr) => rangeOf(cidr) ?? []);
  return ({ cidr }: CrawlerNetwork): boolean => {
    const range = rangeOf(cidr);
    return range !== null && !others.some((other) => blocksMeet(range, other));
  };
};

const block64Of = ({ cidr }: CrawlerNetwork): string | null => {
  const first = rangeOf(cidr)?.first;
  return first?.family === 6 ? `${first.words[0]}:${first.words[1]}` : null;
};

const fewOfEach64 = (verified: readonly VerifiedCrawler[]): readonly VerifiedCrawler[] => {
  const counts = new Map<string, number>();
  return verified.filter((one) => {
    const block = block64Of(one);
    if (block === null) return true;
    const count = (counts.get(block) ?? 0) + 1;
    counts.set(block, count);
    return count <= mostOfOne64;
  });
};

const leftOut = (before: number, after: number, why: string): readonly string[] =>
  before === after ? [] : [`${before - after} addresses of crawlers are left out: ${why}`];

/** One source as it lies there; as it last was where it is spoilt. */
const orLastGood = <Network>(read: () => readonly Network[] | null, last: readonly Network[] | undefined) => {
  try {
    return { read: read() ?? [], problems: [] };
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    const instead = last === undefined ? "it lets nobody pass" : "what was last good of it counts";
    return { read: last ?? [], problems: [`${error.message} (${instead})`] };
  }
};

/**
 * Networks of the config's crawlers, as their operators publish them and as the agent verified them of late. A source that is spoilt counts as it
 * last was; single addresses that were not verified again for a week do not count, whatever the source.
 */
export const readCrawlers = (config: CrawlerConfig, last: LastGood, now: number): CrawlerReading => {
  const names = new Set(namedCrawlers(config));
  const ranged = config.exceptions.filter(({ crawler, ranges }) => crawler !== undefined && ranges !== undefined);
  const keyOf = ({ crawler, ranges }: Ranged): string => `${crawler} ${ranges?.absolute}`;
  const published = ranged.map((one) => ({
    key: keyOf(one),
    ...orLastGood<CrawlerNetwork>(() => publishedOf(one), last.published[keyOf(one)]),
  }));
  const verified = orLastGood<VerifiedCrawler>(() => (names.size === 0 ? [] : readVerified(config, now)), last.verified);
  // A crawler that the config names no more passes no more.
  const fresh = verified.read.filter((one) => names.has(one.crawler) && isFresh(one, now));
  const few = fewOfEach64(fresh);
  const all = [...published.flatMap(({ read }) => read), ...few.map(({ crawler, cidr }) => ({ crawler, cidr }))];
  const networks = all.filter(createIsVisitor(config));
  return {
    networks,
    problems: [
      ...published.flatMap(({ problems }) => problems),
      ...verified.problems,
      ...leftOut(fresh.length, few.length, `more than ${mostOfOne64} of one IPv6 /64`),
      ...leftOut(all.length, networks.length, "no visitor comes from there, or a proxy of the config lies there"),
    ],
    good: { published: Object.fromEntries(published.map(({ key, read }) => [key, read])), verified: verified.read },
  };
};

/** The same for set-up, which a person runs: what the operator has to mend is thrown. */
export const crawlerNetworks = (config: CrawlerConfig, last: LastGood, now: number): readonly CrawlerNetwork[] => {
  for (const one of config.exceptions) publishedOf(one);
  return readCrawlers(config, last, now).networks;
};
