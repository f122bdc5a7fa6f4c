import { createHash } from "node:crypto";
import { type FileHandle, link, open, rename, rm, unlink } from "node:fs/promises";
import { below, openFolder } from "../../../kit/handle-walk.ts";
import { fileName, openSiteFile, readHandle } from "./site-file.ts";

// Runs with the rights of the site's user, so that whatever that user put in the way it can reach nothing that is not theirs.
//   replace ROOT SHA MODE   lays the bytes from stdin in place of the file with that hash; SHA "none": where no file is
//   remove ROOT SHA         takes the file with that hash away
//   sweep ROOT              takes away what a child that was killed left beside it
// Says what is wrong on stderr, in one line, and ends with 1; with 3 where the file is not the one that was told.

const [verb = "", root = "", expected = "", mode = ""] = process.argv.slice(2);
const besideName = `${fileName}.sekisho-new`;
const changedExit = 3;

const fail = (why: string, exit = 1): never => {
  process.exitCode = exit;
  throw new Error(why);
};

const ownUid = (): number => process.getuid?.() ?? -1;

const hashOf = async (handle: FileHandle): Promise<string> =>
  createHash("sha256")
    .update(Buffer.from((await readHandle(handle)).text, "latin1"))
    .digest("hex");

/** The file as it was told, still open; null where none was told and none is there. */
const openExpected = async (folder: FileHandle): Promise<FileHandle | null> => {
  const handle = await openSiteFile(folder, ownUid());
  if (handle === null) return expected === "none" ? null : fail("it is gone by now", changedExit);
  if (expected === "none") return fail("a file appeared by now", changedExit);
  return (await hashOf(handle)) === expected ? handle : fail("somebody changed it meanwhile", changedExit);
};

/** Right before the name is given to another file: it still leads to what was read, and that is still the same. */
const requireStill = async (folder: FileHandle, handle: FileHandle): Promise<void> => {
  const now = await openSiteFile(folder, ownUid());
  if (now === null) return fail("it is gone by now", changedExit);
  try {
    const [was, is] = [await handle.stat(), await now.stat()];
    const isSame = was.ino === is.ino && was.dev === is.dev && (await hashOf(now)) === expected;
    if (!isSame) fail("somebody changed it meanwhile", changedExit);
  } finally {
    await now.close();
  }
};

const readStdin = async (): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

/** The group stays: where PHP or the web server reads by it, a file without it would shut the site. */
const keepGroup = async (from: FileHandle, to: FileHandle): Promise<void> => {
  const [was, is] = [await from.stat(), await to.stat()];
  if (was.gid === is.gid) return;
  await to.chown(is.uid, was.gid).catch(() => fail(`its group ${was.gid} is not one that the site's user may give`));
};

const writeBeside = async (folder: FileHandle, bytes: Buffer, before: FileHandle | null): Promise<void> => {
  await rm(below(folder, besideName), { force: true });
  const made = await open(below(folder, besideName), "wx", 0o600);
  try {
    await made.writeFile(bytes);
    if (before !== null) await keepGroup(before, made);
    await made.chmod(Number.parseInt(mode, 8));
    await made.sync();
  } finally {
    await made.close();
  }
};

const replace = async (folder: FileHandle): Promise<void> => {
  const bytes = await readStdin();
  const before = await openExpected(folder);
  const beside = below(folder, besideName);
  const place = below(folder, fileName);
  try {
    await writeBeside(folder, bytes, before);
    if (before === null) {
      // A second name fails where something is: what appeared meanwhile is not overwritten.
      await link(beside, place).catch(() => fail("a file appeared by now", changedExit));
    } else {
      await requireStill(folder, before);
      await rename(beside, place);
    }
    await folder.sync();
  } finally {
    await rm(beside, { force: true });
    await before?.close();
  }
};

const remove = async (folder: FileHandle): Promise<void> => {
  const before = await openExpected(folder);
  if (before === null) return;
  try {
    await requireStill(folder, before);
    await unlink(below(folder, fileName));
    await folder.sync();
  } finally {
    await before.close();
  }
};

try {
  const folder = await openFolder(root);
  if (verb === "replace") await replace(folder);
  else if (verb === "remove") await remove(folder);
  else await rm(below(folder, besideName), { force: true });
  await folder.close();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode ||= 1;
}
