import { chmod, chown, lstat, rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { dirname } from "node:path";
import { OperationError } from "../../domain/operation-error.ts";
import type { OrderAnswer } from "./order.ts";

/** The longest order, and how long somebody may take to say it. */
const mostBytes = 1024 * 1024;
const patienceMs = 10_000;
const mostAtOnce = 16;

/** A folder that nobody but root, or whoever runs this, can put a socket into. Throws `place-unsafe`. */
const checkSocketFolder = async (folder: string): Promise<{ readonly group: number }> => {
  const { uid, gid, mode } = await lstat(folder);
  const bits = mode & 0o7777;
  const isOurs = uid === 0 || uid === process.geteuid?.();
  if (!isOurs || (bits & 0o027) !== 0)
    throw new OperationError(
      "place-unsafe",
      `${folder}: owned by uid ${uid} with mode ${bits.toString(8)}; it is to be root's and 0750 or less`,
    );
  return { group: gid };
};

const readLine = (socket: Socket, then: (line: string) => void): void => {
  let held = Buffer.alloc(0);
  socket.setTimeout(patienceMs, () => socket.destroy());
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    const end = held.indexOf(0x0a);
    if (end >= 0) {
      socket.pause();
      then(held.subarray(0, end).toString("utf8"));
    } else if (held.length > mostBytes) socket.destroy();
  });
};

/** Listens at a Unix socket: one line in, one line out. Orders are answered one after the other. Throws `place-unsafe`. */
export const serveOrders = async (path: string, answer: (line: string) => Promise<OrderAnswer>): Promise<{ stop: () => Promise<void> }> => {
  const { group } = await checkSocketFolder(dirname(path));
  let before: Promise<unknown> = Promise.resolve();
  const server = createServer((socket) =>
    readLine(socket, (line) => {
      before = before.then(async () => socket.end(`${JSON.stringify(await answer(line))}\n`)).catch(() => socket.destroy());
    }),
  );
  server.maxConnections = mostAtOnce;
  await rm(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  // Whoever may enter the folder may speak; an order is obeyed for its signature alone.
  if (process.geteuid?.() === 0) await chown(path, 0, group);
  await chmod(path, 0o660);
  return {
    stop: async () => {
      await new Promise((resolve) => server.close(resolve));
      await before;
    },
  };
};
