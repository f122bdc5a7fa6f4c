import { join } from "node:path";
import { z } from "zod";
import { longestUnconfirmedMs, type VerifiedCrawler } from "../agent/crawlers/crawler-book.ts";
import type { Config } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";
import { readCidr } from "../kit/ip-range.ts";
import { dayMs, hourMs } from "../kit/time-units.ts";
import { readSmallFile } from "./small-file.ts";

/** Where the agent leaves what it verified; the enforcer makes passes of it. */
export const crawlersFile = ({ stateDir }: Pick<Config, "stateDir">): string => join(stateDir.absolute, "crawlers.json");

const mostBytes = 1_000_000;
/** As many as the agent keeps. */
const mostAddresses = 4_000;

/** The agent verifies single addresses; whoever writes a network there wants in himself. */
const isSingle = (text: string): boolean => {
  const reading = readCidr(text);
  return reading.ok && !text.includes("/");
};

/** The closed form of verified crawlers, in the agent's file and in the enforcer's own copy. */
export const verifiedList = z
  .array(
    z.strictObject({
      crawler: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
      cidr: z.string().max(45).refine(isSingle),
      verifiedAt: z.iso.datetime().transform((text) => Date.parse(text)),
    }),
  )
  .max(mostAddresses);

const verifiedForm = z.strictObject({ crawlers: verifiedList });

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What the agent writes. */
export const crawlersText = (crawlers: readonly VerifiedCrawler[]): string =>
  `${JSON.stringify({ crawlers: crawlers.map((one) => ({ ...one, verifiedAt: new Date(one.verifiedAt).toISOString() })) }, null, 1)}\n`;

/** The clock of one machine; a little ahead is what a clock that was set back leaves. */
const mostAheadMs = hourMs;
/** The agent asks each day anew and gives up after a week: what is older was left by one that runs no more. */
const oldestMs = longestUnconfirmedMs + dayMs;

export const isFresh = ({ verifiedAt }: VerifiedCrawler, now: number): boolean => now - verifiedAt <= oldestMs;

/**
 * What the agent has verified and when; null where it has written nothing yet. Throws `input-unreadable` for a file that is not the agent's, `config-wrong` for
 * one of another form: it counts whole or not at all.
 */
export const readVerified = (config: Pick<Config, "stateDir">, now: number): readonly VerifiedCrawler[] | null => {
  const path = crawlersFile(config);
  const text = readSmallFile(path, { mostBytes, from: "agents" });
  if (text === null) return null;
  const read = verifiedForm.safeParse(jsonOf(text));
  if (!read.success || read.data.crawlers.some(({ verifiedAt }) => verifiedAt > now + mostAheadMs))
    throw new OperationError("config-wrong", `${path} is no list of verified crawlers; the agent makes it anew`);
  return read.data.crawlers;
};
