import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { CrawlerNetwork, VerifiedCrawler } from "../agent/crawlers/crawler-book.ts";
import type { Config } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { DiskSteps } from "../kit/disk-steps.ts";
import { readSmallFile } from "./small-file.ts";
import { crawlersText, verifiedList } from "./verified-crawlers.ts";

/** Each source of crawlers as it last was good. */
export interface LastGood {
  /** By crawler and path of its file. */
  readonly published: Readonly<Record<string, readonly CrawlerNetwork[]>>;
  readonly verified?: readonly VerifiedCrawler[];
}

type Place = Pick<Config, "enforcer">;

const fileOf = ({ enforcer }: Place): string => join(enforcer.stateDir.absolute, "crawlers-last-good.json");

const form = z.strictObject({
  published: z.record(z.string(), z.array(z.strictObject({ crawler: z.string(), cidr: z.string() }))),
  verified: verifiedList,
});

const mostBytes = 64_000_000;
const nothing: LastGood = { published: {} };

/** Nothing where there is none, or where it cannot be read: it only bridges what is spoilt. */
export const readLastGood = (config: Place): LastGood => {
  try {
    const text = readSmallFile(fileOf(config), { mostBytes, from: "agents" });
    return text === null ? nothing : form.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof OperationError || error instanceof SyntaxError || error instanceof z.ZodError) return nothing;
    throw error;
  }
};

const textOf = ({ published, verified = [] }: LastGood): string =>
  JSON.stringify({ published, verified: JSON.parse(crawlersText(verified)).crawlers });

/** Writes it where it is other than what was written before. */
export const createLastGoodKeeper = (config: Place, disk: DiskSteps) => {
  let kept = readLastGood(config);
  return {
    last: (): LastGood => kept,
    keep: async (good: LastGood): Promise<void> => {
      if (textOf(good) === textOf(kept)) return;
      const path = fileOf(config);
      mkdirSync(config.enforcer.stateDir.absolute, { recursive: true, mode: 0o700 });
      await disk.write(`${path}.new`, textOf(good), 0o600);
      await disk.rename(`${path}.new`, path);
      kept = good;
    },
  };
};
