import { type Dirent, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { type QueueFile, readQueueFile } from "./queue-file.ts";

/** Postfix' queues in the order in which a message passes them; `hold` is where it waits for a person. */
export const openQueues = ["incoming", "active", "deferred"] as const;
type QueueName = (typeof openQueues)[number] | "hold";

export interface Queued extends QueueFile {
  readonly id: string;
  readonly queue: QueueName;
  readonly path: string;
}

const idPattern = /^[0-9A-Za-z]{6,24}$/;
/** So many files are read before others get their turn. */
const atOnce = 200;

export const isQueueId = (text: string): boolean => idPattern.test(text);

const entriesOf = (folder: string): readonly Dirent[] => {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
};

/** A queue may be spread over folders of one letter, so many deep. Source: postconf(5), hash_queue_names. */
const filesOf = (folder: string): readonly string[] =>
  entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.length === 1 ? filesOf(path) : [];
    return isQueueId(entry.name) ? [path] : [];
  });

/** Reads queues as they lie. A message that moves meanwhile may be missed or seen twice: look again. */
export const readQueues = async (queueDir: string, queues: readonly QueueName[]): Promise<readonly Queued[]> => {
  const found: Queued[] = [];
  let count = 0;
  for (const queue of queues) {
    for (const path of filesOf(join(queueDir, queue))) {
      if (++count % atOnce === 0) await breathe();
      const file = readQueueFile(path);
      if (file !== null) found.push({ ...file, queue, path, id: path.slice(path.lastIndexOf("/") + 1) });
    }
  }
  return found;
};

/** Inodes that a delivery agent has locked: such a message is on its way out. Source: proc(5), /proc/locks. */
export const lockedInodes = async (): Promise<ReadonlySet<number>> => {
  const text = await readFile("/proc/locks", "utf8");
  return new Set([...text.matchAll(/:(\d+) \d+ (?:\d+|EOF)$/gm)].map(([, inode]) => Number(inode)));
};
