import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { openSqlite } from "../../../src/stores/sqlite/open-sqlite.ts";
import { feedDesk } from "./feed-desk.ts";
import { inOrder, shuffledAndDoubled } from "./requests.ts";
import { makeSpools } from "./spools.ts";

/** What a worker is to do: one desk, fed in one of two ways. */
export interface FeedTask {
  readonly messages: number;
  readonly seed: number;
  readonly isShuffled: boolean;
  /** Where its folder is made. */
  readonly place: string;
}

const { messages, seed, isShuffled, place } = workerData as FeedTask;
const spools = makeSpools(messages, seed);
const requests = isShuffled ? shuffledAndDoubled(spools, seed) : inOrder(spools);
const dir = mkdtempSync(join(place, "sekisho-deliveries-"));
try {
  parentPort?.postMessage(await feedDesk(await openSqlite(join(dir, "desk.db")), requests));
} finally {
  rmSync(dir, { recursive: true });
}
