import { constants } from "node:fs";
import { lstat, open, readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { OperationError } from "../../domain/operation-error.ts";
import type { Inbox, InboxMail } from "../../ports/inbox.ts";

/** What a Maildir inbox is made from. `largestBytes`: larger mails are named, not read. */
export interface MaildirPlace {
  readonly path: string;
  readonly largestBytes: number;
}

const failed = (what: string, cause: unknown): OperationError =>
  new OperationError("inbox-failed", `${what}: ${cause instanceof Error ? cause.message : String(cause)}`, cause);

const isMissing = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === "ENOENT";

/** A name as delivery agents give it: no path, nothing hidden. */
const isName = (name: string): boolean => name !== "" && !name.startsWith(".") && !/[/\0]/.test(name);

/** Reads one file of `new/`; null for what is no plain file or has just gone. A link or a pipe put there is never followed. */
const readMail = async (path: string, id: string, largestBytes: number): Promise<InboxMail | null> => {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(path, flags).catch((error: unknown) => {
    const { code } = error as { code?: unknown };
    if (code === "ENOENT" || code === "ELOOP" || code === "ENXIO") return null;
    throw failed(path, error);
  });
  if (file === null) return null;
  try {
    const seen = await file.stat();
    if (!seen.isFile()) return null;
    return { id, size: seen.size, bytes: seen.size > largestBytes ? null : await file.readFile() };
  } finally {
    await file.close();
  }
};

const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  await folder.sync().finally(() => folder.close());
};

const checkFolder = async (path: string): Promise<void> => {
  const seen = await lstat(path).catch((error: unknown) => {
    throw failed(path, error);
  });
  if (!seen.isDirectory()) throw failed(path, new Error("is no directory"));
};

/**
 * A Maildir that is the desk's alone. What stands in `new/` was delivered whole (half-written mail is in `tmp/`, which is never looked
 * at); taking a mail moves it to `cur/`, read. Source: Maildir as qmail and Dovecot document it.
 */
export const createMaildirInbox = ({ path, largestBytes }: MaildirPlace): Inbox => {
  const [fresh, taken] = [join(path, "new"), join(path, "cur")];
  const unread = async function* (): AsyncIterable<InboxMail> {
    await checkFolder(fresh);
    await checkFolder(taken);
    const names = await readdir(fresh).catch((error: unknown) => {
      throw failed(fresh, error);
    });
    // Names start with the second of delivery.
    for (const name of names.filter(isName).toSorted()) {
      const mail = await readMail(join(fresh, name), name, largestBytes);
      if (mail !== null) yield mail;
    }
  };
  const markTaken = async (id: string): Promise<void> => {
    if (!isName(id)) throw failed(id, new Error("is no name of a mail"));
    try {
      await rename(join(fresh, id), join(taken, id.includes(":2,") ? id : `${id}:2,S`));
      await syncFolder(taken);
      await syncFolder(fresh);
    } catch (error) {
      if (!isMissing(error)) throw failed(path, error);
    }
  };
  return { name: `maildir ${path}`, unread, markTaken, close: async () => {} };
};
