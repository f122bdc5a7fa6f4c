import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { CrawlerNetwork } from "../agent/crawlers/crawler-book.ts";
import { readPublishedRanges } from "../agent/crawlers/published-ranges.ts";
import type { Config } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";
import { readCidr } from "../kit/ip-range.ts";

type CrawlerConfig = Pick<Config, "exceptions" | "stateDir">;

/** Where the agent leaves what it verified; the next set-up of a web server makes passes of it. */
export const crawlersFile = ({ stateDir }: Pick<Config, "stateDir">): string => join(stateDir.absolute, "crawlers.json");

export const namedCrawlers = ({ exceptions }: Pick<Config, "exceptions">): readonly string[] => [
  ...new Set(exceptions.flatMap(({ crawler }) => crawler ?? [])),
];

/** More is neither a list of ranges nor of verified addresses. */
const mostBytes = 4_000_000;
/** The agent verifies single addresses; whoever writes wider networks there wants in himself. */
const widest = { 4: 24, 6: 48 } as const;
const mostNetworks = 4_000;

const isNarrow = (text: string): boolean => {
  const reading = readCidr(text);
  return reading.ok && reading.range.prefixBits >= widest[reading.range.first.family];
};

const verifiedForm = z.strictObject({
  crawlers: z
    .array(z.strictObject({ crawler: z.string().regex(/^[a-z][a-z0-9-]*$/), cidr: z.string().refine(isNarrow) }))
    .max(mostNetworks),
});

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

/** Null where nothing is there. Never waits for a pipe; a link is followed only where the operator named the file. */
const readSmall = (path: string, link: "followed" | "refused"): string | null => {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | (link === "refused" ? constants.O_NOFOLLOW : 0));
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.size > mostBytes) throw new Error(`no regular file of at most ${mostBytes} bytes`);
    return readFileSync(file, "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw new OperationError("input-unreadable", `${path}: ${error instanceof Error ? error.message : String(error)}`, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
};

const published = ({ exceptions }: CrawlerConfig): readonly CrawlerNetwork[] =>
  exceptions.flatMap(({ name, crawler, ranges }) => {
    if (crawler === undefined || ranges === undefined) return [];
    const text = readSmall(ranges.absolute, "followed");
    if (text === null) throw new OperationError("config-wrong", `exceptions "${name}": ranges: ${ranges.shown} is not there`);
    const reading = readPublishedRanges(text);
    if (!reading.ok) throw new OperationError("config-wrong", `exceptions "${name}": ranges: ${ranges.shown}: ${reading.reason}`);
    return reading.cidrs.map((cidr) => ({ crawler, cidr }));
  });

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What the agent has verified, of the crawlers that the config names; none where it has written nothing yet. Throws `config-wrong` for another form. */
export const verifiedNetworks = (config: CrawlerConfig): readonly CrawlerNetwork[] => {
  const names = new Set(namedCrawlers(config));
  if (names.size === 0) return [];
  const path = crawlersFile(config);
  const text = readSmall(path, "refused");
  if (text === null) return [];
  const read = verifiedForm.safeParse(jsonOf(text));
  if (!read.success)
    throw new OperationError("config-wrong", `${path} is no list of verified crawlers; remove it, the agent makes it anew`);
  // A crawler that the config names no more passes no more.
  return read.data.crawlers.filter(({ crawler }) => names.has(crawler));
};

/** A list that the agent spoilt closes nobody's enforcer: it has no passes then, and the agent makes it anew. */
const verifiedOrNone = (config: CrawlerConfig): readonly CrawlerNetwork[] => {
  try {
    return verifiedNetworks(config);
  } catch (error) {
    if (error instanceof OperationError) return [];
    throw error;
  }
};

/** Networks of the config's crawlers, as their operators publish them and as the agent verified them. Throws with the name of the file of ranges that is wrong. */
export const crawlerNetworks = (config: CrawlerConfig): readonly CrawlerNetwork[] => [...published(config), ...verifiedOrNone(config)];
