import { once } from "node:events";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { Worker } from "node:worker_threads";
import type { Fed } from "./deliveries/feed-desk.ts";
import type { FeedTask } from "./deliveries/feed-worker.ts";
import { stateFaults } from "./deliveries/state-faults.ts";
import type { Finding, Proof } from "./proof.ts";

/** What is proven is order, not durability, so that the stores may lie in memory. */
const memory = "/dev/shm";
const place = existsSync(memory) ? memory : tmpdir();

/** In a thread of its own, so that both desks take half as long on two cores. */
const feed = async (task: Omit<FeedTask, "place">): Promise<Fed> => {
  const worker = new Worker(new URL("./deliveries/feed-worker.ts", import.meta.url), { workerData: { ...task, place } });
  const [fed] = (await once(worker, "message")) as [Fed];
  await once(worker, "exit");
  return fed;
};

const compare = async (count: number, seed: number): Promise<Finding> => {
  const messages = Math.trunc(count / 2);
  const [expected, got] = (await Promise.all([false, true].map((isShuffled) => feed({ messages, seed, isShuffled })))) as [Fed, Fed];
  const { cases, facts, effects, digest } = got.state;
  const say = (value: number): string => value.toLocaleString("en");
  const sent = `${say(got.sent)} deliveries (${say(messages)} messages of ${got.sources} agents, each twice, shuffled, in ${say(got.requests)} requests; up to ${say(got.mostWaiting)} waited at a time)`;
  const state = `${say(cases)} cases, ${say(facts)} facts, ${say(effects)} effects, SHA-256 ${digest.slice(0, 16)}… both times`;
  return {
    figure: `${sent} left the same state as ${say(expected.sent)} once and in order: ${state}; SQLite in ${place === memory ? "memory (/dev/shm)" : "a temporary folder"}`,
    faults: stateFaults(expected, got),
  };
};

export const deliveries: Proof = {
  name: "deliveries",
  about: "what agents send leaves the same state, shuffled and doubled, as in order",
  fullCount: 1_000_000,
  document: "RELIABILITY.md",
  run: compare,
};
