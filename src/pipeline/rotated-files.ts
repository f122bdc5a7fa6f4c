import { stat } from "node:fs/promises";
import { withRotatedSiblings } from "./rotated-siblings.ts";

/** Device and inode, as a text. */
export const identityOf = ({ dev, ino }: { readonly dev: number; readonly ino: number }): string => `${dev}:${ino}`;

const identityAt = async (path: string): Promise<string | null> => stat(path).then(identityOf, () => null);

const isPlain = (path: string): boolean => !path.endsWith(".gz");

/**
 * The unpacked rotated files of a live log, oldest first: those that are younger than the one with this identity, none where that one is not
 * among them; all for null.
 */
export const youngerSiblings = async (live: string, than: string | null): Promise<readonly string[]> => {
  const paths = withRotatedSiblings(live).filter((path) => path !== live);
  if (than === null) return paths.filter(isPlain);
  const identities = await Promise.all(paths.map(identityAt));
  const at = identities.indexOf(than);
  return at < 0 ? [] : paths.slice(at + 1).filter(isPlain);
};

/** Where a file lies now: at its path, or at that of a rotated sibling; null where at none of them. */
export const whereIs = async (identity: string, live: string): Promise<string | null> => {
  if ((await identityAt(live)) === identity) return live;
  for (const path of withRotatedSiblings(live)) if ((await identityAt(path)) === identity) return path;
  return null;
};
