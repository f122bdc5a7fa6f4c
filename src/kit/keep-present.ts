import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { DiskSteps } from "./disk-steps.ts";

/** Files that must never be missing. */
export interface Presence {
  /** Known by their text, which is worked out when one is missing. */
  readonly texts: readonly { readonly path: string; readonly text: string }[];
  /** Too large or too far to be worked out: a copy of each is kept. */
  readonly copied: readonly string[];
}

export interface KeepPresentParts {
  readonly disk: DiskSteps;
  /** Folder for the copies, nobody's but ours. */
  readonly copies: string;
  readonly mode?: number;
}

const plainMode = 0o644;

/** What tells one content from the next without reading it; null where nothing is there. */
const tokenOf = async (path: string): Promise<string | null> => {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found === null ? null : `${found.ino} ${found.size} ${found.mtimeNs}`;
};

/**
 * Lays files back that somebody took away, at once, and says which; a file that is there is left as it is, whatever it holds. Copies follow what
 * lies at their place.
 */
export const createKeepPresent = ({ disk, copies, mode = plainMode }: KeepPresentParts) => {
  const seen = new Map<string, string>();

  const layBack = async (path: string, content: string | Uint8Array): Promise<string> => {
    await disk.write(`${path}.sekisho-new`, content, mode);
    await disk.rename(`${path}.sekisho-new`, path);
    return `${path} was missing and is there again`;
  };

  const copyOf = (path: string): string => join(copies, createHash("sha256").update(path).digest("hex").slice(0, 32));

  const follow = async (path: string, token: string): Promise<void> => {
    const found = await disk.read(path);
    if (found === null) return;
    await disk.makeFolder(copies, 0o700);
    await disk.write(`${copyOf(path)}.new`, found.content, 0o600);
    await disk.rename(`${copyOf(path)}.new`, copyOf(path));
    seen.set(path, token);
  };

  const keepCopied = async (path: string): Promise<string | null> => {
    const token = await tokenOf(path);
    if (token !== null) {
      if (seen.get(path) !== token) await follow(path, token);
      return null;
    }
    const copy = await disk.read(copyOf(path));
    return copy === null ? `${path} is missing, and no copy of it is kept` : layBack(path, copy.content);
  };

  return async ({ texts, copied }: Presence): Promise<readonly string[]> => {
    const lines: string[] = [];
    for (const path of copied) {
      const line = await keepCopied(path);
      if (line !== null) lines.push(line);
    }
    for (const { path, text } of texts) if ((await tokenOf(path)) === null) lines.push(await layBack(path, text));
    return lines;
  };
};
