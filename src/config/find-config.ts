import { accessSync, constants, existsSync } from "node:fs";
import { resolve } from "node:path";

/** Where a config is looked for when none is named, in this order. */
const defaultConfigFiles = ["sekisho.yaml", "/etc/sekisho/sekisho.yaml"] as const;

/** The first default config that is there (and, with `readableOnly`, that this user may read); null when there is none. */
export const findConfig = (cwd: string, readableOnly = false): string | null =>
  defaultConfigFiles.find((file) => {
    const absolute = resolve(cwd, file);
    if (!readableOnly) return existsSync(absolute);
    try {
      accessSync(absolute, constants.R_OK);
      return true;
    } catch {
      return false;
    }
  }) ?? null;
