import { hkdfSync, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";
import { readSecret } from "./read-secret.ts";

const keyBytes = 32;

const isThere = (cause: unknown): boolean => cause instanceof Error && "code" in cause && cause.code === "EEXIST";

/** What a file of the state directory holds; the first who asks makes it, readable by the desk's own user alone. */
export const madeOnce = ({ stateDir }: Config, name: string, content: () => string | Uint8Array): Buffer => {
  const file = join(stateDir.absolute, name);
  try {
    mkdirSync(stateDir.absolute, { recursive: true, mode: 0o750 });
    writeFileSync(file, content(), { flag: "wx", mode: 0o600, flush: true });
  } catch (cause) {
    if (!isThere(cause)) throw new OperationError("store-unreachable", `cannot write ${file}: ${String(cause)}`, cause);
  }
  return readFileSync(file);
};

/**
 * A key for one purpose, drawn from `secrets.linkKey`. Without one it is drawn from a key in the state directory that is made once; that
 * protects only what leaves the machine without it.
 */
export const deskKey = (config: Config, purpose: string): Uint8Array => {
  const from = readSecret(config.secrets.linkKey, process.env) ?? madeOnce(config, "desk.key", () => randomBytes(keyBytes));
  if (typeof from !== "string" && from.length !== keyBytes)
    throw new OperationError("store-damaged", `desk.key in ${config.stateDir.shown} is no key of ${keyBytes} bytes`);
  return Buffer.from(hkdfSync("sha256", from, "", `sekisho ${purpose}`, keyBytes));
};
