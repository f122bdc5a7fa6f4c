import { hkdfSync, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";
import { createKeptMailFolder } from "../mail/inbox/kept-mail-folder.ts";
import type { KeptMails } from "../ports/kept-mails.ts";
import { readSecret } from "./read-secret.ts";

/** So much, and no more, whatever is sent to the desk's address: a flood drives out the oldest and cannot fill the disk. */
const bounds = { mostMails: 1_000, mostBytes: 64 * 1024 * 1024 };

const keyBytes = 32;

/** Made once. Beside the mails it protects what leaves the machine without it; `secrets.linkKey` lies elsewhere and is better. */
const keyInFile = (file: string): Uint8Array => {
  try {
    writeFileSync(file, randomBytes(keyBytes), { flag: "wx", mode: 0o600, flush: true });
  } catch (cause) {
    const isThere = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    if (!isThere) throw new OperationError("store-unreachable", `cannot write the key ${file}: ${String(cause)}`, cause);
  }
  const key = readFileSync(file);
  if (key.length !== keyBytes)
    throw new OperationError("store-damaged", `${file} is no key of ${keyBytes} bytes; delete it and kept-mail/`);
  return key;
};

/** Mail that could not be read or routed, in the state directory, encrypted. */
export const openKeptMails = ({ stateDir, secrets }: Config): KeptMails => {
  mkdirSync(stateDir.absolute, { recursive: true, mode: 0o750 });
  const linkKey = readSecret(secrets.linkKey, process.env);
  const key =
    linkKey === null
      ? keyInFile(join(stateDir.absolute, "kept-mail.key"))
      : Buffer.from(hkdfSync("sha256", linkKey, "", "sekisho kept mail", keyBytes));
  return createKeptMailFolder({ path: join(stateDir.absolute, "kept-mail"), key, ...bounds });
};
