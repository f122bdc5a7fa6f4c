import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { OperationError } from "../../domain/operation-error.ts";
import type { KeptMail, KeptMails, KeptReason } from "../../ports/kept-mails.ts";

/** Where they lie, the key of 32 bytes, and the bounds. */
export interface KeptMailPlace {
  readonly path: string;
  readonly key: Uint8Array;
  readonly mostMails: number;
  readonly mostBytes: number;
}

const cipher = "aes-256-gcm";
const ivBytes = 12;
const tagBytes = 16;

/** `1772828495000-unrouted-5210-9f2c….mail`: what is listed is told by the name, which the seal covers. */
const nameOf = ({ id, reason, at, size }: KeptMail): string => `${at}-${reason}-${size}-${id}.mail`;
const nameShape = /^(\d{1,15})-(unrouted|unreadable|too-large)-(\d{1,15})-([0-9a-f]{32})\.mail$/;

const mailOf = (name: string): readonly KeptMail[] => {
  const [, at, reason, size, id = ""] = nameShape.exec(name) ?? [];
  return id === "" ? [] : [{ id, reason: reason as KeptReason, at: Number(at), size: Number(size) }];
};

const seal = (name: string, bytes: Uint8Array, key: Uint8Array): Buffer => {
  const iv = randomBytes(ivBytes);
  const sealing = createCipheriv(cipher, key, iv).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([sealing.update(bytes), sealing.final()]);
  return Buffer.concat([iv, sealing.getAuthTag(), sealed]);
};

const unseal = (name: string, stored: Buffer, key: Uint8Array): Uint8Array => {
  const opening = createDecipheriv(cipher, key, stored.subarray(0, ivBytes)).setAAD(Buffer.from(name));
  opening.setAuthTag(stored.subarray(ivBytes, ivBytes + tagBytes));
  return Buffer.concat([opening.update(stored.subarray(ivBytes + tagBytes)), opening.final()]);
};

/** On disk before it has its name, so that a crash leaves no half of one. */
const writeWhole = async (path: string, name: string, bytes: Uint8Array): Promise<void> => {
  const half = join(path, `${name}.half`);
  const file = await open(half, "w", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(half, join(path, name));
};

/** A mail that is kept without its bytes takes next to no room. */
const roomOf = ({ reason, size }: KeptMail): number => (reason === "too-large" ? 0 : size);

/** Those that are one too many, the oldest first. */
const surplus = (mails: readonly KeptMail[], { mostMails, mostBytes }: KeptMailPlace): readonly KeptMail[] => {
  let bytes = 0;
  const kept = mails.toReversed().findIndex((mail, at) => {
    bytes += roomOf(mail);
    return at >= mostMails || bytes > mostBytes;
  });
  return kept < 0 ? [] : mails.slice(0, mails.length - kept);
};

const explain = (cause: unknown, what: string): never => {
  if (cause instanceof OperationError) throw cause;
  const isFull = cause instanceof Error && "code" in cause && (cause.code === "ENOSPC" || cause.code === "EDQUOT");
  throw new OperationError(isFull ? "store-full" : "store-unreachable", `cannot ${what}: ${String(cause)}`, cause);
};

/** Mails that are kept, each a file of its own, sealed with AES-256-GCM under its name. */
export const createKeptMailFolder = (place: KeptMailPlace): KeptMails => {
  const { path, key } = place;
  const list = async (): Promise<readonly KeptMail[]> => {
    await mkdir(path, { recursive: true, mode: 0o700 });
    const names = await readdir(path);
    return names.flatMap(mailOf).toSorted((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
  };
  const find = async (id: string): Promise<KeptMail | undefined> => (await list()).find((mail) => mail.id === id);
  const removeAll = async (mails: readonly KeptMail[]): Promise<number> => {
    for (const mail of mails) await rm(join(path, nameOf(mail)), { force: true });
    return mails.length;
  };
  const keep: KeptMails["keep"] = async (mail, bytes) => {
    if ((await find(mail.id)) !== undefined) return 0;
    const name = nameOf(mail);
    await writeWhole(path, name, bytes === null ? new Uint8Array() : seal(name, bytes, key));
    return removeAll(surplus(await list(), place));
  };
  const read: KeptMails["read"] = async (id) => {
    const mail = await find(id);
    if (mail === undefined || mail.reason === "too-large") return null;
    const name = nameOf(mail);
    return unseal(name, await readFile(join(path, name)), key);
  };
  return {
    keep: (mail, bytes) => keep(mail, bytes).catch((cause) => explain(cause, "keep a mail")),
    list: () => list().catch((cause) => explain(cause, "list kept mails")),
    read: (id) => read(id).catch((cause) => explain(cause, "open a kept mail: the key or the file was changed")),
    remove: async (id) => {
      const mail = await find(id);
      return mail !== undefined && (await removeAll([mail])) > 0;
    },
    removeBefore: async (at) => removeAll((await list()).filter((mail) => mail.at < at)),
  };
};
