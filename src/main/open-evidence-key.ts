import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";

const keyBytes = 32;

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");

/** Two that start at once make one key: the file appears whole under its name, or is there already. */
const makeKey = (file: string): void => {
  const beside = `${file}.${randomUUID()}`;
  try {
    writeFileSync(beside, `${randomBytes(keyBytes).toString("hex")}\n`, { mode: 0o600, flag: "wx" });
    chmodSync(beside, 0o600);
    linkSync(beside, file);
  } catch (cause) {
    if (codeOf(cause) !== "EEXIST") throw cause;
  } finally {
    rmSync(beside, { force: true });
  }
};

const readKey = (file: string): string | null => {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return null;
    throw cause;
  }
};

const loadKey = (directory: string): Buffer => {
  const file = join(directory, "evidence.key");
  try {
    mkdirSync(directory, { recursive: true, mode: 0o750 });
    let text = readKey(file);
    if (text === null) {
      makeKey(file);
      text = readKey(file) ?? "";
    }
    if (/^[0-9a-f]{64}$/.test(text)) return Buffer.from(text, "hex");
  } catch (cause) {
    throw new OperationError("input-unreadable", `the key of evidence cannot be read or made at ${file}`, cause);
  }
  throw new OperationError("config-wrong", `${file}: it does not hold 64 hex digits; without it no quoted line can be compared any more`);
};

/**
 * The keyed digest that a quoted line leaves its server with: it tells nothing to who has not the key, and proves the line to who has both. The key is a
 * file of its own, made on first use and for its owner alone, and not `secrets.decisionKey`: that one may be set, changed or given to another machine
 * later, and every line that was quoted before would then pass for a changed one. Throws `input-unreadable`, `config-wrong`.
 */
export const openEvidenceKey = ({ stateDir }: Pick<Config, "stateDir">): ((sha256: string) => string) => {
  const key = loadKey(stateDir.absolute);
  return (sha256) => createHmac("sha256", key).update(sha256).digest("hex");
};
