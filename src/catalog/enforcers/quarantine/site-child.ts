import { constants } from "node:fs";
import { type FileHandle, link, open, readFile, rm, unlink } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { createInterface } from "node:readline";
import { below, openFolder } from "../../../kit/handle-walk.ts";

// Runs with the rights of the site's user, so that whatever that user put in the way it can reach nothing that is not theirs.
//   take FILE      writes one line of JSON (mode, modified, size), then the bytes; after "kept SHA" on stdin it takes the name away
//   put FILE MODE MODIFIED-MS   reads the bytes from stdin and lays them where nothing is
// Says what is wrong on stderr, in one line, and ends with 1.

/** A script is small; what is larger is no script, and a sparse file may say that it is endless. */
const mostBytes = 64 * 1024 * 1024;

const [verb = "", file = "", mode = "600", modified = "0"] = process.argv.slice(2);

const refuse = (why: string): never => {
  throw new Error(why);
};

/** O_NONBLOCK: a pipe under that name would wait for ever. */
const readFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;

const openTheirs = async (folder: FileHandle): Promise<FileHandle> => {
  const handle = await open(below(folder, basename(file)), readFlags);
  const { uid, nlink, size } = await handle.stat();
  if (!(await handle.stat()).isFile()) refuse("it is no regular file");
  if (uid !== process.getuid?.()) refuse(`it belongs to uid ${uid}`);
  if (nlink !== 1) refuse(`it has ${nlink} names`);
  if (size > mostBytes) refuse(`it has ${size} bytes, more than a script has`);
  return handle;
};

const writeOut = (chunk: Uint8Array | string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(chunk, (error) => (error ? reject(error) : resolve()));
  });

const sendBytes = async (handle: FileHandle): Promise<void> => {
  const buffer = Buffer.alloc(64 * 1024);
  for (let sent = 0; ; ) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, sent);
    if (bytesRead === 0) return;
    sent += bytesRead;
    if (sent > mostBytes) refuse("it grows while it is read");
    await writeOut(Buffer.from(buffer.subarray(0, bytesRead)));
  }
};

const untilKept = async (): Promise<boolean> => {
  for await (const line of createInterface({ input: process.stdin })) return line === "kept";
  return false;
};

/** Only the name that still leads to what was read goes. */
const takeName = async (folder: FileHandle, handle: FileHandle): Promise<void> => {
  const name = below(folder, basename(file));
  const now = await open(name, readFlags);
  const [a, b] = [await handle.stat(), await now.stat()];
  await now.close();
  if (a.ino !== b.ino || a.dev !== b.dev) refuse("another file is under the name by now");
  await unlink(name);
};

const take = async (): Promise<void> => {
  const folder = await openFolder(dirname(file));
  const handle = await openTheirs(folder);
  const { mode: bits, mtimeMs, size } = await handle.stat();
  await writeOut(`${JSON.stringify({ mode: bits & 0o7777, modified: Math.round(mtimeMs), size })}\n`);
  await sendBytes(handle);
  await new Promise<void>((resolve) => process.stdout.end(() => resolve()));
  if (!(await untilKept())) refuse("it was not kept");
  await takeName(folder, handle);
};

/** It was laid back already, and who laid it did not live to say so. */
const unlessSame = async (folder: FileHandle, beside: string, error: unknown): Promise<void> => {
  const there = await openTheirs(folder);
  const isSame = (await there.readFile()).equals(await readFile(beside));
  await there.close();
  if (!isSame) throw error;
};

const put = async (): Promise<void> => {
  const folder = await openFolder(dirname(file));
  const beside = below(folder, `.${basename(file)}.sekisho-new`);
  await rm(beside, { force: true });
  const handle = await open(beside, "wx", 0o600);
  for await (const chunk of process.stdin) await handle.writeFile(chunk as Buffer);
  await handle.chmod(Number.parseInt(mode, 8));
  await handle.utimes(Number(modified) / 1_000, Number(modified) / 1_000);
  await handle.sync();
  await handle.close();
  try {
    // A second name fails where something is: what appeared there meanwhile is not overwritten.
    await link(beside, below(folder, basename(file))).catch((error: unknown) => unlessSame(folder, beside, error));
  } finally {
    await unlink(beside);
  }
};

try {
  await (verb === "take" ? take() : put());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
