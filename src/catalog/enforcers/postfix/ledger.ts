import { constants } from "node:fs";
import { type FileHandle, open, rename } from "node:fs/promises";
import { isQueueId } from "./spool.ts";

/** Where it is noted who handed a message in over SMTP from this machine: Postfix itself does not keep it. */
const fileIn = (dir: string): string => `${dir}/loopback`;
/** Two files of so many bytes: some 60,000 messages. */
const fullBytes = 1_048_576;

export interface Ledger {
  /** On the disk once this returns, if `safely`. */
  readonly note: (queueId: string, uid: number, safely: boolean) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens it to write; one writer at a time, the policy server. */
export const openLedger = async (dir: string): Promise<Ledger> => {
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
  let file: FileHandle = await open(fileIn(dir), flags, 0o640);
  let size = (await file.stat()).size;
  const turn = async (): Promise<void> => {
    await file.close();
    await rename(fileIn(dir), `${fileIn(dir)}.1`);
    file = await open(fileIn(dir), flags, 0o640);
    size = 0;
  };
  return {
    note: async (queueId, uid, safely) => {
      if (!isQueueId(queueId)) return;
      if (size > fullBytes) await turn();
      const line = `${queueId} ${uid}\n`;
      size += line.length;
      await file.appendFile(line);
      if (safely) await file.datasync();
    },
    close: () => file.close(),
  };
};

const textOf = async (path: string): Promise<string> => {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => null);
  if (file === null) return "";
  try {
    const buffer = Buffer.alloc(2 * fullBytes);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await file.close();
  }
};

/** Queue id → uid, of what was noted lately. A folder that is not there has noted nothing. */
export const readLedger = async (dir: string | null): Promise<ReadonlyMap<string, number>> => {
  if (dir === null) return new Map();
  const text = `${await textOf(`${fileIn(dir)}.1`)}${await textOf(fileIn(dir))}`;
  return new Map([...text.matchAll(/^([0-9A-Za-z]{6,24}) (\d{1,10})$/gm)].map(([, id, uid]) => [id ?? "", Number(uid)]));
};
