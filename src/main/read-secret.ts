import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";

type Secret = Config["secrets"][keyof Config["secrets"]];

/** A secret from its file or systemd credential, without the line end; null where the config names none. Throws `input-unreadable`. */
export const readSecret = (secret: Secret, env: NodeJS.ProcessEnv): string | null => {
  if (secret === undefined) return null;
  const path = secret.file?.absolute ?? join(env.CREDENTIALS_DIRECTORY ?? "/run/credentials", secret.credential ?? "");
  try {
    return readFileSync(path, "utf8").trimEnd();
  } catch (cause) {
    throw new OperationError("input-unreadable", `the secret ${secret.file?.shown ?? secret.credential} cannot be read at ${path}`, cause);
  }
};
