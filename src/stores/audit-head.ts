import { createHmac, timingSafeEqual } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { ChainHead } from "./record.ts";

/** Where the end of the chain is kept apart from the database, and with what it is signed. */
export interface HeadOptions {
  /** A file that those who may write to the database ideally may not replace. */
  readonly file: string;
  /** At least 32 bytes. */
  readonly key: Uint8Array;
}

/** What was read: `none` = no file, `damaged` = not ours, or not signed by our key. */
export type KeptHead = ChainHead | "none" | "damaged";

/** Keeps the newest end of the chain, so that entries cut off are noticed. */
export interface AuditHead {
  readonly read: () => KeptHead;
  /**
   * Notes that the chain ends here now. The commit is durable already and must not fail because of this: what could not be written is written with
   * the next one, or by `flush`. After a head that does not fit the chain nothing is written any more: it is the proof.
   */
  readonly keep: (head: ChainHead) => void;
  /** Writes what `keep` could not; throws what the file system throws. */
  readonly flush: () => void;
  /** From now on nothing is written. */
  readonly freeze: () => void;
}

const signatureOf = (key: Uint8Array, { seq, hash }: ChainHead): string =>
  createHmac("sha256", key).update(`sekisho-head ${seq} ${hash}`).digest("hex");

const isSigned = (key: Uint8Array, head: ChainHead & { readonly signature: string }): boolean => {
  const right = Buffer.from(signatureOf(key, head));
  const told = Buffer.from(head.signature);
  return right.length === told.length && timingSafeEqual(right, told);
};

const readHead = ({ file, key }: HeadOptions): KeptHead => {
  if (!existsSync(file)) return "none";
  try {
    const { seq, hash, signature } = JSON.parse(readFileSync(file, "utf8"));
    const isRight = Number.isSafeInteger(seq) && typeof hash === "string" && typeof signature === "string";
    return isRight && isSigned(key, { seq, hash, signature }) ? { seq, hash } : "damaged";
  } catch {
    return "damaged";
  }
};

const writeHead = ({ file, key }: HeadOptions, { seq, hash }: ChainHead): void => {
  const beside = `${file}.new`;
  writeFileSync(beside, `${JSON.stringify({ seq, hash, signature: signatureOf(key, { seq, hash }) })}\n`, { mode: 0o600 });
  renameSync(beside, file);
};

/** The head in a file. */
export const createAuditHead = (options: HeadOptions): AuditHead => {
  let unwritten: ChainHead | null = null;
  let newest = 0;
  let isFrozen = false;
  const flush = (): void => {
    if (unwritten === null || isFrozen) return;
    writeHead(options, unwritten);
    unwritten = null;
  };
  return {
    read: () => readHead(options),
    keep: (head) => {
      if (head.seq <= newest) return;
      newest = head.seq;
      unwritten = head;
      try {
        flush();
      } catch {
        // The next commit, or the audit, tries again.
      }
    },
    flush,
    freeze: () => {
      isFrozen = true;
    },
  };
};
